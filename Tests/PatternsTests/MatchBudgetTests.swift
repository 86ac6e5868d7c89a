import Dice
import Glibc
import Testing

@testable import Patterns

@Suite("What a long message may cost")
struct MatchBudgetTests {
  private static let evil = [
    #".\d++|\S+\S+x"#, #"[^ ]*?a+(?:\S+ ){0,4}\w"#, ".*.*.*z|q", "(?:a|aa)+[bc]",
    #"(?:\S+ )*(?:\S+ )*(?:\S+ )*x[yz]"#,
    "(?:.*a){20}", #"\S+ \S+ \S+.*.*x|q"#,
  ]

  /// Microseconds of this thread.
  private func micros(_ body: () -> Void) -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
    }
    let start = now()
    body()
    return now() - start
  }

  @Test(
    "rules that check would refuse cannot hold up a message, all of them together",
    arguments: ["a", "a ", "aaxa", "é", "a a a b ", "aaab "])
  func all(_ unit: String) throws {
    var rules: [PatternSet.Rule] = []
    for source in Self.evil + Self.evil + Self.evil { rules.append(.init(try PatternSyntax(source))) }
    let set = PatternSet(rules)
    let scratch = PatternScratch()
    let text = Array(String(repeating: unit, count: 2_000 / unit.unicodeScalars.count).utf8)
    // The first run compiles; of the others the best counts, the rest is the machine's.
    let runs = (0..<6).map { _ in
      micros { text.withUnsafeBufferPointer { set.match($0, with: scratch) } }
    }
    #expect(try #require(runs.dropFirst().min()) < 5_000)
  }

  @Test("a message after one that spent its budget has one of its own")
  func renewed() throws {
    let evil = try Pattern(PatternSyntax(#".\d++|\S+\S+x"#))
    let good = try Pattern(PatternSyntax("refund"))
    let scratch = MatchScratch(budget: 1)
    func outcome(_ pattern: Pattern, _ text: String) -> MatchOutcome {
      Array(text.utf8).withUnsafeBufferPointer { pattern.match(in: $0, with: scratch) }
    }
    #expect(outcome(evil, String(repeating: "a", count: 2_000)) == .fault(MatchScratch.budgetSpent))
    #expect(scratch.faults == 1)
    #expect(outcome(good, String(repeating: "x", count: 100) + " refund") == .match)
    #expect(outcome(good, "refund " + String(repeating: "x", count: 1_000)) == .match)
  }

  @Test("a long message searched in pieces matches as it does in one", arguments: 0..<40)
  func pieces(_ seed: Int) throws {
    var dice = Dice(seed: UInt64(seed))
    let sources = [
      "refund", #"(?:\S+ ){0,4}late"#, "^hello", "thanks$", #"(?<=my )order"#, #"\d{3,}(?! items)"#, "a b",
      #"é\S*"#, "",
      #"(?<number>\d+) (?:\S+ ){2,3}x"#,
    ]
    let words = [
      "a", "b", "é", "hello", "my", "order", "late", "1042", "12", "items", "x", "thanks", "refun", "漢字",
    ]
    let (whole, pieces) = (MatchScratch(budget: nil), MatchScratch(budget: 1 << 40))
    for source in sources {
      let pattern = try Pattern(PatternSyntax(source))
      var text = (0..<40 + dice.roll(300)).map { _ in
        dice.pick(Array(words.prefix(1 + dice.roll(words.count))))
      }
      .joined(separator: " ")
      if dice.roll(2) == 0 { text += dice.pick([" thanks", " refund", " my order", " a b"]) }
      Array(text.utf8).withUnsafeBufferPointer { text in
        let expected = pattern.match(in: text, with: whole)
        #expect(pattern.match(in: text, with: pieces) == expected)
        guard expected == .match else { return }
        #expect(pieces.range(ofGroup: 0) == whole.range(ofGroup: 0))
      }
    }
  }
}
