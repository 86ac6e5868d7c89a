/// What an import makes of the entries there are.
package struct FAQMerge: Sendable {
  /// How an import treats entries it does not name.
  package enum Mode: Sendable {
    /// They stay.
    case merge
    /// They go.
    case replace
  }

  /// The entries to build the next part from: those kept in their order, new ones after them; with
  /// ``Mode/replace`` in the order of the import.
  package private(set) var entries: [FAQEntry] = []
  /// Ids, in the order of the import; removed ones in the order they had.
  package private(set) var added: [String] = []
  package private(set) var changed: [String] = []
  package private(set) var removed: [String] = []
  package private(set) var unchanged = 0
  /// The same with the fields before and after, for a report; the first of each kind.
  package private(set) var difference = FAQDifference()

  /// - Parameters:
  ///   - incoming: Ids must be unique, as ``FAQImport`` sees to.
  ///   - current: The entries of the current part, read one by one; `nil` when there is none.
  package init(_ incoming: [FAQEntry], into current: FAQIndex?, mode: Mode = .merge) throws {
    var places: [String: Int] = [:]
    for (index, entry) in incoming.enumerated() { places[entry.id] = index }
    var isKnown = [Bool](repeating: false, count: incoming.count)
    var isChanged = isKnown
    try current?.forEachEntry { entry in
      guard let index = places[entry.id] else {
        if mode == .merge {
          entries.append(entry)
        } else {
          removed.append(entry.id)
          difference.remove(entry)
        }
        return
      }
      isKnown[index] = true
      isChanged[index] = incoming[index] != entry
      difference.compare(incoming[index], with: entry)
      if mode == .merge { entries.append(incoming[index]) }
    }
    for (index, entry) in incoming.enumerated() {
      if !isKnown[index] {
        added.append(entry.id)
        difference.add(entry)
      } else if isChanged[index] {
        changed.append(entry.id)
      }
      if mode == .replace || !isKnown[index] { entries.append(entry) }
    }
    unchanged = incoming.count - added.count - changed.count
  }
}
