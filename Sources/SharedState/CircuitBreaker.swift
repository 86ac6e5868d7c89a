private import Synchronization

/// Keeps callers from something that fails: after a failure none for a second, then one to try it.
final class CircuitBreaker: Sendable {
  /// Milliseconds without a call after a failure.
  static let pause: UInt64 = 1_000

  /// When the next call may try; 0 while all is well.
  private let retryAt = Atomic<UInt64>(0)

  var isOpen: Bool { retryAt.load(ordering: .relaxed) != 0 }

  /// Whether this caller may call now. Of several who ask in the moment of a retry, one may.
  ///
  /// - Parameter now: Milliseconds of a clock that does not go back.
  func admits(now: UInt64) -> Bool {
    let retry = retryAt.load(ordering: .relaxed)
    guard retry != 0 else { return true }
    guard now >= retry else { return false }
    return retryAt.compareExchange(expected: retry, desired: now + Self.pause, ordering: .relaxed).exchanged
  }

  func succeeded() {
    if isOpen { retryAt.store(0, ordering: .relaxed) }
  }

  func failed(now: UInt64) { retryAt.store(now + Self.pause, ordering: .relaxed) }
}
