import Foundation
import Testing

@testable import Formats

@Suite("The encoding of a table")
struct TextEncodingTests {
  struct Example: CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let encoding: TextEncoding
    let row: [String]
    var testDescription: String { name }
  }

  private static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    ([0xFEFF] + Array(text.utf16)).flatMap { unit in
      let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return bigEndian ? bytes : bytes.reversed()
    }
  }

  private static let examples = [
    Example(name: "UTF-8", bytes: Array("a,b\nä,€\n".utf8), encoding: .utf8, row: ["ä", "€"]),
    Example(
      name: "UTF-8 with a mark", bytes: [0xEF, 0xBB, 0xBF] + Array("a,b\nä,€\n".utf8), encoding: .utf8,
      row: ["ä", "€"]),
    Example(
      name: "Windows-1252, every letter and sign a German or French sheet has",
      bytes: Array("a;b\r\n".utf8) + [0xE4, 0xF6, 0xFC, 0xC4, 0xD6, 0xDC, 0xDF, 0x3B]
        + [0x80, 0x93, 0x94, 0x84, 0x91, 0x92, 0x96, 0x97, 0x85, 0x99, 0x9C, 0x8A, 0x9F, 0xE9, 0xE7]
        + [0x0D, 0x0A],
      encoding: .windows1252, row: ["äöüÄÖÜß", "€“”„‘’–—…™œŠŸéç"]),
    Example(
      name: "UTF-16, the low byte first", bytes: utf16("a\tb\r\nä\t€ 👟\r\n", bigEndian: false),
      encoding: .utf16LittleEndian, row: ["ä", "€ 👟"]),
    Example(
      name: "UTF-16, the high byte first", bytes: utf16("a\tb\r\nä\t€ 👟\r\n", bigEndian: true),
      encoding: .utf16BigEndian, row: ["ä", "€ 👟"]),
  ]

  @Test("is found out, and the text is what was typed", arguments: examples)
  func found(_ example: Example) throws {
    let path = NSTemporaryDirectory() + "parley-\(UUID()).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(example.bytes).write(to: URL(filePath: path))
    for reader in [
      try CSVReader(path: path, options: .init(decodes: true)),
      try CSVReader(name: "t", bytes: example.bytes, options: .init(decodes: true)),
    ] {
      #expect(reader.encoding == example.encoding)
      #expect(try reader.next())
      #expect(reader.columns.names.indices.map(reader.string) == example.row)
    }
  }

  @Test("of a long file is told by what stands at its end")
  func late() throws {
    let path = NSTemporaryDirectory() + "parley-\(UUID()).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let rows = Array(String(repeating: "one,two\n", count: 100_000).utf8)
    try Data(Array("a,b\n".utf8) + rows + [0xE9, 0x2C, 0xE8, 0x0A]).write(to: URL(filePath: path))
    let reader = try CSVReader(path: path, options: .init(decodes: true))
    var last: [String] = []
    while try reader.next() { last = [reader.string(0), reader.string(1)] }
    #expect(last == ["é", "è"])
  }

  @Test(
    "is not guessed where a byte is broken, or no text is",
    arguments: [
      Array("a\nGrüße und Maße drüben\n".utf8) + [0xE9, 0x0A],
      Array("a\n".utf8) + [0xE9, 0x00, 0xE8, 0x0A], Array("a\n".utf8) + [0xE9, 0x81, 0x0A],
      [0xFF, 0xFE] + [0x61, 0x00, 0x0A, 0x00, 0x00, 0xD8, 0x0A, 0x00],
      [0xFF, 0xFE] + [0x61, 0x00, 0x0A, 0x00, 0x62],
    ] as [[UInt8]])
  func broken(_ bytes: [UInt8]) {
    let error = #expect(throws: InputError.self) {
      let reader = try CSVReader(name: "t", bytes: bytes, options: .init(decodes: true))
      while try reader.next() {}
    }
    #expect(error?.code == .encoding)
  }

  @Test("other than UTF-8 is a mistake where nobody asked for it")
  func notAsked() {
    #expect(throws: InputError.self) {
      let reader = try CSVReader(name: "t", bytes: Array("a\n".utf8) + [0xE9, 0x0A])
      _ = try reader.next()
    }
  }
}
