/// The guess limit of one event loop: what this server counted and, with Redis, what all of them did.
///
/// The calls are those of ``AttemptCounters``. With Redis an attempt passes when both agree, so neither a Redis
/// that lost its memory nor another server's network is a way round. When Redis does not answer, this server's
/// table decides alone, more strictly: an attacker gains nothing by making Redis fail.
///
/// Not for two threads. Every attempt makes the same one round trip, whatever comes of it, and
/// waits at most the bounds of ``Redis``.
package final class AttemptLimiter {
  /// Misses a key may have while Redis is away.
  package static let limitAlone = 3

  private let local: AttemptCounters
  private let shared: SharedCounters?
  /// Whether Redis was charged for the last attempt that was decided.
  private var isShared = false

  /// - Parameters:
  ///   - local: Of the server, shared by its loops.
  ///   - redis: `nil` for a server that stands alone.
  package init(local: AttemptCounters, redis: Redis? = nil) {
    self.local = local
    shared = redis.map { SharedCounters($0, limit: local.limit, window: local.window) }
  }

  /// What becomes of an attempt while Redis does not answer.
  package enum WhenAway: Sendable {
    /// This server's table decides, more strictly.
    case alone
    /// Nothing is charged: only a count that all servers share will do.
    case refuse
  }

  /// Charges one attempt to every key, unless one of them has no misses left.
  ///
  /// - Parameters:
  ///   - keys: Of one attempt; at least one.
  ///   - weight: As how many misses it counts.
  ///   - now: Milliseconds of a clock that does not go back.
  /// - Returns: `nil` with ``WhenAway/refuse`` alone: there is a Redis, and it does not answer. Without one this server counts
  ///   alone: the caller has made sure that it is the only one.
  package func charge(
    _ keys: [AttemptKey], weight: Int = 1, now: UInt64, whenAway: WhenAway = .alone
  ) -> AttemptCounters.Verdict? {
    guard let shared else { return local.charge(keys, weight: weight, now: now) }
    let theirs = shared.charge(keys, weight: weight, now: now)
    if theirs == nil, whenAway == .refuse { return nil }
    isShared = theirs == .allowed
    guard theirs != .refused else { return .refused }
    let ours = local.charge(
      keys, weight: weight, limit: theirs == nil ? Self.limitAlone : nil, now: now)
    if ours == .refused { forgiveShared(keys, weight: weight, now: now) }
    return ours
  }

  /// Uses something up that is good once.
  ///
  /// - Returns: Whether this was the first time; `nil` when Redis does not answer.
  package func spend(_ key: AttemptKey, now: UInt64) -> Bool? {
    // As often as the key may be charged, in one step.
    charge([key], weight: local.limit * key.patience, now: now, whenAway: .refuse).map { $0 == .allowed }
  }

  /// Takes back the charge of the last attempt, which turned out to be right.
  package func forgive(_ keys: [AttemptKey], now: UInt64) {
    local.forgive(keys, now: now)
    forgiveShared(keys, now: now)
  }

  private func forgiveShared(_ keys: [AttemptKey], weight: Int = 1, now: UInt64) {
    guard isShared else { return }
    shared?.forgive(keys, weight: weight, now: now)
    isShared = false
  }
}
