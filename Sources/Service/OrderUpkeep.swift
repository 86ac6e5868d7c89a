private import Glibc
import Orders

/// Keeps the hashed index of the orders up, on a thread of its own.
///
/// `@unchecked Sendable`: handed to its one thread before that starts.
final class OrderUpkeep: @unchecked Sendable {
  /// Microseconds between two looks: what other processes changed is seen by then.
  private static let pause: UInt32 = 250_000

  private let index: OrderIndex
  private let maintainer: OrderIndex.Maintainer
  private let recorder: Recorder

  init(index: OrderIndex, maintainer: OrderIndex.Maintainer, recorder: Recorder) {
    (self.index, self.maintainer, self.recorder) = (index, maintainer, recorder)
  }

  /// What fails is told of and tried again; look-ups then go through SQLite's own indexes.
  func run(while goesOn: () -> Bool) {
    while goesOn() {
      do {
        try index.maintain(maintainer, now: Clock.secondsOfUptime())
      } catch {
        recorder.note("order_index_failed", revision: 0, reason: "\(error)")
      }
      usleep(Self.pause)
    }
  }
}
