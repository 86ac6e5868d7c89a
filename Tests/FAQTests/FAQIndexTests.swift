import Dice
import Testing

@testable import FAQ

@Suite("FAQ entries")
struct FAQIndexTests {
  @Test("every entry comes back as it went in, by ordinal, by id and in the listing")
  func roundTrip() throws {
    let entries = (0..<257).map { number in
      FAQEntry(
        id: "id-\(number)", question: "Question \(number)?",
        answer: number % 3 == 0 ? "" : "Answer\n*\(number)* ü",
        alternates: (0..<number % 4).map { "alternate \($0)" }, category: number % 2 == 0 ? "c" : nil,
        tags: number % 5 == 0 ? ["t1", "t2"] : [], locale: number % 7 == 0 ? "de" : nil,
        intent: number % 11 == 0 ? "track_order" : nil)
    }
    let index = try FAQFixture(entries).index(cacheBytes: 64_000)
    #expect(index.count == 257)
    for (ordinal, entry) in entries.enumerated() {
      #expect(try index.entry(ordinal) == entry)
      #expect(try index.entry(id: entry.id) == entry)
    }
    #expect(try index.entry(id: "id-257") == nil)
    #expect(try (1...3).flatMap { try index.page($0, size: 100) } == entries)
    var all: [FAQEntry] = []
    try index.forEachEntry { all.append($0) }
    #expect(all == entries)
  }

  @Test(
    "pages count from one, and there is nothing outside",
    arguments: [
      (1, 2, ["track", "return"]), (2, 2, ["pay", "giftcard"]), (3, 2, ["hours"]), (4, 2, []), (0, 2, []),
      (-1, 2, []), (Int.max, Int.max, []), (1, Int.max, ["track", "return", "pay", "giftcard", "hours"]),
    ])
  func pages(_ number: Int, _ size: Int, _ ids: [String]) throws {
    #expect(try FAQFixture(shopFAQ).index().page(number, size: size).map(\.id) == ids)
  }

  @Test("an entry that is not enabled is kept, but neither counted nor handed out")
  func disabled() throws {
    let index = try FAQFixture(shopFAQ).index()
    #expect(index.count == 5)
    #expect(try index.entry(id: "hidden") == nil)
    var ids: [String] = []
    try index.forEachEntry { ids.append($0.id) }
    #expect(ids.last == "hidden")
  }

  @Test("an FAQ of nothing answers nothing")
  func empty() throws {
    for inMemory in [true, false] {
      let index = try FAQFixture([]).index(inMemory: inMemory)
      #expect(index.count == 0)
      #expect(try index.page(1, size: 10).isEmpty)
      #expect(try index.entry(id: "x") == nil)
      #expect(try index.hits("anything").isEmpty)
    }
  }

  @Test("the same entries give the same blobs")
  func deterministic() throws {
    #expect(try FAQFixture(shopFAQ).blobs == FAQFixture(shopFAQ).blobs)
  }

  @Test("a table of many ids is cut into buckets, and each id is found in its own")
  func buckets() throws {
    let entries = (0..<9_000).map { FAQEntry(id: "\($0)", question: "q") }
    let fixture = try FAQFixture(entries)
    #expect(fixture.blobs.keys.count { $0.hasPrefix("ids/") } == 32)
    let index = try fixture.index()
    for number in stride(from: 0, to: 9_000, by: 271) {
      #expect(try index.entry(id: "\(number)")?.id == "\(number)")
    }
  }

  @Test("a cut blob is an error, never a trap", arguments: [true, false])
  func cutBlobs(inMemory: Bool) throws {
    let whole = try FAQFixture(shopFAQ).blobs
    for (name, body) in whole {
      for size in Self.places(in: body) {
        let index = try? FAQIndex(residentPostings: inMemory ? .max : -1) { asked in
          asked == name ? Array(body.prefix(size)) : whole[asked] ?? []
        }
        _ = try? index?.hits("how can i track my order")
        _ = try? index?.entry(id: "track")
        _ = try? index?.page(1, size: 10)
      }
    }
  }

  @Test("changed bytes are an error or a wrong answer, never a trap", arguments: [true, false])
  func changedBytes(inMemory: Bool) throws {
    let whole = try FAQFixture(shopFAQ).blobs
    for (name, body) in whole {
      for at in Self.places(in: body) {
        for change: UInt8 in [1, 0x80, 0xFF] {
          var body = body
          body[at] ^= change
          let changed = body
          let index = try? FAQIndex(residentPostings: inMemory ? .max : -1) {
            $0 == name ? changed : whole[$0] ?? []
          }
          guard let index, index.count < 100_000 else { continue }
          _ = try? index.hits("how can i track my order")
          _ = try? index.entry(id: "track")
          _ = try? index.page(1, size: 10)
        }
      }
    }
  }

  /// Every place of a short blob, and as many of a long one as a test has the time for: its head, and others at random.
  private static func places(in body: [UInt8]) -> [Int] {
    guard body.count > 300 else { return Array(body.indices) }
    var dice = Dice(seed: UInt64(body.count))
    return Array(0..<100) + (0..<200).map { _ in dice.roll(body.count) }
  }

  @Test("a part of a later layout is refused by name")
  func laterLayout() {
    #expect(throws: FAQError.unknownLayout(3)) { try FAQIndex { _ in [3, 0, 0, 0] } }
  }
}
