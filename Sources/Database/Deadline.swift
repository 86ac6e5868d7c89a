import Glibc

/// A point in time after which SQLite stops a statement.
final class Deadline {
  private var end: UInt64 = .max

  func start(milliseconds: Int) { end = Self.now() &+ UInt64(max(0, milliseconds)) * 1_000_000 }

  /// SQLite's progress handler: not zero stops the statement.
  static let hasPassed: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { context in
    let deadline = Unmanaged<Deadline>.fromOpaque(context!).takeUnretainedValue()
    return Deadline.now() >= deadline.end ? 1 : 0
  }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
