import Testing

@testable import Formats

@Suite("CSV written")
struct CSVWriterTests {
  @Test("is quoted as RFC 4180 asks, and no more")
  func quoting() {
    var writer = CSVWriter()
    writer.row(["a", "b c", "d,e", "f\"g", "h\ni", " j"])
    writer.row([""])
    #expect(
      String(decoding: writer.take(), as: UTF8.self) == "a,b c,\"d,e\",\"f\"\"g\",\"h\ni\",\" j\"\r\n\"\"\r\n"
    )
    #expect(writer.bytes.isEmpty)
  }

  @Test(
    "starts no formula, and reads back to the same text",
    arguments: ["=", "+", "-", "@", "\t", "\r", "'=", "''+", "'", "'x", "", "\"=", "plain", " ="])
  func defused(_ prefix: String) throws {
    let text = prefix + "1+cmd|' /C calc'!A0"
    var writer = CSVWriter()
    writer.row(["a", "b", "c"])
    for column in 0..<3 { writer.row((0..<3).map { $0 == column ? text : "x" }) }
    let bytes = writer.take()
    let raw = try CSVReader(name: "w.csv", bytes: bytes)
    let undone = try CSVReader(name: "w.csv", bytes: bytes, options: .init(undoesDefusing: true))
    for column in 0..<3 {
      #expect(try raw.next() && undone.next())
      #expect(
        !["=", "+", "-", "@", "\t", "\r"].contains(
          raw.string(column).unicodeScalars.first.map(String.init) ?? ""))
      #expect(undone.string(column) == text)
    }
  }

  @Test("puts the apostrophe before a NUL too")
  func nul() {
    var writer = CSVWriter()
    writer.row(["\u{0}x", "y"])
    #expect(writer.bytes == Array("'\u{0}x,y\r\n".utf8))
  }
}
