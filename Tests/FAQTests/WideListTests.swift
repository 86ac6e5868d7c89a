import Dice
import Testing
import Text

@testable import FAQ

@Suite("Long lists and searches of many entries")
struct WideListTests {
  @Test(
    "a window comes back as it was written, sparse or dense", arguments: [1, 3, 200, 512, 513, 3_000, 4_096])
  func window(_ count: Int) throws {
    var dice = Dice(seed: UInt64(count))
    for isSame in [true, false] {
      var entries = Set<UInt32>()
      while entries.count < count { entries.insert(UInt32(8_192 + dice.roll(4_096))) }
      let sorted = entries.sorted()
      let impacts = sorted.map { _ in isSame ? 7 : UInt8(1 + dice.roll(255)) }
      var blob = ByteWriter()
      WideList.writeWindow(sorted[...], impacts[...], to: &blob)
      var found: [(Int, UInt8)] = []
      try blob.bytes.withUnsafeBytes { bytes in
        try WideList.readWindow(bytes) { found.append(($0, $1)) }
      }
      #expect(found.map(\.0) == sorted.map { Int($0) - 8_192 })
      #expect(found.map(\.1) == impacts)
      for size in stride(from: 0, to: blob.count, by: 1 + blob.count / 64) {
        Array(blob.bytes.prefix(size)).withUnsafeBytes { bytes in
          try? WideList.readWindow(bytes) { entry, _ in #expect(entry < WideList.window) }
        }
      }
    }
  }

  @Test("runs that were set aside come back term by term, entries rising", arguments: [7, 100, 10_000])
  func runs(_ length: Int) throws {
    var (runs, dice) = (PostingRuns(spool: Spool(folder: "/tmp"), runLength: length), Dice(seed: 5))
    var expected: [Int: [UInt32]] = [:]
    for entry in 0..<2_000 {
      for _ in 0..<3 {
        let term = dice.roll(5_000)
        if expected[term]?.last == UInt32(entry) { continue }
        expected[term, default: []].append(UInt32(entry))
        try runs.append(term: UInt32(term), entry: entry, impact: UInt8(term % 256))
      }
    }
    var terms: [Int] = []
    try runs.drain { term, entries, impacts in
      terms.append(term)
      #expect(entries == expected[term])
      #expect(impacts.allSatisfy { $0 == UInt8(term % 256) })
    }
    #expect(terms == expected.keys.sorted())
  }

  /// 10,000 entries of few words: every list is long, and several windows hold it.
  private static let fixture = try? FAQFixture(
    (0..<10_000).map { number in
      var dice = Dice(seed: UInt64(number))
      let words = (0..<6).map { place in "w\(place)x\(dice.roll(4 + 3 * place))" }
      return FAQEntry(id: "\(number)", question: words.joined(separator: " ") + " n\(dice.roll(2_000))")
    })

  @Test("an index on pages finds what one in memory finds, with the same ranks, whatever is left unread")
  func sameAsMemory() throws {
    let fixture = try #require(Self.fixture)
    let (memory, pages) = (try fixture.index(), try fixture.index(inMemory: false, cacheBytes: 600_000))
    #expect(fixture.blobs.keys.contains { $0.hasPrefix("windows/") })
    var dice = Dice(seed: 99)
    for _ in 0..<200 {
      let words = (0..<6).filter { _ in dice.roll(3) > 0 }.map { "w\($0)x\(dice.roll(4 + 3 * $0))" }
      let message = (words + (dice.roll(2) == 0 ? ["n\(dice.roll(2_000))"] : [])).joined(separator: " ")
      #expect(try memory.hits(message, limit: 10) == pages.hits(message, limit: 10), "\(message)")
    }
  }

  @Test("10,000 hostile strings are searched for without an error", arguments: [true, false])
  func hostile(inMemory: Bool) throws {
    let entries = (0..<1_200).map {
      FAQEntry(id: "\($0)", question: "w1x\($0 % 2) w2x\($0 % 7) how do I return thing \($0)")
    }
    let fixture = try FAQFixture(entries)
    #expect(fixture.blobs.keys.contains { $0.hasPrefix("windows/") })
    let index = try fixture.index(inMemory: inMemory)
    let (analyzer, scratch) = (TextAnalyzer(), FAQScratch())
    var dice = Dice(seed: 11)
    for number in 0..<10_000 {
      var bytes = Array(Self.naughty[number % Self.naughty.count].utf8)
      if number >= Self.naughty.count {
        bytes = bytes.prefix(64) + (0..<dice.roll(60)).map { _ in UInt8(dice.roll(256)) }
        bytes += Array(" w1x1 w2x\(dice.roll(12)) ".utf8.prefix(dice.roll(16)))
      }
      analyzer.analyze(String(decoding: bytes, as: UTF8.self))
      let hits = try index.search(analyzer, limit: 10, prefix: number % 2 == 0, into: scratch)
      #expect(hits.allSatisfy { (0...1).contains($0.score) && $0.rank > 0 && $0.ordinal < index.count })
    }
  }

  private static let naughty = [
    "", " ", "\0", "\u{FEFF}", "null", "undefined", "NaN", "1e309", "-1", "0x7FFFFFFF", "true", "()", "[]{}",
    "''", "\"", "`ls`",
    "$(reboot)", "${7*7}", "{{7*7}}", "{shop.name}", "%s%n%x", "../../etc/passwd", "C:\\con\\con",
    "'; DROP TABLE faq; --",
    "\" OR 1=1", "MATCH \"a\" NEAR/2 b", "a AND NOT b*", "^(a+)+$", "<script>alert(1)</script>", "<!--",
    "]]>", "&amp;&#0;",
    "%00%0d%0a", "Ω≈ç√∫˜µ≤≥÷", "田中さんにあげて下さい", "(｡◕ ∀ ◕｡)", "👩🏽‍🚀👨‍👩‍👧‍👦🇩🇪", "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤", "مرحبا بالعالم", "שלום",
    "\u{202E}redro\u{202C}", "ﬀ ﬃ ǆ ß ẞ İ ı ſ", "ｆｕｌｌ ｗｉｄｔｈ", "\u{200B}\u{200D}\u{2060}", "\u{1F3FB}",
    "\u{E000}\u{FFFF}",
    String(repeating: "a", count: 2_000), String(repeating: "w1x1 ", count: 400),
    String(repeating: "é", count: 1_000),
    String(repeating: "a b ", count: 500), String(repeating: "😀", count: 500),
    String(repeating: "-", count: 2_000),
  ]
}
