/// How the entries of two FAQs differ.
package struct FAQDifference: Sendable {
  /// At most so many of each kind are kept in full; all are counted.
  package static let limit = 1_000

  package private(set) var added: [FAQEntryChange] = []
  package private(set) var changed: [FAQEntryChange] = []
  package private(set) var removed: [FAQEntryChange] = []
  package private(set) var addedCount = 0
  package private(set) var changedCount = 0
  package private(set) var removedCount = 0
  package private(set) var unchangedCount = 0

  package init() {}

  /// - Parameters:
  ///   - before: `nil` for none.
  ///   - after: `nil` for none.
  /// - Throws: What reading a page throws.
  /// - Complexity: Reads both once; holds a bit an entry.
  package init(from before: FAQIndex?, to after: FAQIndex?) throws {
    var isLeft = [Bool](repeating: true, count: before?.total ?? 0)
    try after?.forEachEntry { entry in
      guard let before, let ordinal = try before.ordinal(id: entry.id) else { return add(entry) }
      isLeft[ordinal] = false
      compare(entry, with: try before.entry(ordinal))
    }
    guard let before else { return }
    for (ordinal, isLeft) in isLeft.enumerated() where isLeft { remove(try before.entry(ordinal)) }
  }

  package var isEmpty: Bool { addedCount + changedCount + removedCount == 0 }

  package mutating func add(_ entry: FAQEntry) {
    addedCount += 1
    if added.count < Self.limit { added.append(FAQEntryChange(id: entry.id, question: entry.question)) }
  }

  /// Counts an entry beyond the ``limit``.
  mutating func countAdded() { addedCount += 1 }

  package mutating func remove(_ entry: FAQEntry) {
    removedCount += 1
    if removed.count < Self.limit { removed.append(FAQEntryChange(id: entry.id, question: entry.question)) }
  }

  package mutating func compare(_ entry: FAQEntry, with old: FAQEntry) {
    guard entry != old else {
      unchangedCount += 1
      return
    }
    changedCount += 1
    guard changed.count < Self.limit else { return }
    changed.append(FAQEntryChange(id: entry.id, question: entry.question, fields: entry.changes(since: old)))
  }
}
