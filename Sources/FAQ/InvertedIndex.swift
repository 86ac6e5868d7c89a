/// Terms to the entries they occur in, while a part is being built.
///
/// A posting's impact is the saturated, length-normalised frequency of BM25 (Robertson and Zaragoza, *The
/// Probabilistic Relevance Framework*, 2009), field by field: the best of the wordings, plus the answer's and the
/// labels' share, as a byte. Answers count less than questions, but they say which words are common: a word's weight
/// comes from all fields, so that "how" and "do" weigh little without a list of stop words.
struct InvertedIndex {
  /// Tuned on the development queries of three FAQs; see the tests of the search's quality.
  struct Tuning {
    var saturation: Float = 1.2
    var wordingLength: Float = 0.6
    var answerLength: Float = 0.75
    var answer: Float = 0.25
    var label: Float = 0.2
  }

  /// See ``Weight``; by term number.
  private(set) var weights: [UInt32] = []
  private let keys: [UInt64]
  /// The postings of term *t* are `starts[t] ..< starts[t + 1]`.
  private var starts: [Int] = []
  private var entries: [UInt32] = []
  private var impacts: [UInt8] = []

  var count: Int { entries.count }

  /// Number of entries a term occurs in.
  func entries(of term: Int) -> Int { starts[term + 1] - starts[term] }

  init(_ corpus: Corpus, tuning: Tuning = Tuning()) {
    keys = corpus.keys
    var meter = ImpactMeter(corpus, tuning)
    var found: [(term: UInt32, impact: UInt8)] = []
    var ends: [Int] = []
    for entry in 0..<corpus.count {
      meter.measure(entry) { found.append((term: $0, impact: $1)) }
      ends.append(found.count)
    }
    sort(found, ends)
    weights = keys.indices.map { term in
      let weight = Weight.of(entries: starts[term + 1] - starts[term], among: corpus.count)
      return corpus.functionWords.contains(keys[term]) ? UInt32(Double(weight) * FunctionWords.share) : weight
    }
  }

  /// Counting sort by term; entries stay in rising order.
  private mutating func sort(_ found: [(term: UInt32, impact: UInt8)], _ ends: [Int]) {
    starts = [Int](repeating: 0, count: keys.count + 1)
    for posting in found { starts[Int(posting.term) + 1] += 1 }
    for term in keys.indices { starts[term + 1] += starts[term] }
    entries = [UInt32](repeating: 0, count: found.count)
    impacts = [UInt8](repeating: 0, count: found.count)
    var next = starts
    var at = 0
    for (entry, end) in ends.enumerated() {
      while at < end {
        let term = Int(found[at].term)
        entries[next[term]] = UInt32(entry)
        impacts[next[term]] = found[at].impact
        next[term] += 1
        at += 1
      }
    }
  }

  /// Writes the blobs `postings/…` and `terms/…`, terms in the order of their keys.
  ///
  /// - Returns: ``KeyTable/bits`` of the terms.
  func encode(add: (_ name: String, _ body: [UInt8]) throws -> Void) throws -> Int {
    let table = KeyTable(kind: .terms, width: PostingRow.width, rows: keys.count)
    var rows: [(key: UInt64, numbers: [UInt32])] = []
    rows.reserveCapacity(keys.count)
    var (blob, number) = (ByteWriter(), 0)
    for term in keys.indices.sorted(by: { keys[$0] < keys[$1] }) {
      let (range, offset) = (starts[term]..<starts[term + 1], blob.count)
      Postings.write(entries[range], impacts[range], to: &blob)
      let row = PostingRow(
        entries: UInt32(range.count), weight: weights[term], blob: UInt32(number), offset: UInt32(offset),
        count: UInt32(blob.count - offset))
      rows.append((key: keys[term], numbers: row.numbers))
      guard blob.count >= Postings.blobBytes else { continue }
      try add(BlobKind.postings.name(number), blob.take())
      number += 1
    }
    try add(BlobKind.postings.name(number), blob.take())
    try table.encode(rows, add: add)
    return table.bits
  }
}
