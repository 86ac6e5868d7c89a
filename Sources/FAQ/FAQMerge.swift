/// What an import makes of the entries there are. Holds a few bytes an entry; entries are read again when they are needed.
package struct FAQMerge {
  /// How an import treats entries it does not name.
  package enum Mode: Sendable {
    /// They stay.
    case merge
    /// They go.
    case replace
  }

  /// What an incoming entry is to the current ones.
  private enum Fate: UInt8 {
    case added, changed, unchanged
  }

  package private(set) var added = 0
  package private(set) var changed = 0
  package private(set) var removed = 0
  package private(set) var unchanged = 0
  /// The same with the fields before and after, for a report; the first of each kind.
  package private(set) var difference = FAQDifference()

  private let incoming: FAQEntries
  private let current: FAQIndex?
  private let mode: Mode
  /// By number of the incoming entry.
  private var fates: [Fate]
  /// By ordinal of the current one: the number of the incoming entry that takes its place plus one, or zero.
  private var successors: [UInt32] = []

  /// - Parameters:
  ///   - incoming: As ``FAQImport`` reads them.
  ///   - current: The entries of the current part, read one by one; `nil` when there is none.
  /// - Throws: What reading a page throws, or ``FAQError/cannotSpool(_:code:)``.
  package init(_ incoming: FAQEntries, into current: FAQIndex?, mode: Mode = .merge) throws {
    (self.incoming, self.current, self.mode) = (incoming, current, mode)
    fates = [Fate](repeating: .added, count: incoming.count)
    if let current {
      successors = [UInt32](repeating: 0, count: current.total)
      for ordinal in 0..<current.total { try meet(ordinal, current) }
    }
    for (number, fate) in fates.enumerated() where fate == .added {
      if added < FAQDifference.limit {
        difference.add(try incoming.entry(number))
      } else {
        difference.countAdded()
      }
      added += 1
    }
  }

  private mutating func meet(_ ordinal: Int, _ current: FAQIndex) throws {
    guard let number = try incoming.number(ofID: current.id(ordinal)) else {
      guard mode == .replace else { return }
      removed += 1
      return difference.remove(try current.entry(ordinal))
    }
    let (old, new) = (try current.entry(ordinal), try incoming.entry(number))
    successors[ordinal] = UInt32(number + 1)
    fates[number] = old == new ? .unchanged : .changed
    if old == new { unchanged += 1 } else { changed += 1 }
    difference.compare(new, with: old)
  }

  /// Whether the next part would be the current one.
  package var isEmpty: Bool { added + changed + removed == 0 }

  /// How many entries the next part has.
  package var count: Int {
    mode == .replace ? incoming.count : added + successors.count
  }

  /// Hands over the entries to build the next part from: those kept in their order, new ones after them; with
  /// ``Mode/replace`` in the order of the import.
  package func forEachEntry(_ body: (FAQEntry) throws -> Void) throws {
    if mode == .merge, let current {
      for ordinal in 0..<successors.count {
        let successor = Int(successors[ordinal])
        try body(successor == 0 ? current.entry(ordinal) : incoming.entry(successor - 1))
      }
    }
    for (number, fate) in fates.enumerated() where mode == .replace || fate == .added {
      try body(incoming.entry(number))
    }
  }

  /// Whether the import adds or changes the entry of an id.
  package func touches(_ id: String) throws -> Bool {
    try incoming.number(ofID: id).map { fates[$0] != .unchanged } ?? false
  }
}
