import Formats
import Foundation
import Testing

@testable import FAQ

@Suite("FAQ import")
struct FAQImportTests {
  struct Example: CustomTestStringConvertible {
    let name: String
    let text: String
    var entries: [FAQEntry] = []
    /// The lines for standard error.
    var lines: [String] = []
    var notices: [String] = []
    var testDescription: String { name }
  }

  private static func read(_ example: Example, _ format: FAQImport.Format) throws -> FAQImport {
    var result = FAQImport()
    let bytes = Array(example.text.utf8)
    switch format {
    case .csv: try result.read(CSVReader(name: "f.csv", bytes: bytes, options: .init(undoesDefusing: true)))
    default: try result.read(JSONLReader(name: "f.jsonl", bytes: bytes))
    }
    return result
  }

  private static let csvFiles = [
    Example(
      name: "all columns",
      text: """
        id,question,alternates,answer,category,tags,locale,enabled,intent
        a1, How? ,Why|  What  ||How?,"Line 1
        ""line"" 2",cat,"x, y|z",de-AT,no,track_order
        """,
      entries: [
        FAQEntry(
          id: "a1", question: "How?", answer: "Line 1\n\"line\" 2", alternates: ["Why", "What"],
          category: "cat",
          tags: ["x", "y", "z"], locale: "de-AT", intent: "track_order", isEnabled: false)
      ]),
    Example(
      name: "aliases, semicolons, a BOM, another order",
      text: "\u{FEFF}Body;TITLE;Key\nDa;Wo?;k\n",
      entries: [FAQEntry(id: "k", question: "Wo?", answer: "Da")]),
    Example(
      name: "an empty answer is for search only",
      text: "id,question,answer\nx,Q,\n", entries: [FAQEntry(id: "x", question: "Q")]),
    Example(
      name: "every bad row is named, the good ones stay",
      text: """
        id,question,answer,locale,enabled
        a,,x,,
        b,Q b,x,
        c,Q c,x,english!,
        d,Q d,x,,maybe
        e f,Q e,x,,
        g,Q g,x,,
        g,Q g2,y,,
        """,
      entries: [FAQEntry(id: "g", question: "Q g", answer: "x")],
      lines: [
        "f.csv:2:3: the question is empty",
        "f.csv:3:1: the row has 4 fields, the header has 5",
        "f.csv:4:9: 'english!' is not a locale such as 'en' or 'pt-BR'",
        "f.csv:5:10: 'maybe' is neither true nor false",
        "f.csv:6:1: an id holds no spaces or control characters",
        "f.csv:8:1: id 'g' stands at f.csv:7:1 already",
      ]),
    Example(
      name: "rows under an entry with its id and nothing else that differs bring further wordings",
      text: """
        id,question,answer,tags
        a,Where is it?,Here.,t
        a,Where are you?,,
        a,Where to?|Whither?,Here.,t
        b,When?,Now.,
        a,Where now?,,
        """,
      entries: [
        FAQEntry(
          id: "a", question: "Where is it?", answer: "Here.",
          alternates: ["Where are you?", "Where to?", "Whither?"], tags: ["t"]),
        FAQEntry(id: "b", question: "When?", answer: "Now."),
      ],
      lines: ["f.csv:6:1: id 'a' stands at f.csv:2:1 already"]),
    Example(
      name: "headers of other languages",
      text: "Frage;Antwort;Kategorie;Schlagwörter;Sprache\nWo?;Da.;Ort;x,y;de\n",
      entries: [
        FAQEntry(
          id: FAQDraft.id(for: "Wo?", "de"), question: "Wo?", answer: "Da.", category: "Ort",
          tags: ["x", "y"], locale: "de")
      ]),
    Example(
      name: "an unknown column is a warning",
      text: "id,question,colour\nx,Q,red\n", entries: [FAQEntry(id: "x", question: "Q")],
      lines: ["f.csv:1:13: warning: unknown column 'colour' is ignored"]),
    Example(
      name: "equal questions under different ids are accepted and reported",
      text: "id,question\nx,How so?\ny,how  SO\n",
      entries: [FAQEntry(id: "x", question: "How so?"), FAQEntry(id: "y", question: "how  SO")],
      notices: ["f.csv:3:3: notice: the question of 'y' is also that of 'x' at f.csv:2:3"]),
    Example(
      name: "a question twice without an id is a mistake",
      text: "question,answer\nHow?,a\nhow,b\n",
      entries: [FAQEntry(id: FAQDraft.id(for: "How?", nil), question: "How?", answer: "a")],
      lines: ["f.csv:3:1: the same question, without an id, stands at f.csv:2:1 already"]),
    Example(
      name: "a defused formula is undone",
      text: "id,question,answer\nx,Q,'=1+1\n", entries: [FAQEntry(id: "x", question: "Q", answer: "=1+1")]),
  ]

