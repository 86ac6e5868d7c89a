package import EventLoop
private import Synchronization

/// What a handler gets to know about the server it works in, when it is made.
package struct LoopContext<Completion: Sendable>: Sendable {
  /// Which loop, counted from 0.
  package let index: Int
  /// How other threads answer deferred requests of this loop.
  package let completer: Completer<Completion>
  /// How to run something on this loop's thread.
  package let remote: LoopRemote
  /// Of all loops, this one's at ``index``.
  package let counters: [LoopCounters]
  package let state: ServerState
}

/// What every thread may ask a server.
package final class ServerState: Sendable {
  private let draining = Atomic<Bool>(false)

  /// Whether the server is about to stop, and must not be called ready.
  package var isDraining: Bool { draining.load(ordering: .relaxed) }

  /// - Returns: Whether this call was the first.
  func beginDraining() -> Bool { !draining.exchange(true, ordering: .relaxed) }
}

/// Answers deferred requests from any thread.
package struct Completer<Completion: Sendable>: Sendable {
  let remote: LoopRemote
  let deliver: @Sendable (EventLoop, Ticket, Completion) -> Void

  /// Hands `completion` to the handler that deferred the request; dropped when the request is gone.
  package func complete(_ ticket: Ticket, with completion: Completion) {
    remote.post { [deliver] loop in deliver(loop, ticket, completion) }
  }
}
