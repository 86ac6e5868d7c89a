/// A long list of postings, cut into windows of entries whose numbers are alike but for the lowest bits. A search goes from window to
/// window; the greatest impact of each tells whether the window can hold anything better than what was found (the block maxima of
/// Ding and Suel, *Faster Top-k Document Retrieval Using Block-Max Indexes*, SIGIR 2011, with blocks that all lists share).
///
/// The list's *directory* stands in a blob `windows/…`: `first blob u32 · offset u32`, then for each window of the index
/// `greatest impact u8 · bytes u16`. The windows' bytes follow one another in blobs `postings/…`, a blob being closed once it has
/// ``blobBytes``. A window: `form u8 · postings u16`, the entries' lowest bits (a bit for each entry, or the differences, one less than
/// they are, of which 0xFF stands for 255 and more), then an impact a posting, or one for all.
enum WideList {
  /// Entries of a window.
  static let window = 4096
  /// Lists of fewer are not cut.
  static let leastEntries = 1024
  static let blobBytes = 48 << 10
  static let headerBytes = 8
  static let rowBytes = 3

  static func windows(of entries: Int) -> Int { (entries + window - 1) / window }

  struct Form: OptionSet {
    let rawValue: UInt8
    static let bitmap = Form(rawValue: 1)
    static let sameImpact = Form(rawValue: 2)
  }

  // MARK: Writing

  static func writeWindow(
    _ entries: ArraySlice<UInt32>, _ impacts: ArraySlice<UInt8>, to blob: inout ByteWriter
  ) {
    guard let first = impacts.first else { return }
    var form: Form = entries.count > window / 8 ? .bitmap : []
    if impacts.allSatisfy({ $0 == first }) { form.insert(.sameImpact) }
    blob.write(form.rawValue)
    blob.write(UInt16(entries.count))
    if form.contains(.bitmap) {
      var bits = [UInt8](repeating: 0, count: window / 8)
      for entry in entries { bits[Int(entry) % window / 8] |= 1 << UInt8(entry % 8) }
      blob.write(bits)
    } else {
      var next = 0
      for entry in entries {
        var gap = Int(entry) % window - next
        while gap >= 255 {
          blob.write(UInt8(255))
          gap -= 255
        }
        blob.write(UInt8(gap))
        next = Int(entry) % window + 1
      }
    }
    blob.write(form.contains(.sameImpact) ? [first] : Array(impacts))
  }

  // MARK: Reading

  /// Calls `body` with every posting of a window, rising: the entry's lowest bits, and its impact.
  @inline(__always)
  static func readWindow(
    _ bytes: UnsafeRawBufferPointer, _ body: (_ entry: Int, _ impact: UInt8) -> Void
  ) throws(FAQError) {
    let (form, count, impacts) = try header(bytes)
    let isSame = form.contains(.sameImpact)
    if form.contains(.bitmap) {
      try readBitmap(bytes, count, impacts, isSame, body)
    } else {
      try readGaps(bytes, count, impacts, isSame, body)
    }
  }

  /// Calls `body` with the postings of a window whose entries are sought, perhaps with others too, and with an impact of zero for
  /// sought entries that have none.
  ///
  /// - Parameter sought: Lowest bits of entries, rising.
  /// - Complexity: Of a bitmap only the words up to the last sought entry are counted.
  @inline(__always)
  static func lookUp(
    _ sought: UnsafeBufferPointer<UInt16>, _ bytes: UnsafeRawBufferPointer,
    _ body: (_ entry: Int, _ impact: UInt8) -> Void
  ) throws(FAQError) {
    let (form, count, impacts) = try header(bytes)
    guard form.contains(.bitmap), 2 * sought.count < count else { return try readWindow(bytes, body) }
    let isSame = form.contains(.sameImpact)
    let word = { (number: Int) in
      UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 3 + 8 * number, as: UInt64.self))
    }
    // Postings in the words before `counted`.
    var (counted, before) = (0, 0)
    for entry in sought {
      let (at, bit) = (Int(entry) / 64, UInt64(entry % 64))
      let bits = word(at)
      var place = 0
      if !isSame {
        while counted < at {
          before += word(counted).nonzeroBitCount
          counted += 1
        }
        place = min(before + (bits & (1 << bit &- 1)).nonzeroBitCount, count - 1)
      }
      // Whether the entry is there is anybody's guess: multiplied, not branched on.
      body(Int(entry), bytes[impacts + place] &* UInt8(truncatingIfNeeded: bits >> bit & 1))
    }
  }

  /// The form of a window, its postings, and where their impacts begin.
  @inline(__always)
  private static func header(
    _ bytes: UnsafeRawBufferPointer
  ) throws(FAQError) -> (form: Form, count: Int, impacts: Int) {
    guard bytes.count >= 4 else { throw .malformed }
    let form = Form(rawValue: bytes[0])
    let count = Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 1, as: UInt16.self)))
    let impacts = bytes.count - (form.contains(.sameImpact) ? 1 : count)
    guard count <= window, impacts >= 3, !form.contains(.bitmap) || impacts == 3 + window / 8 else {
      throw .malformed
    }
    return (form, count, impacts)
  }

  @inline(__always)
  private static func readGaps(
    _ bytes: UnsafeRawBufferPointer, _ count: Int, _ impacts: Int, _ isSame: Bool,
    _ body: (_ entry: Int, _ impact: UInt8) -> Void
  ) throws(FAQError) {
    var (at, next) = (3, 0)
    for place in 0..<count {
      while at < impacts, bytes[at] == 255 {
        next += 255
        at += 1
      }
      guard at < impacts else { throw .malformed }
      let entry = next + Int(bytes[at])
      guard entry < window else { throw .malformed }
      body(entry, bytes[isSame ? impacts : impacts + place])
      next = entry + 1
      at += 1
    }
  }

  @inline(__always)
  private static func readBitmap(
    _ bytes: UnsafeRawBufferPointer, _ count: Int, _ impacts: Int, _ isSame: Bool,
    _ body: (_ entry: Int, _ impact: UInt8) -> Void
  ) throws(FAQError) {
    var place = 0
    for word in 0..<window / 64 {
      var bits = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 3 + 8 * word, as: UInt64.self))
      while bits != 0 {
        guard place < count else { throw .malformed }
        body(64 * word + bits.trailingZeroBitCount, bytes[isSame ? impacts : impacts + place])
        place += 1
        bits &= bits - 1
      }
    }
  }
}
