private import Synchronization

/// Counts misses (a wrong order number, a wrong e-mail) per conversation, order and network, and
/// refuses further attempts once a key has too many: the sixth within fifteen minutes by default, more
/// for a key with ``AttemptKey/patience``.
///
/// This is the local table: one per server, shared by its loops; ``AttemptLimiter`` adds what other servers
/// counted. An attempt is *charged first and forgiven when it was right*: a hundred attempts at the same moment
/// get five tries, not a hundred.
///
/// The table is bounded. When it is full, the key whose window began first makes room.
package final class AttemptCounters: Sendable {
  /// The answer about one attempt.
  package enum Verdict: Sendable, Equatable {
    /// Go on; the attempt counts as a miss until it is forgiven.
    case allowed
    /// At least one key has used up its misses. Nothing was charged.
    case refused
  }

  /// Misses a key may have within one window.
  package let limit: Int
  /// Milliseconds from a key's first miss until it starts afresh.
  package let window: UInt64

  private let table: Mutex<BoundedTable<AttemptKey, Misses>>

  private struct Misses {
    var began: UInt64
    var count: Int
  }

  /// - Parameters:
  ///   - capacity: Most keys remembered; a key takes about 100 bytes.
  ///   - window: In milliseconds.
  package init(limit: Int = 5, window: UInt64 = 15 * 60 * 1000, capacity: Int = 65_536) {
    self.limit = limit
    self.window = window
    table = Mutex(BoundedTable(capacity: capacity))
  }

  /// Charges one attempt to every key, unless one of them has no misses left.
  ///
  /// - Parameters:
  ///   - keys: Of one attempt; usually its conversation, order and network.
  ///   - weight: As how many misses it counts.
  ///   - limit: Misses a key may have this time; absent, ``limit``.
  ///   - now: Milliseconds of a clock that does not go back.
  @discardableResult
  package func charge(
    _ keys: [AttemptKey], weight: Int = 1, limit: Int? = nil, now: UInt64
  ) -> Verdict {
    let limit = limit ?? self.limit
    return table.withLock { table in
      for key in keys where misses(of: key, now: now, in: &table) + weight > limit * key.patience {
        return .refused
      }
      for key in keys {
        if table.update(key, { $0.count += weight }) { continue }
        table.insert(key, Misses(began: now, count: weight))
      }
      return .allowed
    }
  }

  /// Takes back the charge of an attempt that turned out to be right.
  package func forgive(_ keys: [AttemptKey], now: UInt64) {
    table.withLock { table in
      for key in keys where misses(of: key, now: now, in: &table) > 0 {
        _ = table.update(key) { $0.count -= 1 }
      }
    }
  }

  /// Keys remembered at the moment, for the metrics.
  package var count: Int { table.withLock { $0.count } }

  private func misses(of key: AttemptKey, now: UInt64, in table: inout BoundedTable<AttemptKey, Misses>)
    -> Int
  {
    guard let found = table[key] else { return 0 }
    guard now < found.began &+ window else {
      table.remove(key)
      return 0
    }
    return found.count
  }
}
