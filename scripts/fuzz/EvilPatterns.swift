import Dice
import Patterns

/// Patterns of chance and of bad repute against texts that bring out the worst: each is refused, or cheap.
struct EvilPatterns {
  static let patterns = [
    "(?:a+)+b", "(?:a|aa)+b", "(?:a|a?)+b", "(?:.*a){12}", "(?:\\S+ )*(?:\\S+ )*(?:\\S+ )*x", "(?:a*)*b",
    "(a|b|ab)*c",
    "(?:[a-z]+)*\\d", "(?:\\w+\\s?)+x", "^(?:(?:a|b)?c?)*d$", "(?:x+x+)+y", "(?:.*?,){11}p",
    "(?:a?){40}a{40}",
    "(?:(?:a*)*)*b", "\\S*\\S*\\S*\\S*z", "(?=(?:a+)+b)a", "(?:a+){2,}b", "(?:ab|a|b)+?c", "(\\S+) \\1+ z",
    "(?:\\S+ ){0,1000}z", "(?:(?:\\S+ ){0,30}(?:\\S+ )?){0,30}z", "(?>a+)+b", "a++b", "(?:é|e)+ü",
  ]
  private static let letters = ["a", "aa", "ab", "b", "c", "x", " ", "a ", "ab ", ",", "1", "é", "z", "a a "]
  private static let pieces = [
    "a", "b", "x", "ab", "(?:", "(", ")", "|", "*", "+", "?", "{2,5}", "{0,30}", "\\S+", "\\S", "\\w", "\\d",
    ".",
    "[a-c]", "[^ ]", " ", "^", "$", "(?=", "(?!", "(?>", "\\1", "*?", "++", "(?:\\S+ ){0,4}", "(?:a|b)", "a+",
  ]

  private let scratch = MatchScratch()
  private let patternGuard = PatternGuard()
  private(set) var refused = 0

  mutating func step(_ dice: inout Dice, _ watch: Watch) {
    let source =
      dice.roll(3) == 0
      ? dice.pick(Self.patterns) : (0..<1 + dice.roll(12)).map { _ in dice.pick(Self.pieces) }.joined()
    guard let syntax = try? PatternSyntax(source), let pattern = try? Pattern(syntax),
      patternGuard.danger(of: pattern, syntax) == nil
    else {
      watch.count("pattern, refused")
      return
    }
    let set = PatternSet([PatternSet.Rule(syntax)])
    let setScratch = PatternScratch()
    for _ in 0..<12 {
      let unit = (0..<1 + dice.roll(3)).map { _ in dice.pick(Self.letters) }.joined()
      var text = String(repeating: unit, count: 1 + dice.roll(2_000 / unit.unicodeScalars.count))
      if dice.roll(2) == 0 { text = String(text.dropLast()) + dice.pick(Self.letters) }
      let scratch = scratch
      var outcome = MatchOutcome.none
      watch.time("pattern", "\(source) on \(unit)…") {
        outcome = text.withUTF8 { pattern.match(in: $0, with: scratch) }
      }
      text.withUTF8 { set.match($0, with: setScratch) }
      if setScratch.matches.isEmpty != (outcome != .match) {
        watch.fail("prefilter", "\(source) on \(text.prefix(60))")
      }
    }
  }
}
