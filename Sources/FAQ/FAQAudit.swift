import Text

/// Looks for entries that stand in each other's way: asked twice, nearly twice, or never found.
package struct FAQAudit: Sendable {
  /// At most so many of each kind are kept; all are counted.
  package static let limit = 1_000
  /// How many hits of an entry's own question are looked at.
  static let depth = 10
  /// Entries that are asked for at most, the first ones: each costs a search, which in a large store takes milliseconds.
  package static let mostChecked = 10_000
  /// Share of words two questions have in common to be nearly the same.
  static let nearly = 0.6

  /// Two entries of one question, or nearly one.
  package struct Pair: Sendable, Equatable {
    package var first: FAQEntryChange
    package var second: FAQEntryChange
  }

  /// The same words.
  package private(set) var equal: [Pair] = []
  package private(set) var near: [Pair] = []
  /// Entries that their own question does not find among the first ten.
  package private(set) var unreachable: [FAQEntryChange] = []
  package private(set) var equalCount = 0
  package private(set) var nearCount = 0
  package private(set) var unreachableCount = 0
  /// Entries that were asked for.
  package private(set) var checkedCount = 0

  private var pairs: Set<[Int]> = []

  package init() {}

  /// - Parameters:
  ///   - index: The FAQ as it would be.
  ///   - isChecked: Which entries to ask for; all are compared with what their questions find.
  /// - Throws: What reading a page throws.
  /// - Complexity: One search for each entry checked.
  package init(of index: FAQIndex, where isChecked: (_ id: String) throws -> Bool) throws {
    let (text, scratch, other) = (TextAnalyzer(), FAQScratch(), TextAnalyzer())
    for ordinal in 0..<index.count {
      guard checkedCount < Self.mostChecked else { return }
      guard try isChecked(index.id(ordinal)) else { continue }
      let entry = try index.entry(ordinal)
      checkedCount += 1
      text.analyze(entry.question)
      let hits = try index.search(text, locale: entry.locale, limit: Self.depth, into: scratch)
      if !hits.contains(where: { $0.ordinal == ordinal }) { addUnreachable(entry) }
      let words = Self.words(text)
      for hit in hits where hit.ordinal != ordinal {
        let found = try index.entry(hit.ordinal)
        guard found.locale == entry.locale else { continue }
        other.analyze(found.question)
        let isEqual = other.match == text.match
        guard isEqual || Self.likeness(words, Self.words(other)) >= Self.nearly else { continue }
        add(entry, ordinal, found, hit.ordinal, isEqual: isEqual)
      }
    }
  }

  private mutating func addUnreachable(_ entry: FAQEntry) {
    unreachableCount += 1
    guard unreachable.count < Self.limit else { return }
    unreachable.append(FAQEntryChange(id: entry.id, question: entry.question))
  }

  private mutating func add(
    _ one: FAQEntry, _ ordinal: Int, _ other: FAQEntry, _ otherOrdinal: Int, isEqual: Bool
  ) {
    guard pairs.insert([ordinal, otherOrdinal].sorted()).inserted else { return }
    let (first, second) = ordinal < otherOrdinal ? (one, other) : (other, one)
    let pair = Pair(
      first: FAQEntryChange(id: first.id, question: first.question),
      second: FAQEntryChange(id: second.id, question: second.question))
    if isEqual { equalCount += 1 } else { nearCount += 1 }
    guard (isEqual ? equal : near).count < Self.limit else { return }
    if isEqual { equal.append(pair) } else { near.append(pair) }
  }

  /// The words of a question that are long enough to say something; all of them when none is.
  private static func words(_ text: TextAnalyzer) -> Set<ArraySlice<UInt8>> {
    let words = Set(text.match.split(separator: 0x20))
    let telling = words.filter { $0.count >= 3 }
    return telling.isEmpty ? words : telling
  }

  /// Words in common among all words of both (Jaccard).
  private static func likeness(_ one: Set<ArraySlice<UInt8>>, _ other: Set<ArraySlice<UInt8>>) -> Double {
    let all = one.union(other).count
    return all == 0 ? 0 : Double(one.intersection(other).count) / Double(all)
  }
}
