import Testing

@testable import Formats

@Suite("CSV rows")
struct CSVReaderTests {
  struct Example: CustomTestStringConvertible {
    let name: String
    let text: String
    let rows: [[String]]
    var testDescription: String { name }
  }

  @Test(
    "are read as RFC 4180 means them",
    arguments: [
      Example(name: "plain", text: "a,b\n1,2\n", rows: [["1", "2"]]),
      Example(name: "CR LF", text: "a,b\r\n1,2\r\n", rows: [["1", "2"]]),
      Example(name: "lone CR", text: "a,b\r1,2\r3,4", rows: [["1", "2"], ["3", "4"]]),
      Example(name: "no line end at the end", text: "a,b\n1,2", rows: [["1", "2"]]),
      Example(name: "delimiter in quotes", text: "a,b\n\"x,y\",2\n", rows: [["x,y", "2"]]),
      Example(
        name: "doubled quotes", text: "a,b\n1,\"ha \"\"ha\"\" ha\"\n3,4\n",
        rows: [["1", "ha \"ha\" ha"], ["3", "4"]]),
      Example(name: "only doubled quotes", text: "a,b\n\"\"\"\",\"\"\n", rows: [["\"", ""]]),
      Example(name: "two doubled fields", text: "a,b\n\"\"\"x\",\"y\"\"\"\n", rows: [["\"x", "y\""]]),
      Example(
        name: "line ends in quotes", text: "a,b\n1,\"once\nupon\r\na\"\n3,4\n",
        rows: [["1", "once\nupon\r\na"], ["3", "4"]]),
      Example(name: "empty fields", text: "a,b,c\n,\"\",\n", rows: [["", "", ""]]),
      Example(name: "empty last field at the end", text: "a,b\n1,", rows: [["1", ""]]),
      Example(name: "blank lines", text: "\n\na,b\n\n1,2\n\r\n\n3,4\n\n", rows: [["1", "2"], ["3", "4"]]),
      Example(
        name: "JSON in a field", text: "k,v\n1,\"{\"\"t\"\":[1,2]}\"\n", rows: [["1", "{\"t\":[1,2]}"]]),
      Example(name: "UTF-8", text: "a,b\nʤ,Größe 👟\n", rows: [["ʤ", "Größe 👟"]]),
      Example(name: "BOM", text: "\u{FEFF}a,b\n1,2\n", rows: [["1", "2"]]),
      Example(name: "semicolons", text: "a;b;c,d\n1,5;2;\n", rows: [["1,5", "2", ""]]),
      Example(name: "tabs", text: "a\tb\n1,5\t2\n", rows: [["1,5", "2"]]),
      Example(name: "declared delimiter", text: "sep=;\r\na,b;c\r\n1;2\r\n", rows: [["1", "2"]]),
      Example(name: "one column", text: "a\nx\n\ny", rows: [["x"], ["y"]]),
      Example(name: "one column, empty in quotes", text: "a\nx\n\"\"\ny", rows: [["x"], [""], ["y"]]),
      Example(
        name: "a quote inside an unquoted field", text: "a,b\n15\" screen,2\n", rows: [["15\" screen", "2"]]),
      Example(name: "header only", text: "a,b\n", rows: []),
      Example(name: "spaces are kept", text: "a,b\n 1 , 2\n", rows: [[" 1 ", " 2"]]),
    ])
  func rows(_ example: Example) throws {
    // A tiny window must read the same as a large one: every cut falls somewhere.
    for capacity in [16, 17, 23, 256 << 10] {
      let window = try ByteWindow(name: "t.csv", bytes: Array(example.text.utf8), capacity: capacity)
      let reader = try CSVReader(window, .init())
      #expect(try all(reader) == example.rows, "window of \(capacity)")
    }
  }

  @Test("tell their places in lines and characters, also after multi-line fields")
  func places() throws {
    let text = "id,näme,x\n1,\"two\nlines\",ü\r\n\n2,é,\"q\"\n"
    let reader = try CSVReader(name: "p.csv", bytes: Array(text.utf8))
    #expect(try reader.next())
    #expect("\(reader.rowPlace)" == "p.csv:2:1")
    #expect("\(reader.place(1))" == "p.csv:2:3")
    #expect("\(reader.place(2))" == "p.csv:3:8")
    #expect(try reader.next())
    #expect("\(reader.place(2))" == "p.csv:5:5")
    #expect(try !reader.next())
  }

  struct Refusal: CustomTestStringConvertible {
    let bytes: [UInt8]
    let message: String
    var testDescription: String { message }
    init(_ text: String, _ message: String) { (bytes, self.message) = (Array(text.utf8), message) }
    init(_ bytes: [UInt8], _ message: String) { (self.bytes, self.message) = (bytes, message) }
  }

