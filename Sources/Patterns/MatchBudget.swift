private import Threads

/// What the patterns tried in one reading of a long message may take of a thread's processor time, all together. A message of
/// several clauses is read more than once.
///
/// Sound patterns never come near it, so that it decides nothing but how long bad ones, which `check` would have
/// refused, can hold a loop.
struct MatchBudget {
  /// 2 ms; what is being tried when it is spent has some more.
  static let usual = 2_000_000

  private let nanoseconds: Int
  /// Microseconds.
  private var wall: UInt64 = 0
  private var processor = 0
  private(set) var isSpent = false

  init(nanoseconds: Int) { self.nanoseconds = nanoseconds }

  /// For the next message.
  mutating func renew() {
    isSpent = false
    wall = MonotonicClock.microseconds()
    processor = ThreadTime.nanoseconds()
  }

  /// Looks at the clock: at the cheap one first, since no thread spends more than the time that has passed.
  mutating func look() {
    guard !isSpent, (MonotonicClock.microseconds() - wall) * 1_000 > nanoseconds else { return }
    isSpent = ThreadTime.nanoseconds() - processor > nanoseconds
  }

  /// Zero or less when it is spent. Dearer than ``look()``.
  var nanosecondsLeft: Int { isSpent ? 0 : nanoseconds - (ThreadTime.nanoseconds() - processor) }
}
