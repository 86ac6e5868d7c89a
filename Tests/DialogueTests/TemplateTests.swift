import Testing

@testable import Dialogue

@Suite("Reply templates")
struct TemplateTests {
  struct Example: CustomTestStringConvertible {
    let source: String
    let holes: [String]
    let rendered: String
    var testDescription: String { source }
  }

  @Test(
    "fill well-formed holes and leave every other brace alone",
    arguments: [
      Example(source: "plain", holes: [], rendered: "plain"),
      Example(source: "", holes: [], rendered: ""),
      Example(source: "a {x.y} b", holes: ["x.y"], rendered: "a <x.y> b"),
      Example(source: "{x}{y}", holes: ["x", "y"], rendered: "<x><y>"),
      Example(source: "{ x } {X} {1} {}", holes: [], rendered: "{ x } {X} {1} {}"),
      Example(source: "open {x", holes: [], rendered: "open {x"),
      Example(source: "{{x}}", holes: ["x"], rendered: "{<x>}"),
      Example(source: "ü {x} 🎉", holes: ["x"], rendered: "ü <x> 🎉"),
    ])
  func render(_ example: Example) {
    let template = Template(example.source)
    #expect(template.holes == example.holes)
    #expect(template.render { "<\($0)>" } == example.rendered)
  }

  @Test("never read a value as a template")
  func singlePass() {
    #expect(
      Template("hello {name}").render { $0 == "name" ? "{name} {secret}" : "leaked" }
        == "hello {name} {secret}")
  }

  @Test("keep the holes that are not known when the others are filled for good")
  func filled() {
    let template = Template("a {shop.name} b {order.number}").filled { $0 == "shop.name" ? "S" : nil }
    #expect(template.holes == ["order.number"])
    #expect(template.render { _ in "7" } == "a S b 7")
  }
}