  @Test(
    "are refused with the place of the mistake",
    arguments: [
      Refusal("", "t.csv:1:1: the file is empty"),
      Refusal("\u{FEFF}", "t.csv:1:1: the file is empty"),
      Refusal("\n\n", "t.csv:3:1: no header row"),
      Refusal("a,b\n1,\"x", "t.csv:2:3: the quote opened here is never closed"),
      Refusal("a,b\n1,\"x\"y\n", "t.csv:2:6: text after a closing quote"),
      Refusal("a,b\n1,\"x\" \n", "t.csv:2:6: text after a closing quote"),
      Refusal("a,b\n1\n", "t.csv:2:1: the row has 1 field, the header has 2"),
      Refusal("a,b\n1,2\n1,ü,3\n", "t.csv:3:5: the row has 3 fields, the header has 2"),
      Refusal(
        Array("a,b\nü,".utf8) + [0xFF, 0x0A],
        "t.csv:2:3: byte 0xFF is not valid UTF-8; save the file as UTF-8"),
      Refusal(
        Array("a,b\nx,y\n1,".utf8) + [0xC3], "t.csv:3:3: byte 0xC3 is not valid UTF-8; save the file as UTF-8"
      ),
      Refusal(
        Array("a,b\n1,".utf8) + [0xED, 0xA0, 0x80],
        "t.csv:2:3: byte 0xED is not valid UTF-8; save the file as UTF-8"),
      Refusal(
        Array("a,b\n1,\"".utf8) + [0xE9, 0x22],
        "t.csv:2:4: byte 0xE9 is not valid UTF-8; save the file as UTF-8"),
      Refusal("a,b\n1,\u{0}2\n", "t.csv:2:3: NUL byte; this is not a text file"),
      Refusal("\u{0}", "t.csv:1:1: NUL byte; this is not a text file"),
      Refusal("a,b\n1,2\n\u{0}", "t.csv:3:1: NUL byte; this is not a text file"),
    ])
  func refusals(_ refusal: Refusal) {
    for capacity in [16, 256 << 10] {
      let error = #expect(throws: InputError.self) {
        let window = try ByteWindow(name: "t.csv", bytes: refusal.bytes, capacity: capacity)
        _ = try all(try CSVReader(window, .init()))
      }
      #expect(error?.description == refusal.message)
    }
  }

  @Test("too long to hold are refused, whatever they are made of")
  func tooLong() {
    let filler = [UInt8](repeating: 0x61, count: 6 << 20)
    let cases: [([UInt8], String)] = [
      (filler, "t.csv:1:1: the row is longer than 4 MiB (or a quote is never closed)"),
      (
        Array("a,b\n1,".utf8) + filler, "t.csv:2:1: the row is longer than 4 MiB (or a quote is never closed)"
      ),
      (
        Array("a,b\n1,\"".utf8) + filler,
        "t.csv:2:1: the row is longer than 4 MiB (or a quote is never closed)"
      ),
      (
        Array("a,b\n1,".utf8) + filler.prefix((1 << 20) + 1) + [0x0A],
        "t.csv:2:3: the field is longer than 1 MiB"
      ),
    ]
    for (bytes, message) in cases {
      let error = #expect(throws: InputError.self) { _ = try all(try CSVReader(name: "t.csv", bytes: bytes)) }
      #expect(error?.description == message)
    }
  }

  @Test("of a ragged file go on after the bad one")
  func goesOn() throws {
    let reader = try CSVReader(name: "t.csv", bytes: Array("a,b\n1\n2,3\n".utf8))
    #expect(throws: InputError.self) { try reader.next() }
    #expect(try reader.next())
    #expect(reader.string(1) == "3")
  }

  @Test("have columns found by trimmed names without case, and by aliases")
  func columns() throws {
    let reader = try CSVReader(name: "t.csv", bytes: Array(" Order Number ,E-Mail,x,X\n1,2,3,4\n".utf8))
    #expect(try reader.column("number", "order number") == 0)
    #expect(try reader.column("email") == nil)
    let missing = #expect(throws: InputError.self) { try reader.requiredColumn("email") }
    #expect(
      missing?.description
        == "t.csv:1:1: missing column 'email'; the columns are 'Order Number', 'E-Mail', 'x', 'X'")
    let twice = #expect(throws: InputError.self) { try reader.column("x") }
    #expect(twice?.description == "t.csv:1:23: column 'x' is there twice")
    var report = InputReport()
    reader.warnOfUnknownColumns(known: ["order number", "x"], in: &report)
    #expect(report.lines == ["t.csv:1:16: warning: unknown column 'E-Mail' is ignored"])
  }

  private func all(_ reader: CSVReader) throws -> [[String]] {
    var rows: [[String]] = []
    while try reader.next() { rows.append(reader.header.indices.map(reader.string)) }
    return rows
  }
}
