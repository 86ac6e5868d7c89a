import Patterns
import Testing
import Text

@testable import Intents

@Suite("Ranking intents")
struct IntentEngineTests {
  static let engine = Result { try Knowledge.engine() }

  private func rank(_ text: String) throws -> (engine: IntentEngine, scratch: IntentScratch) {
    let engine = try Self.engine.get()
    let (analyzer, scratch) = (TextAnalyzer(), IntentScratch())
    analyzer.analyze(text)
    engine.rank(analyzer, into: scratch)
    return (engine, scratch)
  }

  struct Ruled: CustomTestStringConvertible {
    let text: String
    let rules: [String]
    var testDescription: String { text }
  }

  @Test(
    "The best rule wins: priority, then literal evidence; `unless` silences",
    arguments: [
      Ruled(text: "Where's my order?", rules: []),
      Ruled(text: "Where is my order?", rules: ["track_order#1"]),
      Ruled(text: "where are the PARCELS", rules: ["track_order#1"]),
      Ruled(text: "track it please 1042", rules: ["track-number"]),
      Ruled(text: "cancel my order", rules: ["cancel_order#1"]),
      Ruled(text: "dont cancel my order", rules: []),
      Ruled(text: "cancel my order and refund me", rules: ["get_refund#1", "cancel_order#1"]),
      Ruled(text: "hello", rules: []),
    ])
  func rules(_ ruled: Ruled) throws {
    let (engine, scratch) = try rank(ruled.text)
    #expect(scratch.rules.map { engine.ruleID($0.rule, locale: 0) } == ruled.rules)
  }

  @Test("A rule's named groups come with their place in the match text")
  func groups() throws {
    let (_, scratch) = try rank("please TRACK order 1042!")
    let rule = try #require(scratch.rules.first)
    #expect(rule.range == 7..<23)
    #expect(scratch.groups[rule.groups].map(\.name) == ["order_number"])
    #expect(scratch.groups[rule.groups].map(\.range) == [19..<23])
  }

  @Test(
    "Examples teach: what they say in other words is understood, what they decline is declined",
    arguments: [
      ("when does my parcel arrive", "track_order"), ("i would like to cancel", "cancel_order"),
      ("can i have my money back please", "get_refund"), ("what is the weather like", nil),
    ] as [(String, String?)])
  func examples(_ text: String, _ intent: String?) throws {
    let (engine, scratch) = try rank(text)
    let best = try #require(scratch.examples.first)
    #expect(best.intent.map { engine.names[$0] } == intent)
    #expect(scratch.examples.count == 4)
    #expect(abs(scratch.examples.reduce(0) { $0 + $1.probability } - 1) < 0.001)
  }

  @Test("A message of which nothing is known has no candidate")
  func unknown() throws {
    let (_, scratch) = try rank("🙂 ¿?")
    #expect(scratch.rules.isEmpty)
    #expect(scratch.examples.isEmpty)
  }

  @Test("The same sources build the same bytes")
  func deterministic() throws {
    let (first, second) = (Knowledge.compile(Knowledge.shop).blobs, Knowledge.compile(Knowledge.shop).blobs)
    #expect(first?.map(\.name) == second?.map(\.name))
    #expect(first?.map(\.bytes) == second?.map(\.bytes))
  }

  @Test("A blob cut short or of another version is refused, not trusted")
  func damaged() throws {
    let blobs = try #require(Knowledge.compile(Knowledge.shop).blobs)
    for index in blobs.indices where blobs[index].name != BlobName.sources {
      var (cut, other) = (blobs, blobs)
      cut[index].bytes.removeLast(9)
      other[index].bytes[0] ^= 0x40
      #expect(throws: IntentBlobError.self, "\(blobs[index].name)") { try IntentEngine(blobs: cut) }
      if !blobs[index].name.hasPrefix("examples"), !blobs[index].name.hasPrefix("words") {
        #expect(throws: IntentBlobError.self, "\(blobs[index].name)") { try IntentEngine(blobs: other) }
      }
    }
  }

  @Test("What is to be declined is learned and has no number")
  func numbers() throws {
    let engine = try Self.engine.get()
    #expect(engine.names == ["track_order", "cancel_order", "get_refund"])
    #expect(engine.number(of: "get_refund") == 2)
    #expect(engine.number(of: "oos") == nil)
  }

  @Test(
    "A request's locale is the tag's, its language's, or the default",
    arguments: [("en", 0), ("en-GB", 0), ("de", 1), ("de-AT", 1), ("fr", 0)])
  func locales(_ tag: String, _ number: Int) throws {
    let engine = IntentEngine(
      names: [],
      knowledge: ["en", "de"].map {
        LocaleKnowledge(locale: $0, rules: nil, scorer: nil, examples: .none, spelling: nil)
      })
    #expect(engine.locale(for: tag) == number)
  }
}

@Suite("Explaining what examples say")
struct ExampleExplanationTests {
  @Test("The words that decided and the nearest example are named")
  func terms() throws {
    let engine = try Knowledge.engine()
    let (analyzer, scratch) = (TextAnalyzer(), IntentScratch())
    analyzer.analyze("Hello, could I get my MONEY back?")
    engine.rank(analyzer, into: scratch)
    let refund = try #require(engine.number(of: "get_refund"))
    #expect(scratch.examples.first?.intent == refund)
    let explanation = engine.explain(
      refund, over: scratch.examples[1].intent, analyzer, with: scratch)
    let words = explanation.terms.map { String(decoding: analyzer.match[$0.range], as: UTF8.self) }
    #expect(words.contains("money"))
    #expect(!words.contains("hello"))
    #expect(explanation.terms.reduce(0) { $0 + $1.share } <= 1.001)
    #expect(explanation.nearest == "i want my money back")
    #expect(explanation.likeness > 0.3 && explanation.likeness < 1)
  }

  @Test("The parts of the words add up to the lead of one label over another")
  func exact() throws {
    let engine = try Knowledge.engine()
    let scorer = try #require(engine.knowledge[0].scorer)
    let (analyzer, scratch) = (TextAnalyzer(), ScorerScratch())
    analyzer.analyze("where is my parcl and my money")
    let parts = scorer.contributions(to: 0, over: 1, analyzer, scratch)
    #expect(scorer.rawScores(analyzer, scratch))
    let lead = scratch.scores[0] - scratch.scores[1] - (scorer.bias[0] - scorer.bias[1])
    #expect(abs(parts.reduce(0) { $0 + $1.weight } - lead) < 0.01)
  }
}
