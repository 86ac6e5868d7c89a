import Testing

@testable import Text

@Suite("The shapes of a store's order numbers")
struct OrderShapeTests {
  struct Example: CustomTestStringConvertible {
    let shape: String
    let text: String
    /// Order numbers, joined by `|`.
    let found: String
    init(_ shape: String, _ text: String, _ found: String) {
      (self.shape, self.text, self.found) = (shape, text, found)
    }
    var testDescription: String { "\(shape) in “\(text)”" }
  }

  private func numbers(_ text: String, _ shapes: [String]) throws -> [String] {
    let analyzer = TextAnalyzer()
    analyzer.shapes = try OrderShapes(shapes)
    analyzer.analyze(text)
    return analyzer.identifiers.filter { $0.kind == .orderNumber }.map(analyzer.value(of:))
  }

  @Test(
    "find a number however it is written, and tell it as the store does",
    arguments: [
      Example(#"W\d{7}"#, "where is W4817420?", "W4817420"),
      Example(#"W\d{7}"#, "where is w4817420", "W4817420"),
      Example(#"W\d{7}"#, "w 481 7420 please", "W4817420"),
      Example(#"W\d{7}"#, "#W4817420", "W4817420"),
      Example(#"W\d{7}"#, "W48I742O", "W4817420"),
      Example(#"W\d{7}"#, "W-4817420, not W-4817421", "W4817420|W4817421"),
      Example(#"W\d{7}"#, "ＷＷ W４８１７４２０", "W4817420"),
      Example(#"^W\d{7}$"#, "my order w4817420.", "W4817420"),
      Example(#"\d{3}-\d{7}-\d{7}"#, "112-4839201-8827361", "112-4839201-8827361"),
      Example(#"\d{3}-\d{7}-\d{7}"#, "112 4839201 8827361 is late", "112-4839201-8827361"),
      Example(#"\d{3}-\d{7}-\d{7}"#, "11248392018827361", "112-4839201-8827361"),
      Example(#"\d{3}-\d{7}-\d{7}"#, "112 - 48392O1 - 8827361", "112-4839201-8827361"),
      Example(#"ORD/\d{4}/\d{5}"#, "ORD/2026/00017", "ORD/2026/00017"),
      Example(#"ORD/\d{4}/\d{5}"#, "(ord/2026/00017)", "ORD/2026/00017"),
      Example(#"ORD/\d{4}/\d{5}"#, "ord 2026 00017", "ORD/2026/00017"),
      Example(#"ORD/\d{4}/\d{5}"#, "ord2026-OOO17", "ORD/2026/00017"),
      Example(#"ORD/\d{4}/\d{5}"#, "0rd/2026/00017!", "ORD/2026/00017"),
      Example(#"[A-Z]{2}\d{4,6}[A-Z]?"#, "AT10421 or at1042x", "AT10421|AT1042X"),
      Example(#"\d{3}"#, "order 104", "104"),
      Example(#"[0-9A-F]{8}"#, "order 4be1c0f2 please", "4BE1C0F2"),
    ])
  func found(_ example: Example) throws {
    #expect(try numbers(example.text, [example.shape]).joined(separator: "|") == example.found)
  }

  @Test(
    "take no word, part of a word, or other number for one",
    arguments: [
      Example(#"W\d{7}"#, "www oil", ""),
      Example(#"W\d{7}"#, "W48174201", "W48174201"),
      Example(#"W\d{7}"#, "a W123@example.com w4817420@example.com", ""),
      Example(#"W\d{7}"#, "https://example.com/W4817420", ""),
      Example(#"[A-Z]{2}\d{5}"#, "my number is 48201", "48201"),
      Example(#"\d{3}"#, "104 EUR, 12.11.2026, 24/7", ""),
      Example(#"\d{4}"#, "it was 10.50 on 2026-11-12", ""),
      Example(#"\d{5}"#, "I bought 2 1042", "1042"),
      Example(#"[0-9A-F]{8}"#, "deadbeef facade", ""),
      Example(#"\d{4}"#, "lilo", ""),
    ])
  func passedOver(_ example: Example) throws {
    #expect(try numbers(example.text, [example.shape]).joined(separator: "|") == example.found)
  }

  @Test("of several shapes the longest number counts, and usual ones are still found")
  func several() throws {
    let shapes = [#"AB\d{4}"#, #"AB\d{4}-\d{2}"#]
    #expect(try numbers("AB1042-17, ab1043 and 1044", shapes) == ["AB1042-17", "AB1043", "1044"])
  }

  @Test("one word of the match text each, so that rules see them as such")
  func tokens() throws {
    let analyzer = TextAnalyzer()
    analyzer.shapes = try OrderShapes([#"ORD/\d{4}/\d{5}"#])
    analyzer.analyze("where is ORD/2026/00017 please")
    let kinds = analyzer.tokens.filter { $0.kind == .identifier(.orderNumber) }
    #expect(kinds.count == 1)
    #expect(analyzer.fold("where is it") == "where is it")
  }

  struct Refusal: CustomTestStringConvertible {
    let shape: String
    let offset: Int
    let words: String
    var testDescription: String { shape }
  }

  @Test(
    "that cannot be bounded, or that any word has, are refused",
    arguments: [
      Refusal(shape: #"W\d+"#, offset: 3, words: "how many"),
      Refusal(shape: #"(\d{3}|\d{4})"#, offset: 0, words: "an entry of its own"),
      Refusal(shape: #".*"#, offset: 1, words: "how many"),
      Refusal(shape: #"[A-Z]{4}"#, offset: 0, words: "two of them for digits"),
      Refusal(shape: #"\d{2}"#, offset: 0, words: "three places"),
      Refusal(shape: #"\w{8}"#, offset: 0, words: "a digit"),
      Refusal(shape: #"\d{50}"#, offset: 2, words: "how often"),
      Refusal(shape: #"\d{30}\d{30}"#, offset: 6, words: "at most 40"),
      Refusal(shape: #"[^A]\d{4}"#, offset: 0, words: "a set holds"),
      Refusal(shape: #"W\d{4"#, offset: 3, words: "not closed"),
      Refusal(shape: "№1042", offset: 0, words: "only letters"),
      Refusal(shape: "", offset: 0, words: "three places"),
    ])
  func refused(_ refusal: Refusal) {
    #expect { try OrderShapes.check(refusal.shape) } throws: { error in
      guard let error = error as? OrderShapeError else { return false }
      return error.offset == refusal.offset && error.message.contains(refusal.words)
    }
  }

  @Test("cost no more on text that nearly fits them")
  func hostile() throws {
    let shapes = [#"\d{1,10}-?\d{1,10}\d{1,10}\d{1,9}7"#]
    let text = String(repeating: "1 0-l1.", count: 280)
    let clock = ContinuousClock()
    // Nothing of it may take part of the time that trying every way would: those are more than 10^12.
    #expect(try clock.measure { _ = try numbers(text, shapes) } < .seconds(5))
  }
}
