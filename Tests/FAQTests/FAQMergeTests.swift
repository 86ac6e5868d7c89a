import Testing

@testable import FAQ

@Suite("FAQ merge")
struct FAQMergeTests {
  private func entry(_ id: String, _ question: String) -> FAQEntry { FAQEntry(id: id, question: question) }

  private var current: FAQIndex {
    get throws { try FAQFixture([entry("a", "1"), entry("b", "2"), entry("c", "3")]).index() }
  }

  @Test("a merge changes the entries it names, adds new ones at the end, and keeps the rest")
  func merge() throws {
    let incoming = try FAQEntries([entry("d", "4"), entry("b", "2!"), entry("a", "1")])
    let merge = try FAQMerge(incoming, into: current)
    #expect(try merge.all() == [entry("a", "1"), entry("b", "2!"), entry("c", "3"), entry("d", "4")])
    #expect(merge.count == 4)
    #expect([merge.added, merge.changed, merge.removed, merge.unchanged] == [1, 1, 0, 1])
    #expect(merge.difference.added.map(\.id) == ["d"] && merge.difference.changed.map(\.id) == ["b"])
    #expect(try ["a", "b", "c", "d", "e"].map(merge.touches) == [false, true, false, true, false])
  }

  @Test("a replacement is the import and nothing else")
  func replace() throws {
    let incoming = try FAQEntries([entry("d", "4"), entry("b", "2!")])
    let merge = try FAQMerge(incoming, into: current, mode: .replace)
    #expect(try merge.all() == [entry("d", "4"), entry("b", "2!")])
    #expect(merge.count == 2)
    #expect([merge.added, merge.changed, merge.removed, merge.unchanged] == [1, 1, 2, 0])
    #expect(merge.difference.removed.map(\.id) == ["a", "c"])
  }

  @Test("the first import adds everything", arguments: [FAQMerge.Mode.merge, .replace])
  func first(_ mode: FAQMerge.Mode) throws {
    let merge = try FAQMerge(FAQEntries(shopFAQ), into: nil, mode: mode)
    #expect(try merge.all() == shopFAQ && merge.added == shopFAQ.count && !merge.isEmpty)
  }

  @Test("the same entries again change nothing, in whatever order they come", arguments: [false, true])
  func again(isReversed: Bool) throws {
    let many = (0..<500).map { entry("q\($0)", "What is \($0)?") }
    let incoming = try FAQEntries(isReversed ? many.reversed() : many)
    let merge = try FAQMerge(incoming, into: FAQFixture(many).index())
    #expect(merge.isEmpty && merge.unchanged == 500)
    #expect(try merge.all() == many)
  }
}

@Suite("Entries set aside")
struct FAQEntriesTests {
  /// Some 4 MB: most are in a file.
  private static let many = (0..<20_000).map { number in
    FAQEntry(
      id: "entry-\(number)", question: "What is \(number)?",
      answer: String(repeating: "x", count: number % 400),
      alternates: number % 3 == 0 ? ["And \(number)?"] : [], category: number % 2 == 0 ? "c" : nil)
  }

  @Test("come back as they were, in whatever order they are asked for")
  func order() throws {
    let entries = try FAQEntries(Self.many)
    #expect(try entries.all() == Self.many)
    for place in 0..<20_000 {
      let number = place * 7_919 % 20_000
      #expect(try entries.entry(number) == Self.many[number])
      #expect(try entries.number(ofID: "entry-\(number)") == number)
    }
    #expect(try entries.number(ofID: "entry-20000") == nil)
  }

  @Test("can be read while more come")
  func between() throws {
    let entries = FAQEntries()
    for (number, entry) in Self.many.enumerated() {
      try entries.append(entry)
      #expect(try entries.entry(number) == entry)
      #expect(try entries.entry(number / 2) == Self.many[number / 2])
    }
  }

  @Test("need a folder that can be written to")
  func noFolder() throws {
    #expect(throws: FAQError.cannotSpool("/nonexistent", code: 2)) {
      try FAQEntries(Self.many, folder: "/nonexistent")
    }
  }
}
