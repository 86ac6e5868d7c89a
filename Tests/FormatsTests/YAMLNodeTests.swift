import Formats
import Testing

@Suite("YAML")
struct YAMLNodeTests {
  @Test("keeps values as typed, with their places")
  func values() throws {
    let root = try parse(
      """
      # a comment
      name: Nordlicht & Söhne
      open: yes
      price: 1.10
      items: [one, 'two', "thr\\u00e9e"]
      nested:
        none:
        tilde: ~
        quoted: 'null'
        text: |
          two
          lines
      """)
    let mapping = try root.mapping(allowed: ["name", "open", "price", "items", "nested"])
    #expect(try mapping.required("name").string() == "Nordlicht & Söhne")
    #expect(try mapping.required("open").boolean())
    #expect(try mapping.required("open").string() == "yes")
    #expect(try mapping.required("price").string() == "1.10")
    #expect(try mapping.required("price").number() == 1.1)
    #expect(try mapping.required("items").strings() == ["one", "two", "thrée"])
    #expect("\(try mapping.required("items").sequence()[1].place)" == "t.yaml:5:14")
    let nested = try mapping.required("nested").mapping()
    #expect(nested.optional("none") == nil && nested.optional("tilde") == nil)
    #expect(nested["none"]?.isNull == true)
    #expect(try nested.required("quoted").string() == "null")
    #expect(try nested.required("text").string() == "two\nlines")
    #expect("\(nested.entries[3].keyPlace)" == "t.yaml:10:3")
  }

  struct Refusal: CustomTestStringConvertible {
    let text: String
    let message: String
    var testDescription: String { message }
    init(_ text: String, _ message: String) { (self.text, self.message) = (text, "t.yaml:" + message) }
  }

  @Test(
    "that is wrong is refused with its place",
    arguments: [
      Refusal("", "1:1: the file is empty"),
      Refusal("# only\n", "2:1: nothing in this file but comments"),
      Refusal("a: &x 1\n", "1:4: anchors ('&name') are not supported"),
      Refusal("a: *x\n", "1:4: aliases ('*name') are not supported"),
      Refusal("ä: !!str 1\n", "1:4: tags ('!name') are not supported; quote text that starts with '!'"),
      Refusal("a: !x [1]\n", "1:4: tags ('!name') are not supported; quote text that starts with '!'"),
      Refusal("a: 1\nb: 2\na: 3\n", "3:1: the key 'a' is there twice; first in line 1"),
      Refusal("a: 1\n---\nb: 2\n", "2:1: a second document in the file; one file, one document"),
      Refusal("<<: 1\n", "1:1: merge keys ('<<') are not supported"),
      Refusal("[a]: 1\n", "1:1: a key must be plain text"),
      Refusal(
        "a: [1, 2\n", "2:1: did not find expected ',' or ']' while parsing a flow sequence (from line 1)"),
      Refusal(
        "a:\n  b: 1\n c: 2\n", "3:2: did not find expected key while parsing a block mapping (from line 1)"),
      Refusal("a: 'x\n", "2:1: found unexpected end of stream while scanning a quoted scalar (from line 1)"),
      Refusal(
        "a:\n\tb: 1\n",
        "2:1: found character that cannot start any token while scanning for the next token (from line 2)"),
      Refusal("a: 1\nb: x\u{7}\n", "2:5: control characters are not allowed"),
      Refusal("a: \u{0}\n", "1:4: NUL byte; this is not a text file"),
      Refusal(String(repeating: "[", count: 65), "1:65: nested more than 64 deep"),
      Refusal(String(repeating: "[", count: 100_000), "1:65: nested more than 64 deep"),
    ])
  func refusals(_ refusal: Refusal) {
    let error = #expect(throws: InputError.self) { try parse(refusal.text) }
    #expect(error?.description == refusal.message)
  }

  @Test("readers point at what they cannot take")
  func readers() throws {
    let root = try parse("a: [1]\nb: many\nc: {x: 1}\nd:\n").mapping()
    func message(_ read: () throws(InputError) -> Void) -> String? {
      #expect(throws: InputError.self, performing: read)?.description
    }
    #expect(
      message { () throws(InputError) in _ = try root["a"]!.string() }
        == "t.yaml:1:4: must be text, not a list")
    #expect(
      message { () throws(InputError) in _ = try root["b"]!.integer() }
        == "t.yaml:2:4: must be a whole number, not 'many'")
    #expect(
      message { () throws(InputError) in _ = try root["b"]!.boolean() }
        == "t.yaml:2:4: must be true or false, not 'many'")
    #expect(
      message { () throws(InputError) in _ = try root["b"]!.sequence() }
        == "t.yaml:2:4: must be a list, not 'many'")
    #expect(
      message { () throws(InputError) in _ = try root["d"]!.string() }
        == "t.yaml:4:3: must be text, but there is nothing")
    #expect(
      message { () throws(InputError) in _ = try root["c"]!.mapping(allowed: ["y", "z"]) }
        == "t.yaml:3:5: unknown key 'x'; allowed: y, z")
    #expect(message { () throws(InputError) in _ = try root.required("e") } == "t.yaml:1:1: missing key 'e'")
    #expect(
      message { () throws(InputError) in _ = try root["b"]!.string(oneOf: ["few"]) }
        == "t.yaml:2:4: 'many' is not one of few")
  }

  @Test("a BOM is skipped")
  func bom() throws {
    #expect(try parse("\u{FEFF}a: 1\n").mapping().required("a").integer() == 1)
  }

  private func parse(_ text: String) throws(InputError) -> YAMLNode {
    try YAMLNode.parse(SourceFile(name: "t.yaml", text: text))
  }
}
