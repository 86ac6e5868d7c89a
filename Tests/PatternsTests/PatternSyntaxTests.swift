import Testing

@testable import Patterns

@Suite("Reading patterns")
struct PatternSyntaxTests {
  static let items: [String: [String]] = [
    "order": ["orders?", "purchases?", "parcels?"],
    "my": ["my", "the", "our"],
    "any": [#"(?:\S+ ){0,4}"#],
    "thing": ["{my} {order}"],
    "number": [#"(?<order_number>\d{4,})"#],
  ]

  static func lists() throws -> PatternLists {
    try PatternLists(items) { scalar in
      switch scalar {
      case "é", "É": "e"
      case "ß": "ss"
      case "’": ""
      default: String(scalar).lowercased()
      }
    }
  }

  struct Example: CustomTestStringConvertible {
    let source: String
    let result: String
    init(_ source: String, _ result: String) {
      self.source = source
      self.result = result
    }
    var testDescription: String { source }
  }

  @Test(
    "lists are expanded and letters folded",
    arguments: [
      Example("where is {my} {order}", "where is (?:my|the|our) (?:orders?|p(?:urchases?|arcels?))"),
      Example("{any}refund", "(?:(?:[^ ]+ ){0,4})refund"),
      Example("{thing}", "(?:(?:my|the|our) (?:orders?|p(?:urchases?|arcels?)))"),
      Example("Café", "cafe"),
      Example("groß?e", "gro(?:ss)?e"),
      Example("where'?s it’s", "where(?:)?s it(?:)s"),
      Example(#"\d+\s\w\D"#, #"[0-9]+ \w[^0-9]"#),
      Example(#"[A-Z\d\s\-É]+"#, #"[a-z0-9 \-e]+"#),
      Example(#"[]a][^]b]"#, #"[]a][^]b]"#),
      Example("a{2}b{2,}c{2,5}d??e*+", "a{2}b{2,}c{2,5}d??e*+"),
      Example("(?i)A(?i:B)(?#note)c", "a(?:b)c"),
      Example(#"\x41\x{e9}\.\\"#, #"ae\.\\"#),
      Example("(?<n>a)(?P<m>b)(?'o'c)\\k{n}(?P=m)\\1", "(?<n>a)(?P<m>b)(?'o'c)\\k{n}(?P=m)\\1"),
      Example("(?>a|b)(?=c)(?!d)(?<=e)(?<!f)^$", "(?>a|b)(?=c)(?!d)(?<=e)(?<!f)^$"),
      Example("[[:alpha:]]\\p{Lu}\\pL", "[[:alpha:]]\\p{Lu}\\pL"),
      Example("заказ", "заказ"),
      Example("or|order|a|b+|b.d|e\\.g|é", "or(?:der)?|a|e(?:\\.g)?|b+|b.d"),
      Example("[ab]c|bc|x", "ac|bc|x"),
      Example("(?:cat|cats|dog) (?:(n)|m|mm)", "(?:cats?|dog) (?:(n)|mm?)"),
      Example("", ""),
    ])
  func expansion(_ example: Example) throws {
    let syntax = try PatternSyntax(example.source, lists: PatternSyntaxTests.lists())
    #expect(syntax.expanded == example.result)
    _ = try Pattern(syntax)
  }

  @Test(
    "an error names the byte",
    arguments: [
      Example("order {nope}", "unknownList 6: there is no list {nope}"),
      Example("(a", "syntax 0: the group is never closed"),
      Example("ab)", "syntax 2: there is no group for this )"),
      Example("a|*b", "syntax 2: there is nothing to repeat before this *"),
      Example("a**", "syntax 2: a quantifier cannot be repeated"),
      Example("^?hi", "syntax 1: ^ cannot be repeated"),
      Example("a{3,2}", "syntax 1: the quantifier's numbers are in the wrong order"),
      Example("a{2", "syntax 1: expected a quantifier, as in {2,5}"),
      Example("a{2000}", "tooLarge 1: a quantifier may count to 1000"),
      Example("a {", "syntax 2: expected a list, as in {order}; write \\{ for the sign itself"),
      Example("[ab", "syntax 0: the class is never closed"),
      Example("ab\\", "syntax 2: the pattern ends in \\"),
      Example("ab\\i", "syntax 2: \\i means nothing; write the letter alone"),
      Example("(*LIMIT_MATCH=1)a", "refused 0: (*VERBS) are not for rules"),
      Example("a(*SKIP)", "refused 1: (*VERBS) are not for rules"),
      Example("é\\C", "refused 2: \\C splits letters and is not for rules"),
      Example("a(?C1)", "refused 1: callouts are not for rules"),
      Example("a(?R)", "refused 1: a pattern may not call itself or another group"),
      Example("(a)(?1)", "refused 3: a pattern may not call itself or another group"),
      Example("(?(1)a)", "refused 0: conditions are not for rules; write two rules"),
      Example("(?x)a b", "refused 0: expected a group such as (?:…), (?<name>…), (?=…) or (?!…)"),
      Example("(?<1a>b)", "syntax 3: expected a name of up to 32 letters, digits and _, then >"),
      Example("\\Qa\\E", "refused 0: \\Q is not for rules; put \\ before each sign"),
      Example("a\\Kb", "refused 1: \\K is not for rules; use (?<=…)"),
      Example("\\x{zz}", "syntax 0: expected a character's code, as in \\x{e9}"),
      Example(String(repeating: "a", count: 2001), "tooLarge 2000: a rule may have 2000 bytes"),
      Example(
        String(repeating: "(", count: 51) + String(repeating: ")", count: 51),
        "tooLarge 50: groups are nested deeper than 50"),
    ])
  func errors(_ example: Example) {
    #expect { try PatternSyntax(example.source, lists: PatternSyntaxTests.lists()) } throws: { error in
      guard let error = error as? PatternError else { return false }
      let said = "\(error.code) \(error.byteOffset): \(error.message)"
      if said != example.result { Issue.record("said “\(said)”") }
      return said == example.result && error.place == .rule
    }
  }

  @Test("PCRE2's objection is placed in the rule, before the lists were expanded")
  func compileError() throws {
    let syntax = try PatternSyntax(#"{order} {thing} (?<=a+)b"#, lists: PatternSyntaxTests.lists())
    let error = #expect(throws: PatternError.self) { try Pattern(syntax) }
    #expect(error?.message == "lookbehind assertion is not fixed length")
    #expect(error.map { (16...24).contains($0.byteOffset) } == true)
  }

  @Test("lists that cannot be read are placed in their item")
  func listErrors() {
    func error(_ items: [String: [String]]) -> PatternError? {
      do throws(PatternError) {
        _ = try PatternLists(items) { String($0) }
        return nil
      } catch { return error }
    }
    #expect(error(["a": ["x", "y {b}"], "b": ["{a}"]])?.code == .recursiveList)
    #expect(error(["a": ["{a}"]])?.message == "list {a} uses itself: a → a")
    #expect(error(["a": ["x", "y{q}"]])?.place == .item(list: "a", index: 1))
    #expect(error(["a": ["x", "y{q}"]])?.byteOffset == 1)
    #expect(error(["a": []])?.message == "list {a} is empty")
    #expect(error(["a": ["{b}|z"], "b": ["x"]]) == nil)
  }

  @Test("lists nested in lists count towards the depth")
  func deepLists() {
    var items: [String: [String]] = ["l0": ["x"]]
    for level in 1...60 { items["l\(level)"] = ["{l\(level - 1)}"] }
    #expect(throws: PatternError.self) { try PatternLists(items) { String($0) } }
  }

  @Test(
    "literal evidence is the least number of letters and digits a match must have",
    arguments: [
      ("where is", 7), ("orders?", 5), ("(?:track|follow) it", 7), ("{my} {order}", 2 + 6 - 1),
      (#"\S+ [abc] ."#, 0), ("a{3}b{0,2}", 3), ("(?=order)x", 1), ("(?:cat)*", 0), ("größe", 6), ("заказ", 5),
      ("", 0), ("{any}refund", 6), (#"#\d{4}42"#, 2),
    ])
  func evidence(_ source: String, _ expected: Int) throws {
    #expect(try PatternSyntax(source, lists: PatternSyntaxTests.lists()).literalEvidence == expected)
  }

  @Test(
    "required literals are what every match contains",
    arguments: [
      Example("where is it", "where is it"),
      Example("orders?", "order"),
      Example("(?:track|follow) it", "follow it,track it"),
      Example("where is {my} {order}", "where is my ,where is our ,where is the ;order,parcel,purchase"),
      Example("{any}refund", "refund"),
      Example(#"\S+ \d+"#, ""),
      Example("a|order", ""),
      Example("(?:order|parcel) {any}(?:late|missing)", "order ,parcel ;late,missing"),
      Example("(?=.*order)x", "order"),
      Example("(?!order)cancel", "cancel"),
      Example("(?:order )+now", "order ;now"),
      Example("cancel[sz]", "cancels,cancelz"),
      Example("order|reorder", "order"),
      Example("(?:order)?", ""),
    ])
  func requiredLiterals(_ example: Example) throws {
    let sets = try PatternSyntax(example.source, lists: PatternSyntaxTests.lists()).requiredLiterals
    let said = sets.map { $0.literals.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ",") }
    #expect(said.joined(separator: ";") == example.result)
  }
}
