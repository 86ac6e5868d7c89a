import Testing

@testable import Formats

@Suite("JSON Lines")
struct JSONLReaderTests {
  @Test("give each line's value with its line number")
  func lines() throws {
    let reader = try JSONLReader(
      name: "t.jsonl", bytes: Array("\u{FEFF}{\"a\":1}\n\n \t\r\n{\"a\": 2}\r\n[\"ü\", 3]".utf8))
    var seen: [String] = []
    while let node = try reader.next() { seen.append("\(node.place) \(node.value.text())") }
    #expect(seen == ["t.jsonl:1:1 {\"a\":1}", "t.jsonl:4:1 {\"a\":2}", "t.jsonl:5:1 [\"ü\",3]"])
    #expect(try reader.next() == nil)
  }

  @Test("go on after a line that is wrong")
  func goesOn() throws {
    let reader = try JSONLReader(name: "t.jsonl", bytes: Array("1\n{\"a\"\n3\n".utf8))
    #expect(try reader.next()?.integer() == 1)
    let error = #expect(throws: InputError.self) { try reader.next() }
    #expect(error?.description == "t.jsonl:2:5: expected ':' after the key")
    #expect(try reader.next()?.integer() == 3)
  }

  @Test(
    "end at what is not text",
    arguments: [
      (
        Array("1\n\"ü".utf8) + [0xC0, 0x80],
        "t.jsonl:2:3: byte 0xC0 is not valid UTF-8; save the file as UTF-8"
      ),
      (Array("1\n2\u{0}".utf8), "t.jsonl:2:2: NUL byte; this is not a text file"),
    ])
  func refused(_ bytes: [UInt8], _ message: String) throws {
    let reader = try JSONLReader(name: "t.jsonl", bytes: bytes)
    #expect(try reader.next()?.integer() == 1)
    let error = #expect(throws: InputError.self) { try reader.next() }
    #expect(error?.description == message)
    #expect(try reader.next() == nil)
  }

  @Test("end at a line too long to hold")
  func tooLong() throws {
    try refused(
      Array("1\n".utf8) + [UInt8](repeating: 0x20, count: 5 << 20),
      "t.jsonl:2:1: the line is longer than 1 MiB")
  }

  @Test("are the same whatever the window cuts")
  func windows() throws {
    let text = (0..<200).map { "{\"n\":\($0),\"t\":\"\(String(repeating: "ä", count: $0 % 37))\"}" }
    for capacity in [64, 101, 4096] {
      let reader = JSONLReader(
        try ByteWindow(name: "t", bytes: Array(text.joined(separator: "\n").utf8), capacity: capacity))
      var lines: [String] = []
      while let node = try reader.next() { lines.append(node.value.text()) }
      #expect(lines == text)
    }
  }
}
