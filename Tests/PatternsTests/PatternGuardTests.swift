import Testing

@testable import Patterns

@Suite("Dangerous patterns")
struct PatternGuardTests {
  private func danger(_ source: String) throws -> PatternGuard.Danger? {
    let syntax = try PatternSyntax(source, lists: PatternSyntaxTests.lists())
    return try PatternGuard().danger(of: Pattern(syntax), syntax)
  }

  @Test(
    "what could hang is found",
    arguments: [
      "(?:a+)+[bc]", "(?:a|aa)+[bc]", #"(?:\S+ )*(?:\S+ )*(?:\S+ )*x[yz]"#, #"(?:\w+\s?)+[!?]"#,
      #"(?:.*a){20}"#,
      "order (?:(?:a*)*b|c)", "(?:(?:x+x+)+y|z)", #"(?:\S+ )*(?:\S+ )*refund"#,
      // Slow from every place, where no repeat of its own text tells.
      #"[^ ]*?a+(?:\S+ ){0,4}\w"#, #".\d++|\S+\S+x"#, #"(?:\S+ )+b|c"#, #".*.*.*z|q"#,
    ])
  func dangerous(_ source: String) throws {
    #expect(try danger(source) != nil)
  }

  @Test(
    "what rules are made of is not",
    arguments: [
      "where is {my} {order}", "{any}refund", #"(?:\S+ ){0,8}(?:late|missing)"#, #"cancel {any}{order}"#,
      #"^(?:hi|hello)(?: \S+)*$"#, #"{number} {any}{number}"#, #"\S+@\S+"#, "(?:very )+late", "", "order",
      "(?=.*order)cancel",
    ])
  func harmless(_ source: String) throws {
    let found = try danger(source)
    #expect(found == nil)
  }

  @Test("near-misses are as long as a message may be, and no longer")
  func length() throws {
    let syntax = try PatternSyntax(#"where {any}(?:is|are)+ {number}"#, lists: PatternSyntaxTests.lists())
    let messages = NearMisses(of: syntax.node).messages
    #expect(!messages.isEmpty)
    for message in messages {
      let characters = String(decoding: message, as: UTF8.self).unicodeScalars.count
      #expect((1_900...PatternGuard.mostCharacters).contains(characters))
    }
  }
}
