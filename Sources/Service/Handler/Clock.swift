private import Glibc
private import Threads

/// The two clocks of a request. Each reading costs a vDSO call, about 25 ns.
enum Clock {
  static func microsecondsSince1970() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec / 1_000)
  }

  /// Of a clock that does not go back.
  static func microseconds() -> UInt64 { MonotonicClock.microseconds() }

  static func milliseconds() -> UInt64 { microseconds() / 1_000 }

  static func secondsOfUptime() -> Int64 { Int64(microseconds() / 1_000_000) }

  static func secondsSince1970() -> Int64 { microsecondsSince1970() / 1_000_000 }
}
