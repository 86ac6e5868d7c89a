import Testing

@testable import Service

@Suite("JSON that is written without a tree")
struct JSONWriterTests {
  private func written(_ body: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter(capacity: 16)
    body(&json)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("", #""""#),
    ("plain words of more than sixteen bytes", #""plain words of more than sixteen bytes""#),
    ("a \"quote\"", #""a \"quote\"""#),
    ("back\\slash in the second word", #""back\\slash in the second word""#),
    ("line\nbreak\r\tand tab", #""line\nbreak\r\tand tab""#),
    ("\u{0}\u{1F}", #""\u0000\u001f""#),
    ("</script>", #""\u003c/script>""#),
    ("über 12345678 ×\u{7F}", "\"über 12345678 ×\u{7F}\""),
    ("1234567\"", #""1234567\"""#),
    ("12345678\"", #""12345678\"""#),
  ])
  func escapesWhatAStringMayNotHold(text: String, json: String) {
    #expect(written { $0.string(text) } == json)
  }

  /// Every byte at every place of a word of eight: the scan looks at eight together.
  @Test func escapesEveryByteWhereverItStands() {
    for byte in UInt8(0)..<128 {
      for place in 0..<9 {
        var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 9)
        bytes[place] = byte
        let isEscaped = byte < 0x20 || [0x22, 0x5C, 0x3C].contains(byte)
        let json = bytes.withUnsafeBufferPointer { text in written { $0.string(text) } }
        #expect(json.contains("\\") == isEscaped, "byte \(byte) at \(place)")
        #expect(isEscaped || json.utf8.count == 11, "byte \(byte) at \(place)")
      }
    }
  }

  @Test(arguments: [
    (0, "0"), (1, "1"), (0.5, "0.5"), (0.987654, "0.988"), (-2.25, "-2.25"), (0.004, "0.004"),
    (-0.02, "-0.02"),
    (12.3, "12.3"), (.nan, "null"), (.infinity, "null"),
  ])
  func writesFractionsWithThreeDecimals(value: Double, json: String) {
    #expect(written { $0.fraction(value) } == json)
  }

  @Test func putsCommasBetweenValues() {
    let json = written { json in
      json.object { json in
        json.key("a")
        json.array { json in
          json.number(-1)
          json.number(20)
          json.bool(true)
          json.null()
        }
        json.key("b")
        json.hexadecimal([0, 255, 16])
        json.key("c")
        json.raw(Array("{}".utf8))
      }
    }
    #expect(json == #"{"a":[-1,20,true,null],"b":"00ff10","c":{}}"#)
  }
}
