import Foundation
import Testing

@Suite("Measuring how messages are understood")
struct EvaluationTests {
  private static let rows = """
    utterance,intent,tags
    where is my order,track_order,B
    hello,track_order,B
    ?! <> & ',oos,Z
    hello,greeting,

    """

  @Test("counts answers, abstentions and mistakes, by intent, by tag and by confidence")
  func counts() throws {
    let store = try SmallStore()
    try store.folder.write("eval.csv", Self.rows)
    let report = try store.parley("eval", "intents", "eval.csv", "--json").json()
    #expect(report["total"] as? Int == 4)
    #expect(report["correct"] as? Int == 3)
    #expect(report["accuracy"] as? Double == 0.75)
    #expect(report["abstained"] as? Int == 1)
    #expect(report["answered"] as? Int == 3)
    #expect(report["wrong"] as? Int == 1)
    let tags = try #require(report["by_tag"] as? [String: [String: Any]])
    #expect(tags["B"]?["accuracy"] as? Double == 0.5)
    #expect(tags["Z"]?["abstained"] as? Int == 1)
    let intents = try #require(report["by_intent"] as? [String: [String: Any]])
    #expect(Set(intents.keys) == ["track_order", "greeting", "oos"])
    #expect(intents["track_order"]?["correct"] as? Int == 1)
    let confusions = try #require(report["confusions"] as? [[String: Any]])
    #expect(confusions.count == 1)
    #expect(confusions.first?["expected"] as? String == "track_order")
    #expect(confusions.first?["decided"] as? String == "greeting")
    #expect(confusions.first?["example"] as? String == "hello")
    let bins = try #require(report["reliability"] as? [[String: Any]])
    #expect(bins.count == 10)
    #expect(bins.reduce(0) { $0 + ($1["total"] as? Int ?? 0) } == 3)
  }

  @Test("writes its page behind a link, and into a pipe, and leaves both what they are")
  func pageElsewhere() throws {
    let store = try SmallStore()
    try store.folder.write("eval.csv", Self.rows)
    let files = FileManager.default
    try store.folder.write("page.html", "of yesterday")
    try files.createSymbolicLink(atPath: store.folder.path("link.html"), withDestinationPath: "page.html")
    try #require(mkfifo(store.folder.path("pipe"), 0o600) == 0)
    let reader = Process()
    reader.executableURL = URL(filePath: "/bin/cat")
    reader.arguments = [store.folder.path("pipe")]
    let read = Pipe()
    reader.standardOutput = read
    try reader.run()
    defer { reader.terminate() }
    for place in ["link.html", "pipe"] {
      #expect(try store.parley("eval", "intents", "eval.csv", "--out", place).status == 0)
    }
    #expect(try files.destinationOfSymbolicLink(atPath: store.folder.path("link.html")) == "page.html")
    let page = try Data(contentsOf: URL(filePath: store.folder.path("page.html")))
    #expect(page.starts(with: Data("<!doctype".utf8)) || page.starts(with: Data("<!DOCTYPE".utf8)))
    // The time a message took has as many digits as it needs.
    let piped = try #require(try read.fileHandleForReading.readToEnd())
    #expect(abs(piped.count - page.count) < 20 && piped.suffix(10) == page.suffix(10))
  }

  @Test("tells of a search how often its best hit is right, by how sure it was")
  func search() throws {
    let store = try SmallStore()
    try store.folder.write(
      "queries.jsonl",
      """
      {"query":"How do I return a lamp?","relevant":["returns"]}
      {"query":"how long does delivery take","relevant":["returns"]}
      {"query":"delivery"}

      """)
    let report = try store.parley("eval", "faq", "queries.jsonl", "--json").json()
    #expect(report["total"] as? Int == 3)
    #expect(report["recall_at_1"] as? Double == 0.5)
    let tenths = try #require(report["by_score"] as? [[String: Any]])
    #expect(tenths.reduce(0) { $0 + ($1["total"] as? Int ?? 0) } == 2)
    #expect(tenths.reduce(0) { $0 + ($1["right"] as? Int ?? 0) } == 1)
    #expect(tenths.last?["from"] as? Double == 0.9)
  }

  @Test("writes a page that shows the same, needs nothing else, and reads no message as markup")
  func page() throws {
    let store = try SmallStore()
    try store.folder.write(
      "eval.csv", Self.rows + #""<script>alert(1)</script> & ""hello""",greeting'><i>,"# + "\n")
    let outcome = try store.parley("eval", "intents", "eval.csv", "--out", "page.html")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("5 messages: 3 right (60.0 %)"))
    let page = try String(contentsOf: URL(filePath: store.folder.path("page.html")), encoding: .utf8)
    #expect(page.hasPrefix("<!doctype html>"))
    #expect(page.contains("<td class=\"n\">3 (60.0 %)</td>"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;hello&quot;"))
    #expect(page.contains("greeting&#39;&gt;&lt;i&gt;"))
    #expect(
      !page.contains("<script") && !page.contains("<i>") && !page.contains("http") && !page.contains("src="))
    for tag in ["table", "svg", "h2", "body", "html", "style"] {
      #expect(
        page.components(separatedBy: "<\(tag)").count == page.components(separatedBy: "</\(tag)>").count,
        "<\(tag)> is closed as often as it is opened")
    }
    #expect(page.components(separatedBy: "<circle").count > 1, "a bin of confidence is a dot")
  }

  @Test("says so when the page cannot be written")
  func unwritable() throws {
    let store = try SmallStore()
    try store.folder.write("eval.csv", Self.rows)
    let outcome = try store.parley("eval", "intents", "eval.csv", "--out", "no/such/folder/page.html")
    #expect(outcome.status == 3)
    #expect(outcome.error == "parley eval: the page could not be written to 'no/such/folder/page.html'.\n")
    #expect(outcome.output.isEmpty)
  }
}
