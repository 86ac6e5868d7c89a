import Testing

@testable import Patterns

@Suite("Many rules behind one scan")
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
    var seed: UInt64 = 42
    for _ in 0..<2_000 {
      var text = (0..<6).map { _ in
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return words[Int(seed >> 33) % words.count]
      }.joined(separator: " ")
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

  @Test("only rules whose literals all occur are tried")
  func candidates() throws {
    let (set, scratch) = (try PatternSetTests.set(), PatternScratch())
    #expect(set.unfiltered == [3, 4])
    _ = matches("where is the cat", in: set, scratch)
    #expect(scratch.candidateCount == 3)
    _ = matches("nothing", in: set, scratch)
    #expect(scratch.candidateCount == 2)
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
    var bytes = try PatternSetTests.set().serialized()
    // The last byte belongs to Vectorscan's own form, which has a checksum.
    bytes[bytes.count - 1] ^= 0xFF
    let read = try bytes.withUnsafeBytes { try PatternSet(serialized: $0) }
    #expect(read.isRebuilt)
    let scratch = PatternScratch()
    for (text, expected) in PatternSetTests.messages { #expect(matches(text, in: read, scratch) == expected) }
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
