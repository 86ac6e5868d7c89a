import Formats
import Testing

@Suite("JSON texts")
struct JSONNodeTests {
  @Test(
    "of RFC 8259 are read, and written back the same",
    arguments: [
      "null", "true", "false", "0", "-0", "-1", "1.50", "1e10", "1E+2", "-1.5e-7", "20e1",
      "123456789012345678901234567890", "0.4e00669999999999999999", "\"\"", "\"a\"", "\"ü👟\u{2028}\"",
      "\"\u{7F}\"", "[]", "{}", "[1,[2,[3]]]", "[[],{}]", "{\"\":0}", "{\"a\":{\"b\":[null,true,\"c\"]}}",
      "\"\\\"\\\\/\\n\\r\\t\"", "\"\\u0001\\u001f\"",
    ])
  func roundTrip(_ text: String) throws {
    #expect(try parse(text).value.text() == text)
  }

  @Test(
    "may be written otherwise and mean the same",
    arguments: [
      (" [ 1 ,\t2\r\n] ", "[1,2]"), ("\u{FEFF}{}", "{}"), ("\"\\u0041\\/\\b\\f\"", "\"A/\\u0008\\u000c\""),
      ("\"\\uD83D\\uDC5F\"", "\"👟\""), ("\"\\ud834\\udd1e\"", "\"𝄞\""), ("\"\\u0000\"", "\"\\u0000\""),
      ("{\"a\\u0062\":1}", "{\"ab\":1}"),
      ("\"\\uDBFF\\uDFFF\"", "\"\u{10FFFF}\""), ("\"\\uFFFE\"", "\"\u{FFFE}\""),
    ])
  func meaning(_ text: String, _ plain: String) throws {
    #expect(try parse(text).value.text() == plain)
  }

  @Test(
    "beyond it are refused",
    arguments: [
      " ", "nul", "nulll", "True", "undefined", "NaN", "Infinity", "-", "+1", "01", "-01", "1.", ".5", "1.e1",
      "1e",
      "1e+", "0x1", "1_000", "1 2", "--1", "1eE2", "0.1.2", "2.e+3", "１", "-foo", "'a'", "\"", "\"a",
      "\"\\\"", "\"\\x\"",
      "\"\\u12\"", "\"\\u12g4\"", "\"\\uD800\"", "\"\\uDC00\"", "\"\\uD800\\u0041\"", "\"\\uD800x\"",
      "\"\\uD800\\", "\"a\nb\"",
      "\"\t\"", "\"\u{1F}\"", "\"\\\u{1F600}\"", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[,]", "[1,,2]",
      "[1 2]", "[1]]", "[1}", "[\"a\",",
      "{", "}", "{1:2}", "{a:1}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":1 \"b\":2}", "{,}",
      "{\"a\":1,,\"b\":2}",
      "{\"a\"::1}", "{\"a\" 1}", "{\"a\":1}}", "{\"a\":1]", "{'a':1}", "{null:1}", "{\"a\":\"b\"}#",
      "{\"a\":1}//x",
      "/* x */ 1", "[1]x", "<null>", "\u{2060}1", "\u{A0}1", "\u{C}1", "*", "{[", "[{\"a\":[{", "\\u0020[]",
      "é", "\"\"x", "{}{}", "a",
    ])
  func refused(_ text: String) {
    #expect(throws: InputError.self) { try parse(text) }
  }

  struct Refusal: CustomTestStringConvertible {
    let text: String
    let message: String
    var testDescription: String { message }
  }

