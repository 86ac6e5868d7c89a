package import HTTP
private import Synchronization

/// What one loop has counted since it started. Only that loop writes; any thread may read.
package final class LoopCounters: Sendable {
  /// A number with one writer: adding is a load and a store, not an atomic addition.
  package struct Counter: ~Copyable, Sendable {
    private let value = Atomic<Int>(0)

    package init() {}

    package var count: Int { value.load(ordering: .relaxed) }

    @inline(__always)
    func add(_ amount: Int = 1) {
      value.store(value.load(ordering: .relaxed) &+ amount, ordering: .relaxed)
    }
  }

  /// Connections taken, and those open now.
  package let accepted = Counter()
  package let open = Counter()
  /// Requests whose response was written, whoever wrote it.
  package let requests = Counter()
  package let bytesReceived = Counter()
  package let bytesSent = Counter()
  /// Connections that ended with an error of the socket, or were closed by force.
  package let aborted = Counter()
  /// How often accepting had to pause, for want of descriptors or because of the connection limit.
  package let acceptPauses = Counter()
  private let refusals: [RefusalCounter] = Refusal.allCases.map { _ in RefusalCounter() }

  private final class RefusalCounter: Sendable { let counter = Counter() }

  /// Requests answered by the protocol layer itself, by reason.
  package func refused(_ refusal: Refusal) -> Int { refusals[Int(refusal.rawValue)].counter.count }

  func noteRefusal(_ refusal: Refusal) { refusals[Int(refusal.rawValue)].counter.add() }
}
