import Testing

@testable import Patterns

@Suite("Matching one pattern")
struct PatternTests {
  private func span(_ source: String, _ text: String) throws -> String? {
    let pattern = try Pattern(PatternSyntax(source, lists: PatternSyntaxTests.lists()))
    let scratch = MatchScratch()
    var text = text
    return text.withUTF8 { bytes in
      guard pattern.match(in: bytes, with: scratch) == .match else { return nil }
      return scratch.range(ofGroup: 0).map { String(decoding: bytes[$0], as: UTF8.self) }
    }
  }

  @Test(
    "whole words match",
    arguments: [
      ("order", "my order is late", "order"),
      ("order", "reorder it", nil),
      ("order", "orders", nil),
      ("cat|dog", "hotdog", nil),
      ("cat|dog", "a dog", "dog"),
      ("^hi$", "hi", "hi"),
      ("^hi", "oh hi", nil),
      ("^hi|^hello", "hello you", "hello"),
      ("^hi|hello", "oh hello", "hello"),
      ("^hi", "hit", nil),
      ("(?:^hi|ho)", "oho ho", "ho"),
      ("is {any}late", "it is so very late", "is so very late"),
      ("cancel {any}", "cancel it now", "cancel it "),
      (#"\d{4,}"#, "where is 1042 now", "1042"),
      (#"\S+@\S+"#, "i am anna@example.com", "anna@example.com"),
      ("anna", "i am anna@example.com", nil),
      ("заказ", "мои заказ", "заказ"),
      ("", "", ""),
      ("order", "", nil),
    ] as [(String, String, String?)])
  func wholeWords(_ source: String, _ text: String, _ expected: String?) throws {
    #expect(try span(source, text) == expected)
  }

  @Test("named groups tell their bytes, also when a name is used twice")
  func groups() throws {
    let pattern = try Pattern(
      PatternSyntax("where is {number}|{number} status", lists: PatternSyntaxTests.lists()))
    #expect(pattern.groups.map(\.name) == ["order_number", "order_number"])
    let scratch = MatchScratch()
    var text = "1042 status"
    let found = text.withUTF8 { bytes in
      pattern.match(in: bytes, with: scratch) == .match
        ? pattern.groups.compactMap { scratch.range(ofGroup: $0.number) } : []
    }
    #expect(found == [0..<4])
  }

  @Test("a limit hit is a fault, not a miss")
  func faults() throws {
    let pattern = try Pattern(PatternSyntax("(?:a+)+[bc]"))
    let scratch = MatchScratch()
    var text = String(repeating: "a", count: 2_000)
    let outcome = text.withUTF8 { pattern.match(in: $0, with: scratch) }
    #expect(outcome == .fault(-47))
    #expect(scratch.faults == 1)
  }

  @Test("2,000 characters of a pattern that eats the default stack are matched")
  func deepStack() throws {
    #expect(try span("(?:[^A]|B)*", String(repeating: "x", count: 2_000))?.count == 2_000)
  }

  @Test("machine code over 64 KiB is refused")
  func tooMuchCode() {
    #expect { try Pattern(PatternSyntax("(?=x){0,1000}(?=y){0,1000}")) } throws: {
      ($0 as? PatternError)?.code == .tooLarge
    }
  }
}
