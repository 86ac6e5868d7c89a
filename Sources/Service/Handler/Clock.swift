private import Glibc

/// The two clocks of a request. Each reading costs a vDSO call, about 25 ns.
enum Clock {
  static func microsecondsSince1970() -> Int64 { Int64(bitPattern: read(CLOCK_REALTIME)) }

  /// Of a clock that does not go back.
  static func microseconds() -> UInt64 { read(CLOCK_MONOTONIC) }

  static func milliseconds() -> UInt64 { microseconds() / 1_000 }

  static func secondsOfUptime() -> Int64 { Int64(microseconds() / 1_000_000) }

  static func secondsSince1970() -> Int64 { microsecondsSince1970() / 1_000_000 }

  private static func read(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return UInt64(time.tv_sec) &* 1_000_000 &+ UInt64(time.tv_nsec / 1_000)
  }
}
