import Dice
import Testing

@testable import Patterns

@Suite("Many rules behind one pass")
struct PatternSetTests {
  static let sources = [
    "where is {my} {order}", "{any}refund", "cancel {any}{order}", #"\d{4,}"#, "(?:hi|hello)", "late",
    "where is {number}", "where is {my} (?:refund|money)",
  ]

  static func set() throws -> PatternSet {
    let lists = try PatternSyntaxTests.lists()
    var rules = try sources.map { PatternSet.Rule(try PatternSyntax($0, lists: lists)) }
    rules.append(
      PatternSet.Rule(try PatternSyntax("order", lists: lists), unless: try PatternSyntax("cancel")))
    return PatternSet(rules)
  }

  private func matches(_ text: String, in set: PatternSet, _ scratch: PatternScratch) -> [Int] {
    var text = text
    text.withUTF8 { set.match($0, with: scratch) }
    return scratch.matches.map(\.rule)
  }

  static let messages: [(String, [Int])] = [
    ("where is my order", [0, 8]),
    ("where is my refund", [1, 7]),
    ("please cancel the late parcels 1042", [2, 3, 5]),
    ("cancel my order", [2]),
    ("hello", [4]),
    ("where is 1042", [3, 6]),
    ("nothing of it", []),
    ("", []),
  ]

  @Test("every rule that matches is found, by rising index", arguments: messages)
  func finds(_ text: String, _ expected: [Int]) throws {
    #expect(try matches(text, in: PatternSetTests.set(), PatternScratch()) == expected)
  }

  @Test("the prefilter never hides a match: the set finds what each pattern finds alone")
  func agrees() throws {
    let (set, scratch, alone) = (try PatternSetTests.set(), PatternScratch(), MatchScratch())
    let lists = try PatternSyntaxTests.lists()
    let patterns = try PatternSetTests.sources.map { try Pattern(PatternSyntax($0, lists: lists)) }
    let words = [
      "where", "is", "my", "the", "order", "parcels", "refund", "money", "cancel", "1042", "late", "hi",
    ]
    var dice = Dice(seed: 42)
    for _ in 0..<2_000 {
      var text = (0..<6).map { _ in dice.pick(words) }.joined(separator: " ")
      let expected = patterns.indices.filter { index in
        text.withUTF8 { patterns[index].match(in: $0, with: alone) == .match }
      }
      #expect(matches(text, in: set, scratch).filter { $0 < patterns.count } == expected, "\(text)")
    }
  }

