import Testing

@testable import FAQ

@Suite("FAQ merge")
struct FAQMergeTests {
  private func entry(_ id: String, _ question: String) -> FAQEntry { FAQEntry(id: id, question: question) }

  @Test("a merge changes the entries it names, adds new ones at the end, and keeps the rest")
  func merge() throws {
    let current = try FAQFixture([entry("a", "1"), entry("b", "2"), entry("c", "3")]).index()
    let merge = try FAQMerge([entry("d", "4"), entry("b", "2!"), entry("a", "1")], into: current)
    #expect(merge.entries == [entry("a", "1"), entry("b", "2!"), entry("c", "3"), entry("d", "4")])
    #expect(merge.added == ["d"] && merge.changed == ["b"] && merge.removed == [] && merge.unchanged == 1)
  }

  @Test("a replacement is the import and nothing else")
  func replace() throws {
    let current = try FAQFixture([entry("a", "1"), entry("b", "2"), entry("c", "3")]).index()
    let merge = try FAQMerge([entry("d", "4"), entry("b", "2!")], into: current, mode: .replace)
    #expect(merge.entries == [entry("d", "4"), entry("b", "2!")])
    #expect(
      merge.added == ["d"] && merge.changed == ["b"] && merge.removed == ["a", "c"] && merge.unchanged == 0)
  }

  @Test("the first import adds everything", arguments: [FAQMerge.Mode.merge, .replace])
  func first(_ mode: FAQMerge.Mode) throws {
    let merge = try FAQMerge(shopFAQ, into: nil, mode: mode)
    #expect(merge.entries == shopFAQ && merge.added.count == shopFAQ.count)
  }
}
