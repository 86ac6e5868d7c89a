import Dice
import Testing

@testable import Patterns

@Suite("Whatever the pattern")
struct PatternPropertyTests {
  @Test("any text is read or refused at a byte of its own, and what is read compiles or is refused there too")
  func anyText() throws {
    let lists = try PatternSyntaxTests.lists()
    let pieces = [
      "a", "é", "{order}", "{x", "{2,3}", "(", ")", "(?:", "(?<n>", "(?=", "(?!", "(?i)", "(?>", "|", "[",
      "]", "[^",
      "a-z", "\\", "\\d", "\\b", "\\p{L}", "\\x{e9}", "\\1", "*", "+", "?", ".", "^", "$", "'", "#", "(*F)",
      "\\C", " ",
    ]
    var dice = Dice(seed: 3)
    for _ in 0..<5_000 {
      let source = (0..<dice.roll(12)).map { _ in dice.pick(pieces) }.joined()
      do throws(PatternError) {
        _ = try Pattern(PatternSyntax(source, lists: lists))
      } catch {
        #expect((0...source.utf8.count).contains(error.byteOffset), "\(source)")
      }
    }
  }

  /// A pattern that compiles, over few letters, so that random messages match it.
  private func pattern(_ dice: inout Dice, depth: Int = 0) -> String {
    let word = { (dice: inout Dice) in
      dice.pick(["abc", "abd", "bcd", "abcd", "cab", "dab", "bad", "abc abd"])
    }
    switch dice.roll(depth > 3 ? 2 : 14) {
    case 0, 1: return word(&dice)
    case 2: return "(?:\(pattern(&dice, depth: depth + 1)))?"
    case 3:
      return "(?:\(pattern(&dice, depth: depth + 1))|\(pattern(&dice, depth: depth + 1))|\(word(&dice)))"
    case 4: return "(?:\(pattern(&dice, depth: depth + 1)) )+"
    case 5: return "(?:\\S+ ){0,2}" + pattern(&dice, depth: depth + 1)
    case 6: return "(?=\(pattern(&dice, depth: depth + 1)))" + pattern(&dice, depth: depth + 1)
    case 7: return pattern(&dice, depth: depth + 1) + " " + pattern(&dice, depth: depth + 1)
    case 8: return dice.pick(["^", ""]) + pattern(&dice, depth: depth + 1) + dice.pick(["$", "", ""])
    case 9: return dice.pick([#"ab\S*"#, "abc+", #"\S*b\S+"#, "[a-c]+", "[^x]ab", "ca[bd]", ".ab"])
    case 10: return pattern(&dice, depth: depth + 1) + "(?: [^z]+)? " + pattern(&dice, depth: depth + 1)
    case 11: return "(?:\(pattern(&dice, depth: depth + 1))){1,2}" + word(&dice)
    case 12: return word(&dice) + "(?<= \(word(&dice))) (?:\(pattern(&dice, depth: depth + 1)))"
    default: return "(\(pattern(&dice, depth: depth + 1)))[abc]?"
    }
  }

  @Test("required literals occur in every message that matches, and rewriting finds what PCRE2 alone finds")
  func soundness() throws {
    var dice = Dice(seed: 11)
    let (alone, scratch) = (MatchScratch(), PatternScratch())
    var matched = 0
    for _ in 0..<1_500 {
      let source = pattern(&dice)
      guard let syntax = try? PatternSyntax(source) else { continue }
      // An atomic group around every alternation would change nothing here but the order: so does the trie.
      let original = try Pattern(program: "(?<![^ ])(?:\(source))(?:(?![^ ])|(?<= ))")
      let rewritten = try Pattern(syntax)
      let set = PatternSet([PatternSet.Rule(syntax)])
      for _ in 0..<30 {
        let words = (0..<1 + dice.roll(5)).map { _ in
          dice.pick(["abc", "abd", "bcd", "abcd", "cab", "dab", "bad", "abca"])
        }
        var text = words.joined(separator: " ")
        let outcome = text.withUTF8 { original.match(in: $0, with: alone) }
        #expect(text.withUTF8 { rewritten.match(in: $0, with: alone) } == outcome, "\(source) on \(text)")
        text.withUTF8 { set.match($0, with: scratch) }
        #expect(scratch.matches.isEmpty == (outcome == .none), "\(source) on \(text)")
        if outcome == .match { matched += 1 }
      }
    }
    #expect(matched > 1_000)
  }
}
