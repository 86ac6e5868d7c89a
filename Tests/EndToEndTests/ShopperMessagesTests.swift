import Foundation
import Testing

/// How well the starter store understands messages that were written before its rules were looked at, as shoppers
/// type: lower case, fragments, slang, typos.
@Suite("The starter store and messages as shoppers type them")
struct ShopperMessagesTests {
  private struct Row {
    var text: String
    var intent: String
  }

  private func fixture(_ name: String) -> String {
    Workspace.root.appending(path: "Tests/EndToEndTests/Fixtures/\(name)").path
  }

  private func evaluate(_ path: String) throws -> [String: Any] {
    try Parley.run(["eval", "intents", path, "--db", try StarterStore.database(), "--json"]).json()
  }

  @Test("understands 85 in 100 of the store's own business")
  func business() throws {
    let report = try evaluate(fixture("shoppers.csv"))
    #expect(report["total"] as? Int == 255)
    #expect(try #require(report["accuracy"] as? Double) >= 0.85)
    #expect((report["by_intent"] as? [String: Any])?.count == 61)
  }

  @Test("declines 90 in 100 of what is none of it")
  func outOfScope() throws {
    let report = try evaluate(fixture("out_of_scope.csv"))
    #expect(report["total"] as? Int == 82)
    #expect(try #require(report["accuracy"] as? Double) >= 0.9)
  }

  @Test("misspelt by slips of the finger, nine in ten of them still are", arguments: [UInt64(1), 2, 3])
  func misspelt(_ seed: UInt64) throws {
    var model = TypoModel(seed: seed)
    let rows = try rows(of: fixture("shoppers.csv"))
    let lines = rows.map { "\"\(model.misspelt($0.text).replacing("\"", with: "\"\""))\",\($0.intent)" }
    let folder = try TemporaryFolder()
    let path = try folder.write("typos.csv", (["utterance,intent"] + lines).joined(separator: "\n") + "\n")
    let right = try #require(try evaluate(path)["accuracy"] as? Double)
    let clean = try #require(try evaluate(fixture("shoppers.csv"))["accuracy"] as? Double)
    #expect(right >= 0.9 * clean)
  }

  /// Fields without line breaks; quoted where they hold a comma.
  private func rows(of path: String) throws -> [Row] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst().map { line in
      let comma = try #require(line.lastIndex(of: ","))
      let text = line[..<comma]
      let isQuoted = text.hasPrefix("\"")
      return Row(
        text: String(isQuoted ? text.dropFirst().dropLast() : text),
        intent: String(line[line.index(after: comma)...]))
    }
  }
}

@Suite("Reading what was typed")
struct ReadingTests {
  @Test("an explanation shows what was read for what was typed, in the shopper's own text")
  func repairs() throws {
    let store = try SmallStore()
    let reply = try store.parley("ask", "Where is my 📦 pacrels??", "--explain", "--json").json()
    let explain = try #require(reply["explain"] as? [String: Any])
    let repairs = try #require(explain["repairs"] as? [[String: Any]])
    #expect(repairs.count == 1)
    #expect(repairs[0]["from"] as? String == "pacrels")
    #expect(repairs[0]["to"] as? String == "parcels")
    let span = try #require(repairs[0]["span"] as? [String: Any])
    #expect(span["start"] as? Int == 14)
    #expect(span["end"] as? Int == 21)
    #expect(
      try store.parley("ask", "Where is my pacrels??", "--explain").output.contains(
        "read “pacrels” as “parcels”"))
  }

  @Test("an explanation shows the words by which the FAQ's answer was found, and the synonyms")
  func faqWords() throws {
    let store = try SmallStore()
    let reply = try store.parley("ask", "how long does shipping take?", "--explain", "--json").json()
    #expect(reply["faq_id"] as? String == "delivery")
    let faq = try #require((reply["explain"] as? [String: Any])?["faq"] as? [String: Any])
    #expect(faq["words"] as? [String] == ["how", "long", "does", "take"])
    #expect(faq["synonyms"] as? [String] == ["shipping"])
    #expect(
      try store.parley("ask", "how long does shipping take?", "--explain").output.contains(
        "synonyms in the entry: shipping"))
  }

  @Test(
    "a message without a word is answered and is no miss",
    arguments: ["", "   ", "?!…", "👍🏽", "\u{200B}", "…\n"])
  func blank(_ message: String) throws {
    let store = try SmallStore()
    let turn = try store.ask(message)
    let reply = try #require(turn.json["reply"] as? [String: Any])
    #expect(turn.text == "I did not see a word in that. What can I do for you?")
    #expect(turn.intent == nil)
    #expect(turn.source == "fallback")
    #expect((reply["suggestions"] as? [String])?.isEmpty == false)
  }

  @Test("blank messages and misses over HTTP: one is recorded, the other is not")
  func blankOverHTTP() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: try StarterStore.database(), toPath: folder.path("db"))
    try? FileManager.default.removeItem(atPath: folder.path("db/misses.jsonl"))
    let server = try Server(database: folder.path("db"))
    for message in ["  ", "🙂", "the capital of peru"] { _ = try server.http.chat(message) }
    server.stop()
    let misses =
      try Parley.run(["misses", "--db", folder.path("db"), "--json"]).json()["misses"] as? [[String: Any]]
    #expect(misses?.compactMap { $0["sample"] as? String } == ["the capital of peru"])
  }

  @Test("a locale is a language tag", arguments: ["deutsch bitte", "de-", "x", "de;q=1"])
  func malformedLocale(_ locale: String) throws {
    let store = try SmallStore()
    let outcome = try store.parley("ask", "hello", "--locale", locale)
    #expect(outcome.status == 2)
    #expect(outcome.error.contains("'--locale' takes a language such as de or pt-BR, not '\(locale)'."))
  }

  @Test(
    "a locale the store has not is answered in its own", arguments: ["fr", "xx-YY", "EN_us", "en-Latn-GB"])
  func unknownLocale(_ locale: String) throws {
    let store = try SmallStore()
    #expect(try store.parley("ask", "hello", "--locale", locale).output.hasPrefix("Hello."))
  }
}
