/// Writes the lists of terms one after another, and then the table that finds them.
struct TermTableBuilder {
  /// See ``Weight``; by term number.
  private(set) var weights: [UInt32]
  /// Entries a term occurs in; by term number.
  private(set) var entries: [UInt32]

  private let keys: [UInt64]
  private let total: Int
  private let functionWords: Set<UInt64>
  private let add: (_ name: String, _ body: [UInt8]) throws -> Void
  private var rows: [(term: UInt32, row: PostingRow)] = []
  private var postings = 0
  private var lists = BlobSeries(kind: .postings, bytes: Postings.blobBytes)
  private var directories = BlobSeries(kind: .windows, bytes: Postings.blobBytes)

  /// - Parameters:
  ///   - keys: By term number.
  ///   - entries: Of the index.
  ///   - functionWords: Keys of words that weigh less than their rarity says.
  init(
    keys: [UInt64], entries: Int, functionWords: Set<UInt64>,
    add: @escaping (_ name: String, _ body: [UInt8]) throws -> Void
  ) {
    self.keys = keys
    total = entries
    self.functionWords = functionWords
    self.add = add
    weights = [UInt32](repeating: 0, count: keys.count)
    self.entries = weights
  }

  /// Writes the list of a term; entries rising.
  mutating func append(_ term: Int, _ entries: [UInt32], _ impacts: [UInt8]) throws {
    let weight = Weight.of(entries: entries.count, among: total)
    weights[term] = functionWords.contains(keys[term]) ? UInt32(Double(weight) * FunctionWords.share) : weight
    self.entries[term] = UInt32(entries.count)
    var row = PostingRow(
      entries: UInt32(entries.count), weight: weights[term], blob: 0, offset: 0, count: 0)
    if row.isWide {
      (row.blob, row.offset) = directories.place
      let before = directories.writer.count
      try writeWide(entries, impacts)
      row.count = UInt32(directories.writer.count - before)
      try directories.close(add)
    } else {
      (row.blob, row.offset) = lists.place
      Postings.write(entries, impacts, to: &lists.writer)
      row.count = UInt32(lists.writer.count) - row.offset
      try lists.close(add)
    }
    rows.append((UInt32(term), row))
    postings += entries.count
  }

  private mutating func writeWide(_ entries: [UInt32], _ impacts: [UInt8]) throws {
    let (blob, offset) = lists.place
    directories.writer.write(blob)
    directories.writer.write(offset)
    var start = 0
    for window in 0..<WideList.windows(of: total) {
      var end = start
      while end < entries.count, Int(entries[end]) < (window + 1) * WideList.window { end += 1 }
      let before = lists.writer.count
      WideList.writeWindow(entries[start..<end], impacts[start..<end], to: &lists.writer)
      directories.writer.write(impacts[start..<end].max() ?? 0)
      directories.writer.write(UInt16(lists.writer.count - before))
      try lists.close(add, from: WideList.blobBytes)
      start = end
    }
  }

  /// Writes what is left, and the table, by key.
  ///
  /// - Returns: The number of postings, and ``KeyTable/bits`` of the terms.
  mutating func finish() throws -> (postings: Int, termBits: Int) {
    try lists.close(add, from: 0)
    try directories.close(add, from: 0)
    let table = KeyTable(kind: .terms, width: PostingRow.width, rows: rows.count)
    let keys = keys
    rows.sort { keys[Int($0.term)] < keys[Int($1.term)] }
    let sorted = rows
    try table.encode(
      rows: sorted.count, key: { keys[Int(sorted[$0].term)] },
      write: { row, blob in for number in sorted[row].row.numbers { blob.write(number) } }, add: add)
    rows = []
    return (postings, table.bits)
  }
}

/// Numbered blobs of a kind that are filled one after another.
private struct BlobSeries {
  let kind: BlobKind
  let bytes: Int
  var writer = ByteWriter()
  private var number = 0

  init(kind: BlobKind, bytes: Int) {
    self.kind = kind
    self.bytes = bytes
  }

  /// Number of the blob that is being filled, and its size so far.
  var place: (blob: UInt32, offset: UInt32) { (UInt32(number), UInt32(writer.count)) }

  /// Hands the blob over once it has grown to `least` bytes.
  mutating func close(_ add: (_ name: String, _ body: [UInt8]) throws -> Void, from least: Int? = nil) throws
  {
    guard writer.count >= least ?? bytes else { return }
    try add(kind.name(number), writer.take())
    number += 1
  }
}
