private import Glibc

/// Where a term's postings are and how much the term says; a row of the table `terms`.
struct PostingRow: Equatable {
  /// Numbers a row takes.
  static let width = 5

  /// Entries the term occurs in.
  var entries: UInt32
  /// See ``Weight``.
  var weight: UInt32
  /// Number of the blob `postings/…`; of `windows/…` for a list that is ``isWide``.
  var blob: UInt32
  /// First byte in it, and how many.
  var offset: UInt32
  var count: UInt32

  var numbers: [UInt32] { [entries, weight, blob, offset, count] }

  /// Whether the list is cut into windows of entries, see ``WideList``.
  var isWide: Bool { entries >= WideList.leastEntries }
}

/// A short list: entries in rising order, each with the term's impact on it.
///
/// Per posting: the difference to the entry before as a varint, then the impact as a byte.
enum Postings {
  /// A blob is closed once it has grown to this size.
  static let blobBytes = 32 << 10

  static func write(_ entries: [UInt32], _ impacts: [UInt8], to blob: inout ByteWriter) {
    var before: UInt32 = 0
    for (entry, impact) in zip(entries, impacts) {
      blob.writeVarint(entry - before)
      blob.write(impact)
      before = entry
    }
  }

  /// Calls `body` with every entry and impact of a list.
  ///
  /// - Parameter limit: Entries there are; one beyond makes the list malformed.
  @inline(__always)
  static func read(
    _ blob: UnsafeRawBufferPointer, _ row: PostingRow, below limit: UInt32,
    _ body: (_ entry: Int, _ impact: UInt8) -> Void
  ) throws(FAQError) {
    let (start, end) = (Int(row.offset), Int(row.offset) + Int(row.count))
    guard end <= blob.count else { throw .malformed }
    var at = start
    var entry: UInt32 = 0
    while at < end {
      var (step, shift) = (UInt32(0), UInt32(0))
      var byte: UInt8
      repeat {
        byte = blob[at]
        step |= UInt32(byte & 0x7F) << shift
        shift += 7
        at += 1
      } while byte >= 0x80 && at < end && shift < 35
      entry &+= step
      guard at < end, entry < limit else { throw .malformed }
      body(Int(entry), blob[at])
      at += 1
    }
  }
}

/// How much a term tells entries apart: BM25's idf as a whole number, so that scores are whole numbers. It is
/// stored with the term: every instance adds up the same.
enum Weight {
  /// The weight of an idf of one.
  static let unit = 4096.0

  static func of(entries: Int, among total: Int) -> UInt32 {
    let (entries, total) = (Double(entries), Double(max(total, entries)))
    return UInt32(log(1 + (total - entries + 0.5) / (entries + 0.5)) * unit)
  }
}
