import Glibc
import Synchronization

/// What several tests share: ended and removed when the test process exits.
enum Leftovers {
  private static let actions = Mutex<[@Sendable () -> Void]>([])
  private static let registration: Void = { _ = atexit { Leftovers.clear() } }()

  static func atExit(_ action: @escaping @Sendable () -> Void) {
    registration
    actions.withLock { $0.append(action) }
  }

  private static func clear() {
    for action in actions.withLock({ $0 }) { action() }
  }
}
