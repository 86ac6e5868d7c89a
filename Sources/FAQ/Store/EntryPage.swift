/// A blob of up to ``size`` entries. A table of offsets comes first, so that one entry is read
/// without decoding the others.
///
/// ```
/// count u16 · (count + 1) offsets u32, from the start of the blob · entries
/// entry = flags u8 · id · question · answer · [category] [locale] [intent] · alternates · tags
/// ```
/// Texts are counted by a varint, lists of texts too.
enum EntryPage {
  static let size = 100

  private struct Flags: OptionSet {
    let rawValue: UInt8
    static let enabled = Flags(rawValue: 1)
    static let category = Flags(rawValue: 2)
    static let locale = Flags(rawValue: 4)
    static let intent = Flags(rawValue: 8)
  }

  static func encode(_ entries: ArraySlice<FAQEntry>) -> [UInt8] {
    var (bytes, ends) = (ByteWriter(), [Int]())
    for entry in entries {
      write(entry, to: &bytes)
      ends.append(bytes.count)
    }
    return page(of: bytes.bytes, ends: ends)
  }

  /// A page of entries as ``write(_:to:)`` has them, one after another.
  ///
  /// - Parameter ends: Where each ends.
  static func page(of bytes: [UInt8], ends: [Int]) -> [UInt8] {
    precondition(ends.count <= size, "the compiler cuts pages of this size")
    var page = ByteWriter()
    let start = 2 + 4 * (ends.count + 1)
    page.reserve(start + bytes.count)
    page.write(UInt16(ends.count))
    page.write(UInt32(start))
    for end in ends { page.write(UInt32(start + end)) }
    page.write(bytes)
    return page.bytes
  }

  /// Appends an entry as a page holds it.
  static func write(_ entry: FAQEntry, to page: inout ByteWriter) {
    var flags: Flags = entry.isEnabled ? .enabled : []
    if entry.category != nil { flags.insert(.category) }
    if entry.locale != nil { flags.insert(.locale) }
    if entry.intent != nil { flags.insert(.intent) }
    page.write(flags.rawValue)
    page.write(entry.id)
    page.write(entry.question)
    page.write(entry.answer)
    for text in [entry.category, entry.locale, entry.intent] { if let text { page.write(text) } }
    for list in [entry.alternates, entry.tags] {
      page.writeVarint(UInt32(list.count))
      for text in list { page.write(text) }
    }
  }

  /// Number of entries in a page.
  static func count(_ page: UnsafeRawBufferPointer) throws(FAQError) -> Int {
    var reader = ByteReader(page)
    return Int(try reader.read(UInt16.self))
  }

  /// The id of the entry at `index` of a page.
  static func id(_ index: Int, of page: UnsafeRawBufferPointer) throws(FAQError) -> String {
    guard index >= 0, index < (try count(page)) else { throw .malformed }
    var offsets = ByteReader(page, at: 2 + 4 * index)
    var reader = ByteReader(page, at: Int(try offsets.read(UInt32.self)) + 1)
    return try reader.readString()
  }

  /// The entry at `index` of a page.
  static func entry(_ index: Int, of page: UnsafeRawBufferPointer) throws(FAQError) -> FAQEntry {
    guard index >= 0, index < (try count(page)) else { throw .malformed }
    var offsets = ByteReader(page, at: 2 + 4 * index)
    return try entry(at: Int(try offsets.read(UInt32.self)), of: page)
  }

  /// What the entry at `index` of a page says; its other fields are passed over.
  static func answer(_ index: Int, of page: UnsafeRawBufferPointer) throws(FAQError) -> FAQAnswer {
    guard index >= 0, index < (try count(page)) else { throw .malformed }
    var offsets = ByteReader(page, at: 2 + 4 * index)
    var reader = ByteReader(page, at: Int(try offsets.read(UInt32.self)))
    let flags = Flags(rawValue: try reader.read())
    var answer = FAQAnswer(
      id: try reader.readString(), question: try reader.readString(), answer: try reader.readString())
    guard flags.contains(.intent) else { return answer }
    for flag in [Flags.category, .locale] where flags.contains(flag) { try reader.skipString() }
    answer.intent = try reader.readString()
    return answer
  }

  /// The entry that some bytes are.
  static func entry(in bytes: ArraySlice<UInt8>) throws(FAQError) -> FAQEntry {
    let result: Result<FAQEntry, FAQError> = bytes.withUnsafeBytes { bytes in
      Result { () throws(FAQError) in try entry(at: 0, of: bytes) }
    }
    return try result.get()
  }

  /// The entry whose bytes begin at an offset.
  static func entry(at offset: Int, of bytes: UnsafeRawBufferPointer) throws(FAQError) -> FAQEntry {
    var reader = ByteReader(bytes, at: offset)
    let flags = Flags(rawValue: try reader.read())
    var entry = FAQEntry(
      id: try reader.readString(), question: try reader.readString(), answer: try reader.readString())
    if flags.contains(.category) { entry.category = try reader.readString() }
    if flags.contains(.locale) { entry.locale = try reader.readString() }
    if flags.contains(.intent) { entry.intent = try reader.readString() }
    entry.alternates = try reader.readStrings()
    entry.tags = try reader.readStrings()
    entry.isEnabled = flags.contains(.enabled)
    return entry
  }
}
