#if canImport(Glibc)
  import Glibc
#endif

/// The two clocks a loop reads.
package enum Clock {
  /// Milliseconds that never go back, from an arbitrary start.
  package static func monotonicMilliseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  /// Seconds since 1970, a few milliseconds late at most.
  package static func wallSeconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME_COARSE, &time)
    return time.tv_sec
  }
}
