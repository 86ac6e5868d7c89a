import Formats
import Foundation
import Testing
import Text

@testable import FAQ

/// Queries that people wrote for three public FAQs; the figures are floors a little below what is measured.
@Suite("FAQ search quality")
struct FAQQualityTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let data = root.deletingLastPathComponent().appendingPathComponent("shared/data").path

  @Test(
    "the mean reciprocal rank of the right answer does not fall",
    .enabled(if: FileManager.default.fileExists(atPath: data), "needs the shared data beside the checkout"),
    arguments: [("faq_ecommerce", 0.85), ("faq_stackfaq", 0.857), ("faq_covid", 0.86)])
  func meanReciprocalRank(_ name: String, floor: Double) throws {
    var entries = FAQImport()
    entries.read(path: "\(Self.data)/\(name)/collection.jsonl")
    #expect(entries.report.lines == [])
    let index = try FAQFixture(entries.entries.all()).index()
    let (queries, analyzer, scratch) = (
      try JSONLReader(path: "\(Self.data)/\(name)/queries_dev.jsonl"), TextAnalyzer(), FAQScratch()
    )
    var (sum, count) = (0.0, 0.0)
    while let query = try queries.next()?.object() {
      let relevant = try query.required("relevant").strings()
      analyzer.analyze(try query.required("query").string())
      let ids = try index.search(analyzer, limit: 10, into: scratch).map { try index.entry($0.ordinal).id }
      if let rank = ids.firstIndex(where: relevant.contains) { sum += 1 / Double(rank + 1) }
      count += 1
    }
    #expect(sum / count >= floor)
  }

  @Test(
    "the starter store is sure of what its FAQ answers, and of nothing else",
    arguments: [
      ("how long does delivery take", true), ("what is my order number", true), ("when are you open", true),
      ("do you have a student discount", true), ("can i pay with paypal", true),
      ("what is the capital of france", false), ("tell me a joke", false), ("who won the world cup", false),
      ("are ducks able to sleep", false), ("I do not know what to do with my life", false),
      ("i need to know what you can do for me", false),
    ])
  func sureness(_ message: String, isSure: Bool) throws {
    var entries = FAQImport()
    entries.read(path: Self.root.appendingPathComponent("Data/faq.csv").path)
    #expect(entries.report.lines == [])
    let score = try FAQFixture(entries.entries.all()).index().hits(message).first?.score ?? 0
    #expect((score >= 0.75) == isSure, "\(score)")
  }
}
