private import Threads

#if canImport(Glibc)
  import Glibc
#endif

/// The two clocks a loop reads.
package enum Clock {
  /// ``MonotonicClock``, as the integers a loop counts in.
  package static func monotonicMilliseconds() -> Int {
    Int(MonotonicClock.milliseconds())
  }

  /// Seconds since 1970, a few milliseconds late at most.
  package static func wallSeconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME_COARSE, &time)
    return time.tv_sec
  }
}