  private static let jsonlFiles = [
    Example(
      name: "all keys",
      text: """
        {"id":"a","question":"Q?","answer":"A","category":"c","alternates":["x","y"],"tags":["t"],"locale":"en","intent":"i","enabled":false}

        {"id":7,"question":"R?","alternates":"x|y","answer":null}
        """,
      entries: [
        FAQEntry(
          id: "a", question: "Q?", answer: "A", alternates: ["x", "y"], category: "c", tags: ["t"],
          locale: "en",
          intent: "i", isEnabled: false),
        FAQEntry(id: "7", question: "R?", alternates: ["x", "y"]),
      ]),
    Example(
      name: "every bad line is named, the good ones stay",
      text: """
        {"id":"a","answer":"A"}
        {"id":"b","question":7}
        [1]
        {"id":"c","question":"Q"
        {"id":"d","question":" "}
        {"id":"e","question":"Q","tags":[1]}
        {"id":"f","question":"Q","color":"red"}
        {"id":"f","question":"Q2","color":"red"}
        """,
      entries: [FAQEntry(id: "f", question: "Q")],
      lines: [
        "f.jsonl:1:1: missing \"question\"",
        "f.jsonl:2:22: must be a string, not the number 7",
        "f.jsonl:3:1: must be an object, not a list",
        "f.jsonl:4:25: expected ',' or '}'",
        "f.jsonl:5:22: the question is empty",
        "f.jsonl:6:34: must be a string, not the number 1",
        "f.jsonl:8:7: id 'f' stands at f.jsonl:7:7 already",
        "f.jsonl:7:26: warning: unknown key 'color' is ignored",
      ]),
  ]

  @Test("rows of a spreadsheet become entries", arguments: csvFiles)
  func csv(_ example: Example) throws {
    let result = try Self.read(example, .csv)
    #expect(try result.entries.all() == example.entries)
    #expect(result.report.lines == example.lines)
    #expect(result.notices == example.notices)
  }

  @Test("JSON lines become entries", arguments: jsonlFiles)
  func jsonl(_ example: Example) throws {
    let result = try Self.read(example, .jsonl)
    #expect(try result.entries.all() == example.entries)
    #expect(result.report.lines == example.lines)
  }

  @Test("a file without questions, or without anything, is refused")
  func noQuestions() {
    #expect(throws: InputError.self) { try Self.read(Example(name: "", text: "id,answer\nx,y\n"), .csv) }
    #expect(throws: InputError.self) { try Self.read(Example(name: "", text: ""), .csv) }
    #expect(throws: InputError.self) { try Self.read(Example(name: "", text: ""), .jsonl) }
    var result = FAQImport()
    result.read(path: "/nonexistent/faq.csv")
    #expect(result.report.errorCount == 1)
  }

