/// What a reader of the index must know before anything else; the blob `index`.
struct IndexHeader: Sendable, Equatable {
  static let name = "index"
  static let layout = 2

  /// Entries that can be found and are listed: ordinals `0 ..< enabled`.
  var enabled: Int
  /// All entries; those that are not enabled come last.
  var total: Int
  var postings: Int
  var idBits: Int
  var termBits: Int
  /// Words of the ``WordList``.
  var words: Int
  /// The store's own language, in which entries without a locale are written.
  var defaultLocale: String
  /// Primary subtags of the enabled entries' locales, in the order met; `""` for entries without one.
  var subtags: [String]

  var ids: KeyTable { KeyTable(kind: .ids, width: 1, bits: idBits) }
  var terms: KeyTable { KeyTable(kind: .terms, width: PostingRow.width, bits: termBits) }

  func encode() -> [UInt8] {
    var blob = ByteWriter()
    blob.write(UInt16(Self.layout))
    for number in [enabled, total, postings, idBits, termBits, words] { blob.write(UInt32(number)) }
    blob.write(defaultLocale)
    blob.writeVarint(UInt32(subtags.count))
    for subtag in subtags { blob.write(subtag) }
    return blob.bytes
  }

  init(
    enabled: Int, total: Int, postings: Int, idBits: Int, termBits: Int, words: Int, defaultLocale: String,
    subtags: [String]
  ) {
    self.enabled = enabled
    self.total = total
    self.postings = postings
    self.idBits = idBits
    self.termBits = termBits
    self.words = words
    self.defaultLocale = defaultLocale
    self.subtags = subtags
  }

  /// - Parameter entriesOnly: An older layout will do, whose entries are where they are today.
  init(_ blob: [UInt8], entriesOnly: Bool = false) throws(FAQError) {
    self = try blob.withReader { reader throws(FAQError) in
      let layout = Int(try reader.read(UInt16.self))
      guard layout == Self.layout || entriesOnly && layout == 1 else { throw .unknownLayout(layout) }
      var numbers: [Int] = []
      for _ in 0..<6 { numbers.append(Int(try reader.read(UInt32.self))) }
      guard numbers[0] <= numbers[1], numbers[3] <= 24, numbers[4] <= 24 else { throw .malformed }
      return IndexHeader(
        enabled: numbers[0], total: numbers[1], postings: numbers[2], idBits: numbers[3],
        termBits: numbers[4], words: numbers[5],
        defaultLocale: try reader.readString(), subtags: try reader.readStrings())
    }
  }
}

extension [UInt8] {
  /// Reads a blob from its start.
  func withReader<Result>(
    _ body: (inout ByteReader) throws(FAQError) -> Result
  ) throws(FAQError) -> Result {
    let result: Swift.Result<Result, FAQError> = withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      do throws(FAQError) { return .success(try body(&reader)) } catch { return .failure(error) }
    }
    return try result.get()
  }
}