  @Test(
    "are refused at the character that is wrong",
    arguments: [
      Refusal(text: "", message: "t.json:1:1: the file is empty"),
      Refusal(text: "{\n  \"ä\": 1,\n  ü\n}", message: "t.json:3:3: expected a key in quotes"),
      Refusal(text: "[1, \"ö\" 2]", message: "t.json:1:9: expected ',' or ']'"),
      Refusal(text: "{\"a\": 1.x}", message: "t.json:1:9: expected a digit"),
      Refusal(text: "{\"a\" 1}", message: "t.json:1:6: expected ':' after the key"),
      Refusal(text: "[1] 2", message: "t.json:1:5: text after the end of the JSON value"),
      Refusal(text: "[\"\\q\"]", message: "t.json:1:3: unknown escape in a string"),
      Refusal(
        text: "[\"ab\u{1}\"]", message: "t.json:1:5: a control character inside a string; write it as \\u00XX"
      ),
      Refusal(text: "[1,", message: "t.json:1:4: the JSON text ends too early"),
      Refusal(
        text: String(repeating: "[", count: 100_000), message: "t.json:1:129: nested more than 128 deep"),
      Refusal(
        text: String(repeating: "{\"a\":", count: 50_000), message: "t.json:1:641: nested more than 128 deep"),
      Refusal(
        text: "{\"a\":1,\"b\":2,\n\"a\":3}", message: "t.json:2:1: \"a\" stands in this object already"),
      Refusal(
        text: "{" + (0..<40).map { "\"\($0)\":1,\n" }.joined() + "\"3\":1}",
        message: "t.json:41:1: \"3\" stands in this object already"),
      Refusal(text: "[\u{0}]", message: "t.json:1:2: NUL byte; this is not a text file"),
    ])
  func places(_ refusal: Refusal) {
    let error = #expect(throws: InputError.self) { try parse(refusal.text) }
    #expect(error?.description == refusal.message)
  }

  @Test("may be 128 deep, and as long as the file")
  func deepAndLong() throws {
    let deep = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    #expect(try parse(deep).value.text() == deep)
    let long = "[" + String(repeating: "[],", count: 10_000) + "0]"
    #expect(try parse(long).array().count == 10_001)
    let wide = JSONValue.object((0..<5000).map { .init("k\($0)", .integer($0)) })
    #expect(try parse(wide.text()).object()["k4999"]?.integer() == 4999)
  }

  @Test("readers point at what they cannot take")
  func readers() throws {
    let root = try parse("{\"a\": [1],\n \"b\": \"x\", \"c\": null, \"d\": 1.5}").object()
    func message(_ read: () throws(InputError) -> Void) -> String? {
      #expect(throws: InputError.self, performing: read)?.description
    }
    #expect(
      message { () throws(InputError) in _ = try root["a"]!.string() }
        == "t.json:1:7: must be a string, not a list")
    #expect(
      message { () throws(InputError) in _ = try root["b"]!.integer() }
        == "t.json:2:7: must be a whole number, not a string")
    #expect(
      message { () throws(InputError) in _ = try root["d"]!.integer() }
        == "t.json:2:28: must be a whole number, not the number 1.5")
    #expect(message { () throws(InputError) in _ = try root.required("e") } == "t.json:1:1: missing \"e\"")
    #expect(root["c"]?.isNull == true && root.optional("c") == nil)
    #expect(try root["d"]!.number() == 1.5 && root["d"]!.stringOrNumber() == "1.5")
  }

  @Test("are written with sorted keys on demand")
  func sorted() {
    let value: JSONValue = [
      "b": [1, 2.5, nil, true, .double(.nan)], "a": ["z": "\u{1}", "y": .init(nil)], "c": [:],
    ]
    #expect(value.text() == "{\"b\":[1,2.5,null,true,null],\"a\":{\"z\":\"\\u0001\",\"y\":null},\"c\":{}}")
    #expect(
      value.text(sortedKeys: true)
        == "{\"a\":{\"y\":null,\"z\":\"\\u0001\"},\"b\":[1,2.5,null,true,null],\"c\":{}}")
  }

  private func parse(_ text: String) throws(InputError) -> JSONNode {
    try JSONNode.parse(SourceFile(name: "t.json", text: text))
  }
}
