import Testing
import Text

@testable import FAQ

@Suite("FAQ search")
struct FAQSearchTests {
  struct Example: CustomTestStringConvertible {
    let message: String
    let first: String?
    let testDescription: String

    init(message: String, first: String?) {
      (self.message, self.first, testDescription) = (message, first, "“\(message)”")
    }

    /// A text too long or too odd to print.
    init(name: String, text: String) { (message, first, testDescription) = (text, nil, name) }
  }

  private static let examples = [
    Example(message: "How can I track my order?", first: "track"),
    Example(message: "tracking an order", first: "track"),
    Example(message: "WHERE is my PARCEL", first: "track"),
    Example(message: "where’s the return policy", first: "return"),
    Example(message: "payment by invoice", first: "pay"),
    Example(message: "a voucher for a friend", first: "giftcard"),
    Example(message: "when do you open", first: "hours"),
    Example(message: "unicorns", first: nil),
    Example(message: "qwertz", first: nil),
    Example(message: "", first: nil),
    Example(message: "?!… 😀", first: nil),
  ]

  @Test("a message finds the entry that answers it, from memory and from pages", arguments: examples)
  func first(_ example: Example) throws {
    let fixture = try FAQFixture(shopFAQ)
    for inMemory in [true, false] {
      #expect(try fixture.index(inMemory: inMemory).ids(example.message).first == example.first)
    }
  }

  @Test("memory and pages give the same hits")
  func sameHits() throws {
    let fixture = try FAQFixture(manyEntries(700))
    let (memory, pages) = (try fixture.index(), try fixture.index(inMemory: false, cacheBytes: 40_000))
    for number in stride(from: 0, to: 700, by: 13) {
      let message = "what about thing \(number) in red and group\(number % 7)"
      #expect(try memory.hits(message, limit: 10) == pages.hits(message, limit: 10))
    }
    #expect(pages.cacheStatistics.misses > 0)
  }

  @Test("hits are ordered, bounded, and their scores lie between nothing and one")
  func ordered() throws {
    let index = try FAQFixture(manyEntries(300)).index()
    let hits = try index.hits("thing 17 in red", limit: 3)
    #expect(hits.count == 3)
    #expect(hits.map(\.rank) == hits.map(\.rank).sorted(by: >))
    #expect(hits.allSatisfy { (0...1).contains($0.score) })
    #expect(try index.entry(hits[0].ordinal).id == "e17")
    #expect(try index.hits("thing", limit: 0).isEmpty)
  }

  @Test(
    "a misspelt word still finds its entry",
    arguments: [("retrun polcy", "return"), ("my parcell", "track"), ("paymnet", "pay")])
  func misspelt(_ message: String, _ id: String) throws {
    let index = try FAQFixture(shopFAQ).index()
    #expect(try index.ids(message).first == id)
  }

  @Test("the very words of a question are an exact hit; one word more is not")
  func exact() throws {
    let index = try FAQFixture(shopFAQ).index()
    #expect(try index.hits("When are you open?").first?.isExact == true)
    #expect(try index.hits("where is my parcel").first?.isExact == true)
    #expect(try index.hits("When are you open tomorrow?").first?.isExact == false)
  }

  @Test("a hit tells which words it shares with the question")
  func explained() throws {
    let index = try FAQFixture(shopFAQ).index()
    let analyzer = TextAnalyzer()
    analyzer.analyze("Tell me: which PAYMENTS do you like?")
    let hit = try #require(try index.search(analyzer, into: FAQScratch()).first)
    #expect(index.matchedWords(of: hit, in: analyzer) == ["which", "payments", "do", "you"])
  }

  @Test("an entry for one language is found by its speakers only, one for all by everyone")
  func locales() throws {
    let entries = [
      FAQEntry(id: "de", question: "Wo ist meine Sendung?", locale: "de-DE"),
      FAQEntry(id: "fr", question: "Où est mon colis?", locale: "fr"),
      FAQEntry(id: "any", question: "DHL", locale: nil),
    ]
    let index = try FAQFixture(entries).index()
    #expect(try index.ids("sendungen", locale: "de") == ["de"])
    #expect(try index.ids("sendung", locale: "de-AT") == ["de"])
    #expect(try index.ids("sendung").isEmpty)
    #expect(try index.ids("ou est mon colis", locale: "fr_FR") == ["fr"])
    for locale in ["de", "fr", "en", "ja", nil] { #expect(try index.ids("dhl", locale: locale) == ["any"]) }
  }

  private static let hostile = [
    Example(name: "one endless word", text: String(repeating: "a", count: 20_000)),
    Example(name: "one word, endlessly", text: String(repeating: "order ", count: 4_000)),
    Example(name: "thousands of words", text: (0..<3_000).map { "w\($0)" }.joined(separator: " ")),
    Example(name: "query syntax", text: "\"order\" AND NOT (*) NEAR/3 -x"),
    Example(name: "control characters", text: "%s%n\0\u{1} order"),
    Example(name: "emoji and bidi marks", text: "🇩🇪👨‍👩‍👧‍👦 \u{202E}redro\u{200B}"),
    Example(name: "SQL", text: "' OR 1=1; DROP TABLE faq; --"),
    Example(name: "odd code points", text: "\u{FEFF}\u{FFFD}\u{10FFFF} order"),
  ]

  @Test("hostile text finds nothing or something, and never traps", arguments: hostile)
  func neverTraps(_ example: Example) throws {
    let index = try FAQFixture(shopFAQ).index()
    #expect(try index.hits(example.message).allSatisfy { (0...1).contains($0.score) && $0.rank > 0 })
  }

  @Test("a scratch carries nothing from one search, or one index, to the next")
  func scratch() throws {
    let (shop, many) = (try FAQFixture(shopFAQ).index(), try FAQFixture(manyEntries(300)).index())
    let (scratch, analyzer) = (FAQScratch(), TextAnalyzer())
    for message in ["track my order", "thing 17 in red", "xyzzy", "return policy", "thing 3"] {
      analyzer.analyze(message)
      for index in [shop, many, shop] {
        #expect(try index.search(analyzer, into: scratch) == index.search(analyzer, into: FAQScratch()))
      }
    }
  }

  private func manyEntries(_ count: Int) -> [FAQEntry] {
    (0..<count).map { number in
      FAQEntry(
        id: "e\(number)", question: "Is thing \(number) sold in \(["red", "blue", "green"][number % 3])?",
        answer: "Ask group\(number % 7) about it.")
    }
  }
}
