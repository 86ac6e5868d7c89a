private import Glibc
private import Synchronization
private import Threads

/// The Redis that several servers share: where it is, and whether it answers. One per process.
///
/// Every wait ends: 100 ms to connect, ``RedisAddress/timeout`` for an answer. After a failure nobody asks for a second, then one
/// caller tries; ``watch(every:while:)`` does so from a thread of its own, so that seldom a shopper waits for it.
/// A dead, stopped or full Redis thus costs an event loop at most one such wait a second.
package final class Redis: Sendable {
  /// Milliseconds.
  static let connectTimeout = 100

  package let address: RedisAddress
  let breaker = CircuitBreaker()
  private let found: Mutex<String?>
  private let callCount = Atomic<Int>(0)
  private let failureCount = Atomic<Int>(0)

  /// Finds the host, which may ask a name server; nothing is sent to Redis yet.
  package init(_ address: RedisAddress) {
    self.address = address
    found = Mutex(Self.resolve(address.host))
  }

  /// Whether its last answer failed, so that limits are counted by this server alone.
  package var isAway: Bool { breaker.isOpen }

  /// Round trips tried since the start.
  package var calls: Int { callCount.load(ordering: .relaxed) }
  /// Of these, the failed ones.
  package var failures: Int { failureCount.load(ordering: .relaxed) }

  /// Asks whether Redis does what an attempt needs.
  ///
  /// - Returns: What is wrong; `nil` when it answers.
  package func check() -> String? { RedisClient(self).check(now: MonotonicClock.milliseconds()) }

  /// Tries Redis again whenever it is away, and looks its name up anew, until `goesOn` says no.
  ///
  /// - Parameter pause: Milliseconds between two looks.
  package func watch(every pause: UInt32 = 100, while goesOn: () -> Bool) {
    while goesOn() {
      if breaker.isOpen {
        let address = Self.resolve(address.host)
        found.withLock { $0 = address ?? $0 }
        if breaker.admits(now: MonotonicClock.milliseconds()) { _ = check() }
      }
      usleep(pause * 1_000)
    }
  }

  /// The host as a numeric address: connecting never waits for a name server. `nil` when it is unknown.
  var numericHost: String? { found.withLock { $0 } }

  func countCall() { callCount.add(1, ordering: .relaxed) }

  func countFailure() { failureCount.add(1, ordering: .relaxed) }

  /// IPv4 first, as hiredis does: `localhost` often answers there alone.
  private static func resolve(_ host: String) -> String? {
    numeric(host, AF_INET) ?? numeric(host, AF_INET6)
  }

  private static func numeric(_ host: String, _ family: Int32) -> String? {
    var hints = addrinfo()
    hints.ai_family = family
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &list) == 0, let first = list else { return nil }
    defer { freeaddrinfo(list) }
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let length = socklen_t(text.count)
    guard
      getnameinfo(first.pointee.ai_addr, first.pointee.ai_addrlen, &text, length, nil, 0, NI_NUMERICHOST) == 0
    else { return nil }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
