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
  /// Whether Redis was charged for the last attempt.
  private var isShared = false

  /// - Parameters:
  ///   - local: Of the server, shared by its loops.
  ///   - redis: `nil` for a server that stands alone.
  package init(local: AttemptCounters, redis: Redis? = nil) {
    self.local = local
    shared = redis.map { SharedCounters($0, limit: local.limit, window: local.window) }
  }

  /// Charges one attempt to every key, unless one of them has no misses left.
  ///
  /// - Parameters:
  ///   - keys: Of one attempt; at least one.
  ///   - now: Milliseconds of a clock that does not go back.
  ///   - completion: Called exactly once, before this returns.
  package func charge(_ keys: [AttemptKey], now: UInt64, completion: (AttemptCounters.Verdict) -> Void) {
    guard let shared else { return local.charge(keys, now: now, completion: completion) }
    let theirs = shared.charge(keys, now: now)
    isShared = theirs == .allowed
    guard theirs != .refused else { return completion(.refused) }
    local.charge(keys, limit: theirs == nil ? Self.limitAlone : nil, now: now) { ours in
      if ours == .refused { forgiveShared(keys, now: now) }
      completion(ours)
    }
  }

  /// Charges one attempt where only a count that all servers share will do.
  ///
  /// - Returns: `nil` when there is a Redis and it does not answer; nothing is charged then. Without one this server counts
  ///   alone: the caller has made sure that it is the only one.
  package func chargeTogether(_ keys: [AttemptKey], now: UInt64) -> AttemptCounters.Verdict? {
    guard let shared else {
      var verdict = AttemptCounters.Verdict.refused
      local.charge(keys, now: now) { verdict = $0 }
      return verdict
    }
    guard let theirs = shared.charge(keys, now: now) else { return nil }
    isShared = theirs == .allowed
    guard theirs == .allowed else { return .refused }
    var verdict = AttemptCounters.Verdict.refused
    local.charge(keys, now: now) { ours in
      if ours == .refused { forgiveShared(keys, now: now) }
      verdict = ours
    }
    return verdict
  }

  /// Uses something up that is good once.
  ///
  /// - Returns: Whether this was the first time; `nil` as for ``chargeTogether(_:now:)``.
  package func spend(_ key: AttemptKey, now: UInt64) -> Bool? {
    // As often as the key may be charged, in one step.
    chargeTogether(Array(repeating: key, count: local.limit * key.patience), now: now).map { $0 == .allowed }
  }

  /// Takes back the charge of the last attempt, which turned out to be right.
  package func forgive(_ keys: [AttemptKey], now: UInt64) {
    local.forgive(keys, now: now)
    forgiveShared(keys, now: now)
  }

  private func forgiveShared(_ keys: [AttemptKey], now: UInt64) {
    guard isShared else { return }
    shared?.forgive(keys, now: now)
    isShared = false
  }
}
