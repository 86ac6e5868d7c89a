private import Glibc

/// The clock that never goes back, from an arbitrary start, the same for all threads and processes of a host. It stands
/// still while the machine sleeps. A reading costs a vDSO call, about 25 ns.
package enum MonotonicClock {
  package static func microseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) &* 1_000_000 &+ UInt64(time.tv_nsec / 1_000)
  }

  package static func milliseconds() -> UInt64 { microseconds() / 1_000 }

  package static func seconds() -> Int { Int(microseconds() / 1_000_000) }
}
