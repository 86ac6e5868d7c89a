import Dialogue
import FAQ
import Formats
import Text
import Threads

/// Searches the FAQ for queries whose relevant entries are known.
enum FAQEvaluation {
  private static let depth = 10

  static func run(_ path: String, on snapshot: Snapshot) throws -> FAQReport {
    guard let index = snapshot.faq else { throw CommandError.environment("the database has no FAQ.") }
    let queries = try read(path)
    let (text, scratch) = (TextAnalyzer(), FAQScratch())
    var report = FAQReport()
    for pass in 0..<2 {
      for query in queries {
        let began = ThreadTime.micros()
        text.analyze(query.text)
        let hits = try index.search(text, limit: depth, into: scratch)
        let ids = try hits.map { try index.id($0.ordinal) }
        let spent = ThreadTime.micros() - began
        if pass == 1 {
          report.count(ids, score: hits.first?.score ?? 0, relevant: query.relevant, spent: spent)
        }
      }
    }
    return report
  }

  private struct Query {
    var text: String
    var relevant: Set<String>
  }

  private static func read(_ path: String) throws -> [Query] {
    let reader = try JSONLReader(path: path)
    var queries: [Query] = []
    while let node = try reader.next() {
      let object = try node.object()
      let ids = try object.optional("relevant")?.array() ?? []
      var relevant: Set<String> = []
      for id in ids { relevant.insert(try id.stringOrNumber()) }
      queries.append(Query(text: try object.required("query").string(), relevant: relevant))
    }
    return queries
  }
}

/// How well queries found what they should.
struct FAQReport {
  private var judged = 0
  private var total = 0
  private var reciprocal = 0.0
  private var first = 0
  private var five = 0
  private var micros: [Double] = []
  /// Judged queries by the tenth that the score of their best hit lies in, and those whose best hit is right.
  private var byScore = [(total: Int, right: Int)](repeating: (0, 0), count: 10)

  /// - Parameter score: Of the first hit: how sure the search was.
  mutating func count(_ ids: [String], score: Float, relevant: Set<String>, spent: Double) {
    total += 1
    micros.append(spent)
    guard !relevant.isEmpty else { return }
    judged += 1
    let tenth = max(0, min(9, Int(score * 10)))
    byScore[tenth].total += 1
    if let first = ids.first, relevant.contains(first) { byScore[tenth].right += 1 }
    guard let rank = ids.firstIndex(where: relevant.contains) else { return }
    reciprocal += 1 / Double(rank + 1)
    if rank == 0 { first += 1 }
    if rank < 5 { five += 1 }
  }

  var json: JSONValue {
    .object([
      .init("total", .integer(total)), .init("mrr_at_10", .double(share(reciprocal))),
      .init("recall_at_1", .double(share(Double(first)))), .init("recall_at_5", .double(share(Double(five)))),
      .init("p50_us", .double(percentile(0.5))), .init("p99_us", .double(percentile(0.99))),
      .init("by_score", .array(tenths)),
    ])
  }

  /// How often the best hit is right, by the tenth of its score; what the thresholds of answering are held against.
  private var tenths: [JSONValue] {
    byScore.enumerated().filter { $0.element.total > 0 }.map { tenth, counts in
      [
        "from": .double(Double(tenth) / 10), "total": .integer(counts.total), "right": .integer(counts.right),
      ]
    }
  }

  var text: String {
    "\(total.counted("query", "queries")): MRR@10 \(share(reciprocal)), recall@1 \(share(Double(first))), "
      + "recall@5 \(share(Double(five))); p50 \(percentile(0.5)) us, p99 \(percentile(0.99)) us"
  }

  private func share(_ sum: Double) -> Double {
    judged == 0 ? 0 : (sum / Double(judged) * 10_000).rounded() / 10_000
  }

  private func percentile(_ share: Double) -> Double {
    let sorted = micros.sorted()
    guard !sorted.isEmpty else { return 0 }
    return (sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] * 10).rounded() / 10
  }
}
