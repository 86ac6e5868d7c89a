import Formats
import Foundation
import Testing

@testable import FAQ

@Suite("Files of an FAQ, of every format")
struct FAQFormatTests {
  struct File: CustomTestStringConvertible, Sendable {
    let name: String
    let bytes: [UInt8]
    var format: FAQImport.Format?
    var entries: [FAQEntry] = []
    /// What is told of it, without the path.
    var lines: [String] = []
    var testDescription: String { name }

    init(
      _ name: String, _ text: String, _ format: FAQImport.Format? = nil, entries: [FAQEntry] = [],
      lines: [String] = []
    ) {
      (self.name, self.format, self.entries, self.lines) = (name, format, entries, lines)
      bytes = Array(text.utf8)
    }

    init(_ name: String, bytes: [UInt8], entries: [FAQEntry] = [], lines: [String] = []) {
      (self.name, self.bytes, self.entries, self.lines) = (name, bytes, entries, lines)
    }
  }

  private static let pay = FAQEntry(id: "pay", question: "How can I pay?", answer: "By **card**.")

  private static let page = """
    <!DOCTYPE html><html lang="en"><head><title>FAQ</title>
    <script type="application/ld+json">
    {"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, {"@type": ["WebPage", "FAQPage"], "inLanguage": "en",
     "mainEntity": [
      {"@type": "Question", "identifier": "pay", "name": "How can I <i>pay</i>?", "keywords": ["a", "b"], "about": {"name": "Money"},
       "acceptedAnswer": {"@type": "Answer", "text": "<p>By <b>card</b>.</p>"}},
      {"@type": "Question", "name": "Late?", "acceptedAnswer": [{"@type": "Answer", "text": "Two &amp; a half days"}]},
      {"@type": "Question", "acceptedAnswer": {"text": "x"}}]}]}
    </script></head><body><p>How can I pay?</p></body></html>
    """

  private static let zendesk = """
    {"count": 2, "next_page": null, "sections": [{"id": 7, "name": "Delivery"}],
     "articles": [
      {"id": 360001, "title": "Where is it?", "body": "<p>On its <strong>way</strong>:</p><ul><li>soon</li></ul>",
       "section_id": 7, "locale": "en-us", "draft": false, "label_names": ["x"], "vote_sum": 3},
      {"id": 360002, "title": "Not yet", "body": null, "draft": true},
      {"id": 360003, "body": "no title"}]}
    """

