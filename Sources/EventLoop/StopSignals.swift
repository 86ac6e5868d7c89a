private import CLinux

#if canImport(Glibc)
  import Glibc
#endif

/// SIGTERM, SIGINT and SIGHUP, taken by one thread that waits for them.
package enum StopSignals {
  package enum Signal: Equatable, Sendable {
    /// SIGTERM or SIGINT.
    case stop
    /// SIGHUP.
    case reload
  }

  /// Blocks them for this thread and those it starts from now on, and ignores SIGPIPE. Call it first in `main`.
  package static func take() {
    _ = parley_block_signals()
    _ = parley_ignore_sigpipe()
  }

  /// Waits for one; `nil` when the time is over.
  package static func wait(milliseconds: Int) -> Signal? {
    switch parley_wait_signal(Int32(clamping: milliseconds)) {
    case SIGTERM, SIGINT: .stop
    case SIGHUP: .reload
    default: nil
    }
  }

  /// Lets the next SIGTERM or SIGINT end the process at once.
  package static func giveBack() {
    _ = parley_unblock_signals()
  }
}
