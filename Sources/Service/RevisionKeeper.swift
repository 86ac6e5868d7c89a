import Dialogue
private import Glibc
import Revisions
private import Synchronization

/// Keeps a sound revision live: switches when another goes live, looks its files over, and goes back to the one before
/// when a part turns out to be damaged. Belongs to the watcher's thread.
final class RevisionKeeper {
  /// Bytes hashed between two looks at which revision is live, a mebibyte at a time with a rest after each: where
  /// cores are few, a loop waits for one of them and not for all.
  private static let slice = 4 << 20
  private static let rests: (bytes: Int, microseconds: UInt32) = (1 << 20, 15_000)

  private let folder: DatabaseFolder
  private let state: ServiceState
  private var watcher: RevisionWatcher
  private var live: Revision
  private var sweeps: [PartSweep]
  /// Revisions that were found damaged, and the parts that were.
  private var damaged: Set<Int> = []
  private var damagedParts: Set<String> = []
  /// Why the revision told last could not be loaded, and the steps until that is tried again.
  private var refusal: (number: Int, reason: String, rest: Int)?

  init(_ folder: DatabaseFolder, serving live: Revision, _ state: ServiceState) {
    self.folder = folder
    self.state = state
    self.live = live
    watcher = RevisionWatcher(folder, serving: live.number)
    sweeps = live.parts.values.compactMap(PartSweep.init)
  }

  /// One round: microseconds when there is no news, and a slice of the pass over the files.
  func step() {
    retry()
    if let number = watcher.poll() { load(number) }
    if live.damage == nil { sweep() }
    if let damage = live.damage, !damaged.contains(live.number) { retreat(from: damage) }
  }

  /// Steps from a refused revision to the next try: it may have been a want of descriptors or memory.
  private static let rest = 20

  private func retry() {
    guard let (number, reason, rest) = refusal else { return }
    refusal = (number, reason, rest - 1)
    if rest == 0 { watcher.forget(serving: live.number) }
  }

  /// Switches to a revision. One that cannot be loaded is told of once for each reason, the old stays, and it is tried
  /// again from time to time.
  private func load(_ number: Int) {
    let before = refusal
    refusal = nil
    do {
      let revision = try folder.revision(number)
      // Once bitten: what was found damaged is read whole before it is believed again.
      if damaged.contains(number) { for part in revision.parts.values { try part.verify() } }
      try serve(revision)
      damaged.remove(number)
    } catch {
      let reason = "\(error)"
      refusal = (number, reason, Self.rest)
      if let before, before.number == number, before.reason == reason { return }
      state.count(.refused)
      state.recorder.note("revision_refused", revision: number, reason: reason)
    }
  }

  private func serve(_ revision: Revision) throws {
    state.snapshots.replace(with: try Snapshot(revision))
    live = revision
    state.damage.withLock { $0 = nil }
    sweeps = revision.parts.values.compactMap(PartSweep.init)
    state.count(.loaded)
    state.recorder.note("revision_loaded", revision: revision.number)
  }

  /// What a sweep finds is the part's damage from then on.
  private func sweep() {
    guard let sweep = sweeps.last else { return }
    for _ in 0..<Self.slice / Self.rests.bytes {
      guard let isOver = try? sweep.step(bytes: Self.rests.bytes), !isOver else {
        sweeps.removeLast()
        return
      }
      usleep(Self.rests.microseconds)
    }
  }

  /// Goes back to the newest revision before this one that shares no damaged part with it. When there is none, what can
  /// be read goes on answering, and `/readyz` tells what cannot.
  private func retreat(from damage: Damage) {
    let number = live.number
    damaged.insert(number)
    damagedParts.insert(damage.path)
    state.count(.damaged)
    state.recorder.note("revision_damaged", revision: number, reason: "\(damage) (\(damage.kind.rawValue))")
    let older = (try? folder.history()) ?? []
    for entry in older where entry.number < number && !damaged.contains(entry.number) {
      do {
        let revision = try folder.revision(entry.number)
        guard revision.parts.values.allSatisfy({ !damagedParts.contains($0.path) }) else { continue }
        return try serve(revision)
      } catch {
        state.count(.refused)
        state.recorder.note("revision_refused", revision: entry.number, reason: "\(error)")
      }
    }
    state.damage.withLock { $0 = damage }
  }
}

extension Revision {
  /// The first damage found in one of its parts.
  fileprivate var damage: Damage? { parts.values.lazy.compactMap(\.damage).first }
}