  private static let files = [
    File("a.tsv", "id\tquestion\tanswer\npay\tHow can I pay?\tBy **card**.\n", entries: [pay]),
    File("semicolons.txt", "id;question;answer\npay;How can I pay?;By **card**.\n", entries: [pay]),
    File(
      "lines.txt", "{\"id\":\"pay\",\"question\":\"How can I pay?\",\"answer\":\"By **card**.\"}\n",
      entries: [pay]),
    File(
      "named.txt", "question\nHow can I pay?\n", .csv,
      entries: [
        FAQEntry(id: FAQDraft.id(for: "How can I pay?", nil), question: "How can I pay?")
      ]),
    File(
      "excel.csv",
      bytes: Array("id;question;answer\r\npay;How can I pay?;By **card**.\r\nb;Gr".utf8) + [0xF6]
        + Array("ße?;".utf8.prefix(0)) + [0xDF] + Array("e?;x\r\n".utf8),
      entries: [pay, FAQEntry(id: "b", question: "Größe?", answer: "x")],
      lines: [": warning: the file is not UTF-8; it is read as Windows-1252"]),
    File("one.md", "---\nid: pay\ntitle: How can I pay?\n---\n\nBy **card**.\n", entries: [pay]),
    File(
      "full.markdown",
      "---\nid: pay\nquestion: How can I pay?\nalternates: [Cards?, PayPal?]\ncategory: Money\ntags: a, b\nlocale: de\ndraft: true\nintent: pay\nauthor: me\n---\nBy **card**.\n",
      entries: [
        FAQEntry(
          id: "pay", question: "How can I pay?", answer: "By **card**.", alternates: ["Cards?", "PayPal?"],
          category: "Money",
          tags: ["a", "b"], locale: "de", intent: "pay", isEnabled: false)
      ], lines: [":10:1: warning: unknown key 'author' is ignored"]),
    File(
      "many.txt",
      "---\nlocale: en\n---\n# Money\n## How can I pay? {#pay}\nBy **card**.\n## Refunds?\n\nYes.\n\n- soon\n# Rest\n",
      entries: [
        FAQEntry(
          id: "pay", question: "How can I pay?", answer: "By **card**.", category: "Money", locale: "en"),
        FAQEntry(
          id: FAQDraft.id(for: "Refunds?", "en"), question: "Refunds?", answer: "Yes.\n\n- soon",
          category: "Money", locale: "en"),
      ]),
    File(
      "none.md", "Only text.\n",
      lines: [":1:1: no question: neither in front matter nor as a heading with text below it"]),
    File(
      "page.html", page,
      entries: [
        FAQEntry(
          id: "pay", question: "How can I pay?", answer: "By **card**.", category: "Money", tags: ["a", "b"],
          locale: "en"),
        FAQEntry(
          id: FAQDraft.id(for: "Late?", "en"), question: "Late?", answer: "Two & a half days", locale: "en"),
      ], lines: [":8:3: missing \"name\": the question's words"]),
    File(
      "ld.json",
      #"{"@context":"https://schema.org","@type":"FAQPage","mainEntity":{"@type":"Question","identifier":"pay","name":"How can I pay?","acceptedAnswer":{"@type":"Answer","text":"<p>By <b>card</b>.</p>"}}}"#,
      entries: [pay]),
    File(
      "empty.html", "<html><body>No data</body></html>",
      lines: [
        ":1:1: no schema.org FAQPage (JSON-LD) in it; an FAQ page names its questions in one"
      ]),
    File(
      "export.json", zendesk,
      entries: [
        FAQEntry(
          id: "360001", question: "Where is it?", answer: "On its **way**:\n\n- soon", category: "Delivery",
          tags: ["x"],
          locale: "en-us"),
        FAQEntry(id: "360002", question: "Not yet", isEnabled: false),
      ], lines: [":6:3: missing \"title\""]),
    File("broken.json", "{\"articles\": [\n{\"id\": 1,, }]}", lines: [":2:10: expected a key in quotes"]),
    File(
      "notes.txt", "Dear all\nwe are closed\n",
      lines: [
        ": cannot tell what kind of file this is; name it with --format: csv, tsv, xlsx, jsonl, markdown, html, jsonld or zendesk"
      ]),
    File(
      "old.xls", bytes: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
      lines: [
        ": a spreadsheet of Excel 2003 or before (.xls); save it as .xlsx or as CSV"
      ]),
    File(
      "manual.pdf", "%PDF-1.7\n",
      lines: [": a PDF; an FAQ is read from spreadsheets, JSON, Markdown and HTML"]),
    File("text.xlsx", "id,question\npay,Q\n", .xlsx, lines: [": not a whole ZIP file"]),
  ]

  @Test("are told apart by what they hold, and become entries", arguments: files)
  func read(_ file: File) throws {
    let folder = NSTemporaryDirectory() + "parley-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/" + file.name
    try Data(file.bytes).write(to: URL(filePath: path))
    var result = FAQImport()
    result.read(path: path, format: file.format)
    #expect(try result.entries.all() == file.entries)
    #expect(result.report.lines.map { String($0.dropFirst(path.count)) } == file.lines)
  }

  @Test("tell how far they were read")
  func progress() throws {
    let path = NSTemporaryDirectory() + "parley-\(UUID()).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let rows = (0..<10_000).map { "q\($0),What is \($0)?,It is \($0).\n" }
    try Data(("id,question,answer\n" + rows.joined()).utf8).write(to: URL(filePath: path))
    var result = FAQImport()
    let told = Told()
    result.onProgress = { told.all.append($0) }
    result.read(path: path)
    #expect(told.all.map(\.entries) == [4_096, 8_192])
    let shares = told.all.compactMap(\.share)
    #expect(shares.count == 2 && shares.allSatisfy { $0 > 0.3 && $0 <= 1 } && shares[0] <= shares[1])
  }

  private final class Told { var all: [FAQImport.Progress] = [] }
}
