import Formats
import Testing

@testable import Intents

@Suite("Reading what owners write")
struct IntentSourceTests {
  struct Mistake: CustomTestStringConvertible {
    let text: String
    let line: String
    var testDescription: String { line }
  }

  @Test(
    "Every mistake is shown with file, line and column",
    arguments: [
      Mistake(
        text: "intent: {}",
        line: "shop.yaml:1:1: unknown key 'intent'; allowed: locale, lists, intents, locales"),
      Mistake(text: "locale: English", line: "shop.yaml:1:9: 'English' is not a locale such as en or de-AT"),
      Mistake(
        text: "intents:\n  a:\n    rule: [x]",
        line: "shop.yaml:3:5: unknown key 'rule'; allowed: title, rules, examples, replies, suggestions, flow"
      ),
      Mistake(
        text: "intents:\n  a b:\n    rules: [x]",
        line: "shop.yaml:2:3: 'a b' cannot name an intent: 1 to 100 bytes without spaces"),
      Mistake(
        text: "intents:\n  a:\n    rules: ['see (thing']", line: "shop.yaml:3:18: the group is never closed"),
      Mistake(
        text: "intents:\n  a:\n    rules: ['see {thing}']", line: "shop.yaml:3:18: there is no list {thing}"),
      Mistake(
        text: "intents:\n  a:\n    rules: [{match: x, id: one}, {match: y, id: one}]",
        line: "shop.yaml:3:42: rule id 'one' is there twice, first at shop.yaml:3:21"),
      Mistake(
        text: "intents:\n  a:\n    rules: [{match: x, priority: high}]",
        line: "shop.yaml:3:34: must be a whole number, not 'high'"),
      Mistake(
        text: "intents:\n  oos:\n    rules: [x]", line: "shop.yaml:3:13: 'oos' takes examples, not rules"),
    ])
  func mistakes(_ mistake: Mistake) {
    let (blobs, lines) = Knowledge.compile(mistake.text)
    #expect(blobs == nil)
    #expect(lines.first == mistake.line)
  }

  @Test(
    "What is odd but usable is a warning",
    arguments: [
      Mistake(
        text: "intents:\n  a:\n    replies: [A]\n    examples: [Hello, 'hello!']",
        line: "shop.yaml:4:23: warning: repeats the example at shop.yaml:4:16"),
      Mistake(
        text:
          "intents:\n  a:\n    replies: [A]\n    examples: [x]\n  b:\n    replies: [B]\n    examples: [X]",
        line: "shop.yaml:7:16: warning: repeats the example at shop.yaml:4:16 as an example of 'a'"),
      Mistake(
        text: "intents:\n  a:\n    examples: [x]", line: "shop.yaml:2:3: warning: intent 'a' has no reply"),
      Mistake(
        text: "intents:\n  a:\n    replies: [A]",
        line: "shop.yaml:2:3: warning: intent 'a' has neither rules nor examples"),
    ])
  func warnings(_ mistake: Mistake) {
    let (blobs, lines) = Knowledge.compile(mistake.text)
    #expect(blobs != nil)
    #expect(lines == [mistake.line])
  }

  @Test("A CSV of examples alone is knowledge; its bad rows are all shown")
  func csv() throws {
    var (source, report) = (IntentSource(), InputReport())
    let text = "utterance,intent,note\nwhere is it,track,\n,track,\nhi,,\nwhat,oos,\n"
    source.addCSV(try CSVReader(name: "a.csv", bytes: Array(text.utf8)), report: &report)
    #expect(
      report.lines == [
        "a.csv:3:1: the utterance is empty", "a.csv:4:4: the intent is empty",
        "a.csv:1:18: warning: unknown column 'note' is ignored",
      ])
    #expect(source.intents.map(\.name) == ["track", "oos"])
    #expect(source.names == ["track"])
  }

  @Test("A later file's intent takes the place of the one of the same name and locale")
  func merge() throws {
    func source(_ text: String) throws -> IntentSource {
      var (source, report) = (IntentSource(), InputReport())
      source.addYAML(try SourceFile(name: "x.yaml", text: text), report: &report)
      return source
    }
    var old = try source("intents:\n  a: {examples: [one]}\n  b: {examples: [two]}")
    old.merge(try source("intents:\n  b: {examples: [three]}"))
    old.merge(try source("locale: de\nintents:\n  b: {examples: [vier]}"))
    #expect(old.intents.map { $0.examples.map(\.text) } == [["one"], ["three"], ["vier"]])
    #expect(old.locales == ["en", "de"])
  }

  @Test("The sources come back from the part as they went in")
  func blob() throws {
    var (source, report) = (IntentSource(), InputReport())
    source.addYAML(try SourceFile(name: "shop.yaml", text: Knowledge.shop), report: &report)
    let blobs = try #require(IntentCompiler.compile(source, report: &report))
    let read = try IntentSource { name in blobs.first { $0.name == name }?.bytes }
    #expect(read == source)
  }
}
