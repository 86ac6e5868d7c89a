import Foundation
import Testing

@Suite("A file whose content is wrong")
struct BadContentTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let command: String
    let text: String
    /// Standard error without what an import adds.
    let error: String
    init(_ command: String, _ text: String, _ error: String) {
      (self.command, self.text, self.error) = (command, text, error)
    }
    var file: String { command.split(separator: " ").last { $0.contains(".") }.map(String.init) ?? "" }
    var mistakes: Int { error.split(separator: "\n").count { !$0.contains(": warning: ") } }
    var testDescription: String { "parley \(command): \(error)" }
  }

  @Test(
    "is refused with its place, and the database stays as it is",
    arguments: faq + intents + patterns + orders + mappings + evaluations)
  func refused(_ test: Case) throws {
    let store = try SmallStore()
    try store.folder.write("orders.csv", "number,status\n2001,paid\n")
    try store.folder.write(test.file, test.text)
    let before = try store.contents()
    let outcome = try store.parley(test.command.split(separator: " ").map(String.init))
    var expected = test.error + "\n"
    if test.command.hasPrefix("import"), !test.command.contains("mapping") {
      let count = test.mistakes == 1 ? "1 mistake" : "\(test.mistakes) mistakes"
      expected += "parley import: \(count); nothing was changed.\n"
    }
    #expect(outcome.error == expected)
    #expect(outcome.output.isEmpty)
    #expect(outcome.status == 1)
    #expect(try store.contents() == before)
  }

  @Test(
    "is refused by check as by import, and by a dry run",
    arguments: intents.filter { $0.command.contains(".yaml") } + patterns)
  func refusedByCheck(_ test: Case) throws {
    let store = try SmallStore()
    try store.folder.write(test.file, test.text)
    for arguments in [["check", test.file], ["import", "intents", test.file, "--dry-run"]] {
      let outcome = try store.parley(arguments)
      #expect(outcome.error.hasPrefix(test.error + "\n"))
      #expect(outcome.status == 1)
    }
  }

  static let faq = [
    Case(
      "import faq a.csv", "id,answer\nreturns,Within.\n",
      "a.csv:1:1: missing column 'question'; the columns are 'id', 'answer'"),
    Case(
      "import faq a.csv", "id,question,answer\nx,How?,A.\ny,Who?,B.\nx,Why?,C.\n",
      "a.csv:4:1: id 'x' stands at a.csv:2:1 already"),
    Case(
      "import faq a.csv", "id,question,answer\nx,How?\n", "a.csv:2:1: the row has 2 fields, the header has 3"),
    Case(
      "import faq a.csv", "id,question,answer\nx,\"How?,A.\n",
      "a.csv:2:3: the quote opened here is never closed"),
    Case(
      "import faq a.csv", "id,question,answer\nx,\"How?\" so,A.\n", "a.csv:2:9: text after a closing quote"),
    Case("import faq a.jsonl", "{\"id\":\"x\",\n", "a.jsonl:1:11: expected a key in quotes"),
    Case(
      "import faq a.jsonl", #"{"question":"a","answer":"b"}"# + "\n" + #"{"question":"b" "answer":1}"# + "\n",
      "a.jsonl:2:17: expected ',' or '}'"),
    Case(
      "import faq a.jsonl", #"{"id":"x","question":"a"}"# + "\n" + #"{"id":"x","question":"b"}"# + "\n",
      "a.jsonl:2:7: id 'x' stands at a.jsonl:1:7 already"),
    Case(
      "import faq a.jsonl", #"{"question":7}"# + "\n", "a.jsonl:1:13: must be a string, not the number 7"),
    Case("import faq a.jsonl", #"{"answer":"b"}"# + "\n", #"a.jsonl:1:1: missing "question""#),
  ]

  static let intents = [
    Case(
      "import intents a.csv", "text\nhi\n", "a.csv:1:1: missing column 'intent'; the columns are 'text'"),
    Case(
      "import intents a.csv", "utterance,intent\nhi\n", "a.csv:2:1: the row has 1 field, the header has 2"),
    Case("import intents a.csv", "utterance,intent\nhi,\n", "a.csv:2:4: the intent is empty"),
    Case(
      "import intents a.yaml", "intents:\n\tx:\n",
      "a.yaml:2:1: found character that cannot start any token while scanning for the next token (from line 2)"
    ),
    Case(
      "import intents a.yaml", "intents:\n  x: &y\n    examples: [hi]\n",
      "a.yaml:2:6: anchors ('&name') are not supported"),
    Case(
      "import intents a.yaml", "intents:\n  x:\n    examples: !!set [hi]\n",
      "a.yaml:3:15: tags ('!name') are not supported; quote text that starts with '!'"),
    Case(
      "import intents a.yaml", "intents:\n  x: {examples: [hi]}\n  x: {examples: [ho]}\n",
      "a.yaml:3:3: the key 'x' is there twice; first in line 2"),
    Case(
      "import intents a.yaml", "intents:\n  x:\n    exampels: [hi]\n",
      "a.yaml:3:5: unknown key 'exampels'; allowed: title, rules, examples, replies, suggestions, flow"),
    Case(
      "import intents a.yaml", "intents:\n  x: [hi\n",
      "a.yaml:3:1: did not find expected ',' or ']' while parsing a flow sequence (from line 2)"),
  ]

  private static func rules(_ lines: String...) -> String {
    "intents:\n  x:\n    replies: [Yes.]\n    rules:\n" + lines.map { "      - \($0)\n" }.joined()
  }

  static let patterns = [
    Case("import intents a.yaml", rules("'where is (my order'"), "a.yaml:5:19: the group is never closed"),
    Case("import intents a.yaml", rules("'where is {ordr}'"), "a.yaml:5:19: there is no list {ordr}"),
    Case(
      "import intents a.yaml", rules(#"match: 'a\C'"#),
      #"a.yaml:5:18: \C splits letters and is not for rules"#),
    Case("import intents a.yaml", rules("'(*UTF)x'"), "a.yaml:5:10: (*VERBS) are not for rules"),
    Case(
      "import intents a.yaml", rules("'my ['", "'so )'"),
      "a.yaml:5:13: the class is never closed\na.yaml:6:13: there is no group for this )"),
    Case(
      "import intents a.yaml", rules("{match: a, id: r}", "{match: b, id: r}"),
      "a.yaml:6:17: rule id 'r' is there twice, first at a.yaml:5:17"),
  ]

  private static let statuses =
    "pending, paid, processing, on_hold, partially_shipped, shipped, delivered, cancelled, returned, refunded"

  static let orders = [
    Case(
      "import orders a.csv", "number,status\n1,paid\n2,shiped\n",
      "a.csv:3:3: unknown status 'shiped'; map it with --map-status 'shiped=STATUS' (\(statuses))"),
    Case(
      "import orders a.csv", "email,status\na@b.c,paid\n",
      "a.csv:1:1: no column for the order number; map one with --map number=COLUMN or a mapping file "
        + "(--mapping help)"),
    Case(
      "import orders a.csv", "number,status,placed_at\n1,paid,2026-13-01\n",
      "a.csv:2:8: '2026-13-01' is not a date or time that we can read, such as 2026-11-20 19:15"),
    Case("import orders a.csv", "number,status,total\n1,paid,abc\n", "a.csv:2:8: 'abc' is not an amount"),
    Case(
      "import orders a.csv", "number,status\n1,paid\n2,paid\n1,paid\n",
      "a.csv:4:1: order '1' is there twice; first in line 2"),
    Case(
      "import orders a.jsonl",
      #"{"number":"1","status":"paid"}"# + "\n" + #"{"number":"2","status":"lost"}"# + "\n",
      "a.jsonl:2:24: unknown status 'lost'; known: \(statuses)"),
    Case("import orders a.jsonl", #"{"status":"paid"}"# + "\n", #"a.jsonl:1:1: missing "number""#),
    Case("import orders a.jsonl", "{\"number\"\n", "a.jsonl:1:10: expected ':' after the key"),
  ]

  static let mappings = [
    Case(
      "import orders orders.csv --mapping m.yaml", "columns:\n  number: number\nstatuses:\n  Weg: gone\n",
      "m.yaml:4:8: unknown status 'gone'; known: \(statuses)"),
    Case(
      "import orders orders.csv --mapping m.yaml", "statuses:\n  Weg: shipped\n",
      "m.yaml:1:1: missing key 'columns'"),
    Case(
      "import orders orders.csv --mapping m.yaml", "columns:\n  number: a\n  number: b\n",
      "m.yaml:3:3: the key 'number' is there twice; first in line 2"),
    Case(
      "import orders orders.csv --mapping m.yaml", "columns: {number: number}\ndelimeter: ;\n",
      "m.yaml:2:1: unknown key 'delimeter'; allowed: columns, statuses, default_status, default_currency, "
        + "delimiter, list_separator, date_order, timezone"),
  ]

  static let evaluations = [
    Case(
      "eval intents a.csv", "text,intent\nhi,x\n",
      "a.csv:1:1: missing column 'utterance'; the columns are 'text', 'intent'"),
    Case("eval intents a.csv", "utterance,intent\nhi\n", "a.csv:2:1: the row has 1 field, the header has 2"),
    Case(
      "eval faq a.jsonl", #"{"query":"a","relevant":[]}"# + "\n" + #"{"query":"# + "\n",
      "a.jsonl:2:10: the JSON text ends too early"),
    Case("eval faq a.jsonl", #"{"relevant":[]}"# + "\n", #"a.jsonl:1:1: missing "query""#),
    Case(
      "eval faq a.jsonl", #"{"query":"a","relevant":"x"}"# + "\n",
      "a.jsonl:1:25: must be a list, not a string"),
  ]
}

@Suite("What is odd but not wrong")
struct WarningTests {
  @Test(
    "is told as a warning, and imported",
    arguments: [
      (
        "faq", "a.csv", "id,question,colour\nx,How?,red\n",
        "a.csv:1:13: warning: unknown column 'colour' is ignored"
      ),
      (
        "faq", "a.jsonl", #"{"question":"How?","colour":"red"}"# + "\n",
        "a.jsonl:1:20: warning: unknown key 'colour' is ignored"
      ),
      (
        "intents", "a.csv", "utterance,intent,note\nbye,bye,x\n",
        "a.csv:1:18: warning: unknown column 'note' is ignored\na.csv:2:1: warning: intent 'bye' has no reply"
      ),
      (
        "orders", "a.csv", "number,status,colour\n1,paid,red\n",
        "a.csv:1:15: warning: unknown columns are ignored: 'colour'"
      ),
    ])
  func imported(_ kind: String, _ file: String, _ text: String, _ warning: String) throws {
    let store = try SmallStore()
    try store.folder.write(file, text)
    let outcome = try store.parley("import", kind, file, "--json")
    #expect(outcome.error == warning + "\n")
    #expect(outcome.status == 0)
    #expect(try outcome.json()["warnings"] as? Int == warning.split(separator: "\n").count)
  }

  @Test("is refused by check --strict")
  func strict() throws {
    let store = try SmallStore()
    try store.folder.write("a.csv", "id,question,colour\nx,How?,red\n")
    let plain = try store.parley("check", "a.csv")
    #expect(plain.output == "Right, with 1 warning.\n")
    #expect(plain.status == 0)
    let strict = try store.parley("check", "a.csv", "--strict")
    #expect(strict.output.isEmpty)
    #expect(strict.status == 1)
  }

  @Test("an equal question under another id is accepted and told")
  func equalQuestions() throws {
    let store = try SmallStore()
    try store.folder.write("a.csv", "id,question,answer\nx,How?,A.\ny,how ?,B.\n")
    let outcome = try store.parley("import", "faq", "a.csv")
    #expect(
      outcome.error.hasPrefix("a.csv:3:3: notice: the question of 'y' is also that of 'x' at a.csv:2:3"))
    #expect(outcome.status == 0)
  }

  @Test("an intent without a reply is a mistake for check")
  func silentIntent() throws {
    let store = try SmallStore()
    try store.folder.write("a.yaml", "intents:\n  x:\n    examples: [hi]\n")
    let outcome = try store.parley("check", "a.yaml")
    #expect(outcome.error.contains("a.yaml:2:3: intent 'x' has no reply\n"))
    #expect(outcome.status == 1)
  }
}
