import Testing

@testable import Text

@Suite("Match text")
struct MatchTextTests {
  struct Example: CustomTestStringConvertible {
    let text: String
    let match: String
    init(_ text: String, _ match: String) {
      self.text = text
      self.match = match
    }
    var testDescription: String { "“\(text)”" }
  }

  @Test(
    "folds what people type to plain words",
    arguments: [
      Example("", ""),
      Example("   \n\t ", ""),
      Example("Where's my ORDER?!", "wheres my order"),
      Example("where’s my order", "wheres my order"),
      Example("don`t", "dont"),
      Example("the 'best' customers' choice", "the best customers choice"),
      Example("e-mail", "e mail"),
      Example("sooooo loooong", "soo loong"),
      Example("Größe: MÜLLER, Straße", "grosse muller strasse"),
      Example("Œuvre Ångström Łódź đặng", "oeuvre angstrom lodz dang"),
      Example("cafe\u{301} Å", "cafe a"),
      Example("ＷＨＥＲＥ　ｉｓ　１２", "where is 12"),
      Example("o\u{200B}rd\u{2060}er\u{FEFF}", "order"),
      Example("\u{202E}order\u{202C} it", "order it"),
      Example("order\u{AD}ing", "ordering"),
      Example("my\u{A0}order\u{2009}now", "my order now"),
      Example("I ❤️ it 👍🏽 thanks", "i it thanks"),
      Example("1️⃣", "1"),
      Example("ﬁne eﬀort", "fine effort"),
      Example("订单在哪里", "订 单 在 哪 里"),
      Example("Где мой заказ? Ёж", "где мои заказ еж"),
      Example("Πού είναι;", "που ειναι"),
      Example("أين طَلَبي؟", "اين طلبي"),
      Example("c'est l'article", "cest larticle"),
      Example("3.5 stars, 1,000 times", "3.5 stars 1,000 times"),
      Example("iPhone15 2nd PS5", "iphone15 2nd ps5"),
      Example("a/b and/or", "a b and or"),
      Example("hello.where is it", "hello where is it"),
      Example("100% !!!", "100"),
      Example("٣ طلبات", "3 طلبات"),
    ])
  func matchText(_ example: Example) {
    let analyzer = TextAnalyzer()
    #expect(analyzer.fold(example.text) == example.match)
  }

  @Test("French and Italian apostrophes part words")
  func elision() {
    #expect(TextAnalyzer(language: .french).fold("l’article n'est") == "l article n est")
  }

  @Test(
    "the match text is its tokens joined by one space",
    arguments: ["Where's #1042, anna@example.com?", "12,50 EUR back", "订单 1042", "", "é è"])
  func tokensCoverMatchText(_ text: String) {
    let analyzer = TextAnalyzer()
    analyzer.analyze(text)
    let joined = analyzer.tokens.map { analyzer.match[$0.match.indices] }.joined(separator: [0x20])
    #expect(Array(joined) == analyzer.match)
  }

  @Test(
    "token spans are what was typed",
    arguments: [
      Example("Where's my ÖRDER?", "Where's|my|ÖRDER"),
      Example("  #1042 , please", "#1042|please"),
      Example("ﬁne 12,50 EUR!", "ﬁne|12,50|EUR"),
      Example("订单 ok", "订|单|ok"),
      Example("cafe\u{301} no", "cafe\u{301}|no"),
      Example("o\u{200B}rder it", "o\u{200B}rder|it"),
    ])
  func rawSpans(_ example: Example) {
    let analyzer = TextAnalyzer()
    analyzer.analyze(example.text)
    let typed = analyzer.tokens.map { String(decoding: analyzer.raw[$0.raw.indices], as: UTF8.self) }
    #expect(typed.joined(separator: "|") == example.match)
  }

  @Test("a range of the match text maps to the bytes typed, widened to whole words")
  func rawRange() {
    let analyzer = TextAnalyzer()
    analyzer.analyze("Ärger: where's   #1042?")
    #expect(String(decoding: analyzer.match, as: UTF8.self) == "arger wheres 1042")
    func typed(_ range: Range<Int>) -> String {
      String(decoding: analyzer.raw[analyzer.rawRange(ofMatch: range)], as: UTF8.self)
    }
    #expect(typed(0..<5) == "Ärger")
    #expect(typed(6..<12) == "where's")
    #expect(typed(8..<14) == "where's   #1042")
    #expect(typed(5..<12) == "where's")
    #expect(typed(17..<17) == "")
  }

  @Test("sentence ends, commas and hyphens are noted on the token after them")
  func flags() {
    let analyzer = TextAnalyzer()
    analyzer.analyze("Hi, where is it? Cancel no.5 e-mail. OK\nbye")
    let flagged = analyzer.tokens.map { token in
      String(decoding: analyzer.match[token.match.indices], as: UTF8.self)
        + (token.flags.contains(.startsSentence) ? "^" : "") + (token.flags.contains(.afterComma) ? "," : "")
        + (token.flags.contains(.afterHyphen) ? "-" : "")
    }
    #expect(flagged.joined(separator: " ") == "hi^ where, is it cancel^ no 5 e mail- ok^ bye^")
  }

  @Test(
    "bytes that are no UTF-8 count as spaces",
    arguments: [[0xFF], [0xC3], [0xE2, 0x82], [0x80], [0xF8, 0x61]])
  func malformed(_ bytes: [UInt8]) {
    let analyzer = TextAnalyzer()
    (Array("ab ".utf8) + bytes).withUnsafeBufferPointer { analyzer.analyze($0) }
    #expect(analyzer.match.starts(with: Array("ab".utf8)))
  }
}
