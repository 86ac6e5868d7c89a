private import Synchronization

/// The request limit of `--rate N/s`: every client's network has a bucket that fills with `rate` tokens
/// a second up to `burst`, and a request takes one.
///
/// Kept as the moment at which the bucket will be full again (the generic cell rate algorithm of ATM
/// Forum TM 4.0): one integer a client, no rounding that drifts.
///
/// Bounded: when the table is full, the client not heard of for longest makes room; it would
/// find a full bucket again, which is what its pause has earned in most cases.
package final class TokenBuckets: Sendable {
  /// Microseconds in which one token comes.
  private let interval: UInt64
  /// Microseconds in which an empty bucket fills, less one token.
  private let slack: UInt64
  private let fullAt: Mutex<BoundedTable<AttemptKey, UInt64>>

  /// - Parameters:
  ///   - rate: Requests a second; above zero.
  ///   - burst: Requests at once; at least one. Absent: one second's worth.
  package init(rate: Double, burst: Double? = nil, capacity: Int = 65_536) {
    precondition(rate > 0, "the command line refuses a rate of zero")
    let interval = min(1_000_000 / rate, 1e12)
    self.interval = UInt64(interval)
    slack = UInt64(min(interval * (max(1, burst ?? rate) - 1), 1e15))
    fullAt = Mutex(BoundedTable(capacity: capacity))
  }

  /// Takes one token.
  ///
  /// - Parameter now: Milliseconds of a clock that does not go back.
  /// - Returns: `nil` when the request may pass, else the milliseconds until one may (at least 1).
  package func take(_ key: AttemptKey, now: UInt64) -> UInt64? {
    let micros = now &* 1000
    return fullAt.withLock { table in
      let full = max(table[key] ?? 0, micros)
      guard full <= micros + slack else {
        table.renew(key)
        return (full - micros - slack + 999) / 1000
      }
      if table.update(key, { $0 = full + interval }) {
        table.renew(key)
      } else {
        table.insert(key, full + interval)
      }
      return nil
    }
  }

  /// Clients remembered at the moment, for the metrics.
  package var count: Int { fullAt.withLock { $0.count } }
}
