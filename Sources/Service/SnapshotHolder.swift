import Dialogue
private import Synchronization

/// The live snapshot. A loop asks once a request: two loads when nothing has changed.
final class SnapshotHolder: Sendable {
  private let snapshot: Mutex<Snapshot>
  private let generation = Atomic<UInt64>(1)

  init(_ snapshot: Snapshot) { self.snapshot = Mutex(snapshot) }

  /// Goes live at once, for the requests that begin from now on.
  func replace(with next: Snapshot) {
    snapshot.withLock { $0 = next }
    generation.wrappingAdd(1, ordering: .releasing)
  }

  var current: Snapshot { snapshot.withLock { $0 } }

  /// A loop's own reference, brought up to date by ``refresh(_:)``.
  struct Lease {
    fileprivate(set) var snapshot: Snapshot
    fileprivate var generation: UInt64
  }

  /// The generation is read first: a switch in between makes the lease look old, never new when it is not.
  func lease() -> Lease {
    let live = generation.load(ordering: .acquiring)
    return Lease(snapshot: current, generation: live)
  }

  func refresh(_ lease: inout Lease) {
    let live = generation.load(ordering: .acquiring)
    guard live != lease.generation else { return }
    lease = Lease(snapshot: current, generation: live)
  }
}
