/// What became of the look-ups of one thread; any thread may read it.
package final class DeskTally: Sendable {
  /// `refused`: a wrong pair or an unknown number; `locked`: too many wrong guesses before; `failed`: the source of
  /// orders did not answer.
  package enum Outcome: Int, Sendable, CaseIterable {
    case found, refused, locked, failed
  }

  private let counts = Counters(Outcome.allCases.count)

  package init() {}

  func count(_ outcome: Outcome) { counts.add(1, at: outcome.rawValue) }

  package subscript(outcome: Outcome) -> Int { counts[outcome.rawValue] }
}
