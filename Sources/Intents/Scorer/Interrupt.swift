private import Synchronization

/// Tells work on another thread that nobody waits for its result any more.
final class Interrupt: Sendable {
  private let raised = Atomic(false)

  var isRaised: Bool { raised.load(ordering: .relaxed) }

  func raise() { raised.store(true, ordering: .relaxed) }
}