  struct File: CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let line: String
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ line: String) {
      self.init(name, Array(text.utf8), line)
    }

    init(_ name: String, _ bytes: [UInt8], _ line: String) {
      (self.name, self.bytes, self.line) = (name, bytes, line)
    }
  }

  private static let badFiles = [
    File("empty.csv", "", "empty.csv:1:1: the file is empty"),
    File("empty.jsonl", "", "empty.jsonl:1:1: the file is empty"),
    File(
      "broken.csv", Array("id,question\né,Caf".utf8) + [0xE9, 0x0A],
      "broken.csv:2:6: byte 0xE9 is not valid UTF-8"),
    File("nul.csv", "id,question\na,Q\0\n", "nul.csv:2:4: NUL byte"),
    File(
      "escaped.jsonl", "{\"question\":\"Q\",\"answer\":\"A\\u0000\"}\n",
      "escaped.jsonl:1:26: NUL inside a text"),
    File("nul.jsonl", "{\"question\":\"Q\0\"}\n", "nul.jsonl:1:15: NUL byte"),
    File("quote.csv", "id,question\na,\"Q\n", "quote.csv:2:3: "),
    File(
      "long.csv", Array("id,question\na,".utf8) + [UInt8](repeating: 0x61, count: 2 << 20), "long.csv:2:3: "),
    File(
      "long.jsonl", Array("{\"question\":\"".utf8) + [UInt8](repeating: 0x61, count: 2 << 20),
      "long.jsonl:1:1: "),
    File("twice.csv", "id,question,Question\na,Q,R\n", "twice.csv:1:4: column 'question' is there twice"),
    File("picture.csv", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0], "picture.csv:1:1: "),
  ]

  @Test(
    "a file that is not what it should be is named with its place, and gives no entries", arguments: badFiles)
  func badFile(_ file: File) throws {
    let folder = NSTemporaryDirectory() + "parley-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/" + file.name
    try Data(file.bytes).write(to: URL(fileURLWithPath: path))
    var result = FAQImport()
    result.read(path: path)
    #expect(result.entries.isEmpty)
    let line = try #require(result.report.lines.first)
    #expect(line.dropFirst(folder.count + 1).hasPrefix(file.line), "\(line)")
  }

  @Test("an entry read from JSON Lines comes back the same from the row of a spreadsheet")
  func sameFromCSV() throws {
    let line = #"{"id":"a","question":" Q? ","alternates":["x|y"," z "],"tags":["s,t","u"],"answer":"=1\n2"}"#
    let read = try Self.read(Example(name: "", text: line), .jsonl).entries.all()
    let entry = try #require(read.first)
    var writer = CSVWriter()
    writer.row(["id", "question", "alternates", "answer", "tags"])
    writer.row([
      entry.id, entry.question, entry.alternates.joined(separator: "|"), entry.answer,
      entry.tags.joined(separator: "|"),
    ])
    let text = String(decoding: writer.bytes, as: UTF8.self)
    #expect(try Self.read(Example(name: "", text: text), .csv).entries.all() == read)
    #expect(entry.alternates == ["x", "y", "z"] && entry.tags == ["s", "t", "u"])
  }

  @Test(
    "an id derived from the question stays while the question does",
    arguments: [
      ("How do I return it?", "how do i  RETURN it", true),
      ("How do I return it?", "How do I return them?", false),
      ("Où est mon colis ?", "où est mon colis", true), ("返品できますか?", "返品できますか", true),
      ("???", "!!!", true),
    ])
  func derivedIds(_ first: String, _ second: String, same: Bool) {
    let ids = [FAQDraft.id(for: first, nil), FAQDraft.id(for: second, nil)]
    #expect((ids[0] == ids[1]) == same)
    #expect(ids.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } })
    #expect(FAQDraft.id(for: first, nil) != FAQDraft.id(for: first, "de"))
  }

  @Test("derived ids never change between versions: they name entries in published parts")
  func pinnedId() {
    #expect(FAQDraft.id(for: "How can I track my order?", nil) == "how-can-i-track-my-order-bfiklvhn5")
  }
}
