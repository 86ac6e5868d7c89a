import Testing
import Text

@testable import Dialogue

@Suite("Days of the year as people say them")
struct SpokenDateTests {
  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november",
    "december",
  ].map { Array($0.utf8) }

  @Test(
    "are read",
    arguments: [
      ("24 December", "--12-24"), ("until December 24th please", "--12-24"), ("the 3rd of May", "--05-03"),
      ("24.12.", "--12-24"), ("until 1.2.", "--02-01"), ("5 sept", "--09-05"), ("tomorrow", nil), ("24", nil),
      ("december", nil), ("40 december", nil), ("12.50", nil), ("31.13.", nil), ("", nil),
    ] as [(String, String?)])
  func read(_ text: String, _ value: String?) {
    let analyzer = TextAnalyzer()
    analyzer.analyze(text)
    #expect(SpokenDate(analyzer, months: Self.months)?.text == value)
  }

  @Test("are told from what a slot keeps", arguments: [("--12-24", 12, 24), ("2026-01-05", 1, 5)])
  func value(_ text: String, _ month: Int, _ day: Int) {
    #expect(SpokenDate(value: text)?.month == month && SpokenDate(value: text)?.day == day)
    #expect(SpokenDate(value: "soon") == nil)
  }
}
