import Foundation
import Testing

@testable import Formats

@Suite("Source files")
struct SourceFileTests {
  @Test("lose their BOM and keep everything else")
  func bom() throws {
    #expect(try SourceFile(name: "t", bytes: [0xEF, 0xBB, 0xBF, 0x61]).text == "a")
    #expect(try SourceFile(name: "t", text: "x\r\ny\u{FEFF}").text == "x\r\ny\u{FEFF}")
  }

  @Test("that cannot be read say why")
  func unreadable() {
    let cases = [
      ("/nowhere/x.yaml", "/nowhere/x.yaml: No such file or directory"),
      ("/tmp", "/tmp: is a folder, not a file"),
    ]
    for (path, message) in cases {
      let whole = #expect(throws: InputError.self) { try SourceFile(path: path) }
      let streamed = #expect(throws: InputError.self) { try CSVReader(path: path) }
      for error in [whole, streamed] {
        #expect(error?.description == message)
        #expect(error?.code == .unreadable)
      }
    }
  }

  @Test("beyond their bound are refused before they are read")
  func tooLarge() throws {
    let path = NSTemporaryDirectory() + "parley-large-\(UUID())"
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(
      FileManager.default.createFile(atPath: path, contents: Data(repeating: 0x61, count: (1 << 20) + 1)))
    let error = #expect(throws: InputError.self) { try SourceFile(path: path, maximumBytes: 1 << 20) }
    #expect(error?.description == "\(path):1:1: the file is larger than 1 MiB")
    #expect(try SourceFile(path: path, maximumBytes: 2 << 20).bytes.count == (1 << 20) + 1)
  }

  @Test("that never end, such as devices, are refused at the bound")
  func endless() {
    #expect(throws: InputError.self) { try SourceFile(path: "/dev/zero", maximumBytes: 1 << 20) }
    #expect(throws: InputError.self) { try CSVReader(path: "/dev/zero") }
  }

  @Test(
    "are checked byte for byte as UTF-8",
    arguments: [
      ([0xC2, 0x80], true), ([0xDF, 0xBF], true), ([0xE0, 0xA0, 0x80], true), ([0xED, 0x9F, 0xBF], true),
      ([0xEE, 0x80, 0x80], true), ([0xEF, 0xBF, 0xBF], true), ([0xF0, 0x90, 0x80, 0x80], true),
      ([0xF4, 0x8F, 0xBF, 0xBF], true),
      ([0x80], false), ([0xBF], false), ([0xC0, 0x80], false), ([0xC1, 0xBF], false), ([0xC2], false),
      ([0xC2, 0x20], false),
      ([0xE0, 0x9F, 0xBF], false), ([0xED, 0xA0, 0x80], false), ([0xED, 0xBF, 0xBF], false),
      ([0xE1, 0x80], false),
      ([0xF0, 0x8F, 0xBF, 0xBF], false), ([0xF4, 0x90, 0x80, 0x80], false),
      ([0xF5, 0x80, 0x80, 0x80], false), ([0xFE], false),
      ([0xFF], false), ([0x00], false), ([0xF1, 0x80, 0x80, 0xC0], false),
    ] as [([UInt8], Bool)])
  func utf8(_ bytes: [UInt8], _ isValid: Bool) {
    // Around the eight-byte steps of the ASCII pass.
    for lead in 0...17 {
      let text = [UInt8](repeating: 0x61, count: lead) + bytes
      for trail in [0, 1, 9] {
        let check = (text + [UInt8](repeating: 0x62, count: trail)).withUnsafeBytes {
          TextCheck($0, isComplete: true)
        }
        #expect((check.fault == nil) == isValid)
        #expect(check.fault.map { $0.offset } == (isValid ? nil : lead))
      }
    }
  }

  @Test("tell the place of a byte in characters, whatever ends the lines")
  func places() throws {
    let source = try SourceFile(name: "t", text: "ä\r\nö\rü\nxé!")
    #expect("\(source.place(ofByte: source.bytes.count - 1))" == "t:4:3")
    #expect("\(source.place(ofByte: 0))" == "t:1:1")
  }
}