  @Test("groups come with their names")
  func groups() throws {
    let (set, scratch) = (try PatternSetTests.set(), PatternScratch())
    #expect(matches("so where is 1042", in: set, scratch) == [3, 6])
    let last = try #require(scratch.matches.last)
    #expect(last.range == 3..<16)
    #expect(
      Array(scratch.groups[last.groups]) == [PatternScratch.Group(name: "order_number", range: 12..<16)])
  }

  @Test("only rules whose words all occur, near enough and in their order, are tried")
  func candidates() throws {
    let (set, scratch) = (try PatternSetTests.set(), PatternScratch())
    #expect(set.unfiltered == [3])
    let tried = [
      "where is the cat": 2, "nothing": 1, "where is my order": 4, "order my is where": 2, "hello": 2,
      "cancel one two three four parcels": 2, "cancel one two three four five parcels": 1,
    ]
    for (text, count) in tried {
      _ = matches(text, in: set, scratch)
      #expect(scratch.candidateCount == count, "\(text)")
    }
  }

  struct Needing: CustomTestStringConvertible {
    let pattern: String
    /// Tried on these, and not on those.
    let tried: [String]
    let spared: [String]
    var testDescription: String { pattern }
  }

  @Test(
    "a rule is tried on what may match, and spared what cannot",
    arguments: [
      Needing(
        pattern: "refund (?:me|us)", tried: ["refund me", "refund us"],
        spared: ["refund", "me refund", "refunds me", "refund it me"]),
      Needing(
        pattern: #"give (?:\S+ ){0,2}back"#, tried: ["give back", "give it back", "do give it all back"],
        spared: ["give it all to back", "back give", "giving back"]),
      Needing(pattern: #"promo\S*"#, tried: ["promo", "promotion", "a prophet"], spared: ["a pomp"]),
      Needing(pattern: "^(?:hi+|hey) there", tried: ["hi there", "hiii there"], spared: ["so hi there"]),
      Needing(pattern: #"\S+ing"#, tried: ["sing", "anything"], spared: []),
      Needing(pattern: #"(?:a|b c) (?:d|e f)"#, tried: ["b c e f", "a d"], spared: ["d a", "c d", "a"]),
      Needing(pattern: "(?<=not )late", tried: ["not late", "not so late"], spared: ["is not"]),
      Needing(pattern: #"a{2,3} b"#, tried: ["aaa b", "aa b"], spared: ["aa", "c"]),
      Needing(pattern: #"one(?: [^x]+)? two"#, tried: ["one two", "one a b c two"], spared: ["two one"]),
    ])
  func needs(_ needing: Needing) throws {
    let set = PatternSet([PatternSet.Rule(try PatternSyntax(needing.pattern))])
    let scratch = PatternScratch()
    for (texts, count) in [(needing.tried, 1), (needing.spared, 0)] {
      for text in texts {
        _ = matches(text, in: set, scratch)
        #expect(scratch.candidateCount == count, "\(text)")
      }
    }
  }

  @Test("a message of more words than there are bits is tried on all that it may match")
  func long() throws {
    let (set, scratch) = (try PatternSetTests.set(), PatternScratch())
    let filler = Array(repeating: "so", count: 200).joined(separator: " ")
    #expect(matches(filler + " where is my refund " + filler, in: set, scratch) == [1, 7])
    #expect(matches("order my is where " + filler, in: set, scratch) == [8])
  }

  @Test("of a group only rules of the best rank that matches are wanted")
  func groupsOfRules() throws {
    let rule = { (source: String, group: UInt32?, rank: UInt32) in
      PatternSet.Rule(try PatternSyntax(source), unless: try PatternSyntax("x"), group: group, rank: rank)
    }
    let set = PatternSet([
      try rule("a b c", 0, 0), try rule("a b", 0, 1), try rule("b c", 0, 1), try rule("a", 0, 2),
      try rule("c", 1, 2), try rule("b", nil, 2),
    ])
    let scratch = PatternScratch()
    #expect(matches("a b c", in: set, scratch) == [0, 4, 5])
    #expect(matches("a b a c", in: set, scratch) == [1, 4, 5])
    #expect(matches("b c a b", in: set, scratch) == [1, 2, 4, 5])
    #expect(matches("a b c x", in: set, scratch) == [])
    #expect(matches("c a", in: set, scratch) == [3, 4])
  }

  @Test("a set read back from its bytes is the same, its prefilter included")
  func serialisation() throws {
    let set = try PatternSetTests.set()
    let bytes = set.serialized()
    let read = try bytes.withUnsafeBytes { try PatternSet(serialized: $0) }
    #expect(!read.isRebuilt)
    #expect(read.count == set.count)
    #expect(read.serialized() == bytes)
    let scratch = PatternScratch()
    for (text, expected) in PatternSetTests.messages { #expect(matches(text, in: read, scratch) == expected) }
  }

  @Test("a prefilter of another build is made anew in memory")
  func rebuilt() throws {
    // The last rule has no whole word, only a literal.
    let rules = try (PatternSetTests.sources + [#"\S*order\S*"#]).map {
      PatternSet.Rule(try PatternSyntax($0, lists: PatternSyntaxTests.lists()))
    }
    var bytes = PatternSet(rules).serialized()
    // The last byte belongs to Vectorscan's own form, which has a checksum.
    bytes[bytes.count - 1] ^= 0xFF
    let read = try bytes.withUnsafeBytes { try PatternSet(serialized: $0) }
    #expect(read.isRebuilt)
    let scratch = PatternScratch()
    #expect(matches("reorders my refund", in: read, scratch) == [1, 8])
  }

  @Test("truncated bytes are refused at every length")
  func truncated() throws {
    let bytes = try PatternSetTests.set().serialized()
    for length in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: PatternSet.Damaged.self) {
        try bytes[..<length].withUnsafeBytes { try PatternSet(serialized: $0) }
      }
    }
  }

  @Test("flipped bytes are refused or harmless")
  func flipped() throws {
    let bytes = try PatternSetTests.set().serialized()
    let scratch = PatternScratch()
    for position in stride(from: 0, to: bytes.count, by: 5) {
      var damaged = bytes
      damaged[position] ^= 0x41
      guard let set = try? damaged.withUnsafeBytes({ try PatternSet(serialized: $0) }) else { continue }
      _ = matches("where is my order 1042", in: set, scratch)
    }
  }

  @Test("a set without rules matches nothing, before and after its bytes")
  func empty() throws {
    let set = PatternSet([])
    let read = try set.serialized().withUnsafeBytes { try PatternSet(serialized: $0) }
    #expect(matches("where is it", in: read, PatternScratch()) == [])
    #expect(!read.isRebuilt)
  }

  @Test("after the deadline no further rule is tried")
  func deadline() throws {
    let rules = try (0..<64).map { PatternSet.Rule(try PatternSyntax("[a-z]{\($0 + 1)}")) }
    let (set, scratch) = (PatternSet(rules), PatternScratch())
    var text = "abc"
    text.withUTF8 { set.match($0, with: scratch, deadline: .now - .seconds(1)) }
    #expect(scratch.deadlinesMissed == 1)
    #expect(scratch.matches.map(\.rule) == [2])
  }

  @Test("threads share a set")
  func threads() async throws {
    let set = try PatternSetTests.set()
    await withTaskGroup(of: [Int].self) { group in
      for _ in 0..<8 {
        group.addTask { self.matches("cancel my late order 1042", in: set, PatternScratch()) }
      }
      for await found in group { #expect(found == [2, 3, 5]) }
    }
  }
}
