import Foundation
import Testing

@testable import Formats

@Suite("Rows of a workbook")
struct SpreadsheetReaderTests {
  private static func row(_ number: Int, _ cells: String...) -> String {
    "<row r=\"\(number)\">" + cells.joined() + "</row>"
  }

  private static func inline(_ reference: String, _ text: String) -> String {
    "<c r=\"\(reference)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">\(text)</t></is></c>"
  }

  private func rows(_ workbook: Workbook) throws -> [[String?]] {
    try workbook.withFile { path in
      let reader = try SpreadsheetReader(path: path)
      var rows: [[String?]] = [reader.columns.names]
      while try reader.next() { rows.append(reader.columns.names.indices.map { reader.text($0) }) }
      return rows
    }
  }

  @Test("of every kind of cell, of the sheet that is seen, wherever its parts lie")
  func cells() throws {
    let workbook = Workbook(
      rows: Self.row(2, Self.inline("A2", "q"), "<c r=\"B2\" t=\"s\"><v>0</v></c>", Self.inline("D2", "x"))
        + "<row r=\"3\"/>"
        + Self.row(
          5, "<c r=\"A5\" t=\"s\"><v>1</v></c>", "<c r=\"B5\"><v>1042</v></c>",
          "<c r=\"C5\" t=\"b\"><v>1</v></c>",
          "<c r=\"D5\" t=\"str\"><f>1+1&amp;\"\"</f><v>two</v></c>")
        + Self.row(
          6, "<c><v>7.50</v></c>", "<c r=\"B6\" s=\"3\"/>",
          Self.inline("D6", " a_x000D_&lt;b&gt;_x005F_x41_ ")),
      strings: [
        "<t>answer</t>",
        "<r><rPr><b/></rPr><t>Größe </t></r><r><t xml:space=\"preserve\">👟 &amp; more</t></r><rPh sb=\"0\" eb=\"1\"><t>no</t></rPh>",
      ])
    #expect(
      try rows(workbook) == [
        ["q", "answer", "", "x"], ["Größe 👟 & more", "1042", "true", "two"],
        ["7.50", nil, nil, "a\r<b>_x41_"],
      ])
  }

  @Test("tell their places as the spreadsheet does, and a bad row costs that row")
  func places() throws {
    let workbook = Workbook(
      rows: Self.row(1, Self.inline("A1", "q"), Self.inline("B1", "a"))
        + Self.row(4, "<c r=\"A4\" t=\"e\"><v>#REF!</v></c>") + Self.row(5, Self.inline("C5", "beside"))
        + Self.row(6, "<c r=\"A6\" t=\"s\"><v>99</v></c>") + Self.row(9, Self.inline("B9", "last")))
    try workbook.withFile { path in
      let reader = try SpreadsheetReader(path: path)
      for message in [
        "4:1: the cell holds the error #REF!", "5:3: a cell without a column name above it",
        "6:1: the cell's text is missing from the file",
      ] {
        let error = #expect(throws: InputError.self) { try reader.next() }
        #expect(error?.description == "\(path):\(message)")
      }
      #expect(try reader.next())
      #expect("\(reader.place(1))" == "\(path):9:2")
      #expect("\(reader.rowPlace)" == "\(path):9:1")
      #expect(try !reader.next())
    }
  }

  struct Refusal: CustomTestStringConvertible {
    let name: String
    let message: String
    let spoil: @Sendable (inout Workbook) -> Void
    var testDescription: String { name }
  }

  @Test(
    "of a file that is not what it should be are refused with the reason, and end there",
    arguments: [
      Refusal(name: "no workbook", message: "a ZIP file, but not an Excel workbook (.xlsx)") {
        $0.entries["xl/workbook.xml"] = nil
      },
      Refusal(name: "no sheet", message: "'xl/worksheets/sheet7.xml' is missing from the workbook") {
        $0.entries["xl/worksheets/sheet7.xml"] = nil
      },
      Refusal(name: "cut XML", message: "line 2: not well-formed XML") {
        $0.entries["xl/worksheets/sheet7.xml"]?.removeLast(30)
      },
      Refusal(
        name: "entities", message: "line 2: not well-formed XML"
      ) {
        let entities = (1...9).map {
          "<!ENTITY l\($0) \"" + String(repeating: "&l\($0 - 1);", count: 10) + "\">"
        }
        $0.entries["xl/sharedStrings.xml"] =
          "<?xml version=\"1.0\"?>\n<!DOCTYPE sst [<!ENTITY l0 \"lol\">" + entities.joined()
          + "]><sst><si><t>&l9;</t></si></sst>"
      },
      Refusal(
        name: "a foreign file asked for",
        message: "line 2: a document type or an entity, which a spreadsheet has no use for"
      ) {
        $0.entries["xl/sharedStrings.xml"] =
          "<?xml version=\"1.0\"?>\n<!DOCTYPE sst [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><sst><si><t>&x;</t></si></sst>"
      },
      Refusal(
        name: "a bomb of rows",
        message:
          "'xl/worksheets/sheet7.xml' grows beyond all measure when it is unpacked; nothing more of it is read"
      ) {
        $0.entries["xl/worksheets/sheet7.xml"] =
          "<worksheet><sheetData><row r=\"1\"><c t=\"str\"><v>q</v></c></row>"
          + String(repeating: "<row/>", count: 12 << 20)
      },
      Refusal(
        name: "a bomb of text",
        message:
          "'xl/sharedStrings.xml' grows beyond all measure when it is unpacked; nothing more of it is read"
      ) {
        $0.entries["xl/sharedStrings.xml"] = "<sst>" + String(repeating: "<si><t></t></si>", count: 5 << 20)
      },
      Refusal(
        name: "a million columns", message: "line 1: a cell in a column that no sheet has, or twice in one"
      ) {
        $0.entries["xl/worksheets/sheet7.xml"] =
          "<worksheet><sheetData><row r=\"1\">"
          + String(repeating: "<c t=\"str\"><v>q</v></c>", count: 1_000_000)
      },
    ])
  func refused(_ refusal: Refusal) throws {
    var workbook = Workbook(rows: Self.row(1, Self.inline("A1", "q")) + Self.row(2, Self.inline("A2", "x")))
    refusal.spoil(&workbook)
    try workbook.withFile { path in
      let error = #expect(throws: InputError.self) {
        let reader = try SpreadsheetReader(path: path)
        while try reader.next() {}
      }
      #expect(error?.description == "\(path): \(refusal.message)")
    }
  }

  @Test("of bytes that are changed anywhere end in an error or in rows, never otherwise")
  func mutated() throws {
    let workbook = Workbook(
      rows: Self.row(1, Self.inline("A1", "q")) + Self.row(2, "<c r=\"A2\" t=\"s\"><v>0</v></c>"),
      strings: ["<t>x</t>"])
    try workbook.withFile { path in
      let bytes = Array(try Data(contentsOf: URL(filePath: path)))
      var generator = SystemRandomNumberGenerator()
      for _ in 0..<300 {
        var changed = bytes
        for _ in 0...Int.random(in: 0..<4, using: &generator) {
          changed[Int.random(in: 0..<changed.count, using: &generator)] = .random(
            in: 0...255, using: &generator)
        }
        if Bool.random() { changed.removeLast(Int.random(in: 0..<changed.count / 2)) }
        try Data(changed).write(to: URL(filePath: path))
        guard let reader = try? SpreadsheetReader(path: path) else { continue }
        var mistakes = 0
        while mistakes < 10 {
          do { guard try reader.next() else { break } } catch { mistakes += 1 }
        }
        #expect(mistakes < 10)
      }
    }
  }
}
