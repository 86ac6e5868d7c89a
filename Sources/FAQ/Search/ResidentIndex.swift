/// The inverted index of a small store, read whole when its part is opened: a search reads nothing.
final class ResidentIndex: Sendable {
  struct Term {
    var key: UInt64
    var weight: UInt32
    /// Its postings in ``entries`` and ``impacts``.
    var start: UInt32
    var end: UInt32
  }

  let terms: [Term]
  let entries: [UInt32]
  let impacts: [UInt8]
  /// The blobs `wordings/…`.
  let wordings: [[UInt8]]
  let spellings: SpellingTable
  /// Open addressing: index into ``terms`` plus one, zero for none; a power of two, at most half full.
  private let slots: [UInt32]

  init(_ header: IndexHeader, read: @escaping (_ kind: BlobKind, _ number: Int) throws -> [UInt8]) throws {
    let table = header.terms
    var terms: [Term] = []
    var postings = PostingCollector(below: header.enabled, read: read)
    for number in 0..<table.bucketCount {
      let bucket = try read(.terms, number)
      try bucket.withUnsafeBytes { bytes in
        for index in 0..<table.rowCount(bytes) {
          let row = PostingRow(index, of: bytes, table)
          let start = postings.entries.count
          try postings.collect(row)
          terms.append(
            Term(
              key: table.key(index, of: bytes), weight: row.weight, start: UInt32(start),
              end: UInt32(postings.entries.count)))
        }
      }
    }
    self.terms = terms
    entries = postings.entries
    impacts = postings.impacts
    wordings = try stride(from: 0, to: header.enabled, by: EntryPage.size).map {
      try read(.wordings, $0 / EntryPage.size)
    }
    let slots = Self.slots(for: terms)
    let tongues = header.tongues
    var words: [(word: WordList.Word, term: UInt32, salt: UInt64)] = []
    for blob in 0..<WordList.blobCount(header.words) {
      try WordList.decode(try read(.words, blob)) { word in
        guard let term = Self.index(of: word.key, terms, slots), Int(word.tongue) < tongues.count else {
          return
        }
        words.append((word, UInt32(term), tongues[Int(word.tongue)].salt))
      }
    }
    spellings = SpellingTable(words)
    self.slots = slots
  }

  private static func slots(for terms: [Term]) -> [UInt32] {
    var size = 16
    while size < 2 * terms.count { size *= 2 }
    var slots = [UInt32](repeating: 0, count: size)
    for (index, term) in terms.enumerated() {
      var slot = Int(truncatingIfNeeded: term.key) & (size - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = UInt32(index + 1)
    }
    return slots
  }

  /// The term with a key; `nil` when no entry has it.
  func term(_ key: UInt64) -> Term? {
    Self.index(of: key, terms, slots).map { terms[$0] }
  }

  private static func index(of key: UInt64, _ terms: [Term], _ slots: [UInt32]) -> Int? {
    var slot = Int(truncatingIfNeeded: key) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if terms[index].key == key { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// The term a word may be a misspelling of: of several, the one most entries have.
  func term(like word: UnsafeBufferPointer<UInt8>, salt: UInt64) -> Term? {
    var best: Term?
    spellings.forEachTerm(like: word, salt: salt) { index in
      let term = terms[index]
      if best.map({ term.weight < $0.weight }) ?? true { best = term }
    }
    return best
  }
}

/// Decodes lists one after another into two flat arrays; keeps the blob it read last.
private struct PostingCollector {
  private(set) var entries: [UInt32] = []
  private(set) var impacts: [UInt8] = []
  private let limit: Int
  private let read: (_ kind: BlobKind, _ number: Int) throws -> [UInt8]
  private var blob: (number: UInt32, body: [UInt8])?

  init(below limit: Int, read: @escaping (_ kind: BlobKind, _ number: Int) throws -> [UInt8]) {
    self.limit = limit
    self.read = read
  }

  mutating func collect(_ row: PostingRow) throws {
    if row.isWide { return try collectWide(row) }
    if blob?.number != row.blob { blob = (row.blob, try read(.postings, Int(row.blob))) }
    guard let body = blob?.body else { return }
    try body.withUnsafeBytes { bytes in
      try Postings.read(bytes, row, below: UInt32(limit)) {
        entries.append(UInt32($0))
        impacts.append($1)
      }
    }
  }

  private mutating func collectWide(_ row: PostingRow) throws {
    var cursor = try WideCursor(
      row, directory: try read(.windows, Int(row.blob)), entries: limit, weight: row.weight)
    for window in 0..<WideList.windows(of: limit) {
      let before = entries.count
      try cursor.read(window, read) { entry, impact in
        entries.append(UInt32(window * WideList.window + entry))
        impacts.append(impact)
      }
      guard entries.count == before || Int(entries[entries.count - 1]) < limit else {
        throw FAQError.malformed
      }
    }
  }
}

extension PostingRow {
  /// Row `index` of a bucket of the table `terms`.
  init(_ index: Int, of bucket: UnsafeRawBufferPointer, _ table: KeyTable) {
    let number = { (column: Int) in table.number(column, ofRow: index, of: bucket) }
    self.init(
      entries: number(0), weight: number(1), blob: number(2), offset: number(3), count: number(4))
  }
}
