import Testing
import Text

@testable import Conversations

@Suite("Masking of personal data")
struct MaskingTests {
  struct Example: CustomTestStringConvertible {
    let text: String
    let masked: String
    var testDescription: String { "“\(text)”" }
  }

  @Test(
    "names the kind of what it takes out",
    arguments: [
      Example(text: "where is my order", masked: "where is my order"),
      Example(text: "where is #1042?", masked: "where is {order_number}?"),
      Example(text: "mail anna@example.com now", masked: "mail {email} now"),
      Example(text: "house 4 b, floor 12-3", masked: "house 4 b, floor 12-3"),
      Example(text: "line\u{1B}[31m\nbreak", masked: "line [31m break"),
      Example(text: "size 42", masked: "size 42"),
    ])
  func masks(_ example: Example) {
    let analyzer = TextAnalyzer()
    analyzer.analyze(example.text)
    let masked = Masking.masked(analyzer)
    #expect(masked == example.masked)
  }

  @Test(
    "leaves no digit run of four or more, and no address",
    arguments: [
      "card 4111-1111-1111-1111 please", "iban DE89 3704 0044 0532 0130 00", "call +49 30 1234567",
      "order 113542617735902 of bob@example.org", "W4817420 and 112-4839201-8827361",
    ])
  func nothingIsLeft(_ text: String) {
    let analyzer = TextAnalyzer()
    analyzer.analyze(text)
    let masked = Masking.masked(analyzer)
    #expect(!masked.contains("@"))
    var run = 0
    for byte in masked.utf8 {
      run = (0x30...0x39).contains(byte) ? run + 1 : 0
      #expect(run < 4, "\(masked)")
    }
  }
}
