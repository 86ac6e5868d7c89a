/// What is called when a descriptor is ready or its deadline has passed; on the loop's thread.
package protocol EventSource: AnyObject {
  func ready(_ readiness: Readiness)
  func deadlinePassed()
}

/// Waits for descriptors and deadlines on one thread, and calls who asked.
///
/// Not `Sendable`: everything about a loop happens on the thread that runs it, apart from what ``remote`` offers.
package final class EventLoop {
  /// Names a registered source; stays harmless after the source was removed.
  package struct Registration: Hashable, Sendable {
    let index: Int32
    let generation: UInt32
    /// Never given twice, however long the loop runs and however often a place is used again.
    package var id: UInt64 { token }
    var token: UInt64 { UInt64(generation) << 32 | UInt64(UInt32(bitPattern: index)) }
  }

  private struct Slot {
    var source: (any EventSource)?
    var descriptor: Int32 = -1
    var generation: UInt32 = 0
    var interest: Interest = []
  }

  /// Milliseconds on a clock that never goes back, read once a turn.
  @exclusivity(unchecked) package private(set) var now: Int
  /// Whether the clock has gone past ``now`` since it was read.
  package var isBeyondNow: Bool { Clock.monotonicMilliseconds() > now }
  /// Seconds since 1970, read once a turn.
  @exclusivity(unchecked) package private(set) var wallSeconds: Int
  /// How other threads reach this loop.
  package let remote: LoopRemote
  /// How often the loop waited, for counting system calls.
  @exclusivity(unchecked) package private(set) var turns = 0

  private let poller: Poller
  @exclusivity(unchecked) private var timers: TimerWheel
  @exclusivity(unchecked) private var slots: ContiguousArray<Slot> = []
  private var free: [Int32] = []
  @exclusivity(unchecked) private var due: [Int] = []
  private var isStopping = false
  private static let wakeToken = UInt64.max
  private var turnEnd: (() -> Void)?

  package init() throws(SystemError) {
    now = Clock.monotonicMilliseconds()
    wallSeconds = Clock.wallSeconds()
    timers = TimerWheel(now: now)
    poller = try Poller()
    remote = try LoopRemote()
    try poller.add(remote.descriptorNumber, .read, token: Self.wakeToken)
  }

  /// Watches a descriptor, which its owner keeps open until ``remove(_:)``; without one only deadlines are watched.
  ///
  /// The loop keeps `source` alive until it is removed.
  package func add(
    _ source: some EventSource, descriptor: Int32? = nil, _ interest: Interest = []
  ) throws(SystemError) -> Registration {
    if free.isEmpty {
      free.append(Int32(slots.count))
      slots.append(Slot())
    }
    let index = free[free.count - 1]
    let registration = Registration(index: index, generation: slots[Int(index)].generation)
    if let descriptor {
      try poller.add(descriptor, interest, token: registration.token)
      slots[Int(index)].descriptor = descriptor
      slots[Int(index)].interest = interest
    }
    slots[Int(index)].source = source
    free.removeLast()
    return registration
  }

  /// Watches for something else from now on; costs a system call only when it is something else.
  package func watch(_ registration: Registration, for interest: Interest) {
    guard let index = live(registration), slots[index].interest != interest else { return }
    let (descriptor, before) = (slots[index].descriptor, slots[index].interest)
    slots[index].interest = interest
    do {
      if before.union(interest).contains(.exclusive) {
        // An exclusive watch cannot be changed (epoll_ctl(2)), only given up and taken again.
        if !before.isEmpty { try poller.remove(descriptor) }
        if !interest.isEmpty { try poller.add(descriptor, interest, token: registration.token) }
      } else {
        try poller.change(descriptor, interest, token: registration.token)
      }
    } catch {
      preconditionFailure("a registered descriptor was closed before it was removed: \(error)")
    }
  }

  /// Sets the one deadline of a source, on the clock of ``now``; it is kept to 32 ms.
  @inline(__always)
  package func setDeadline(_ registration: Registration, at milliseconds: Int?) {
    guard let index = live(registration) else { return }
    timers.schedule(index, at: milliseconds)
  }

  /// Stops watching, and lets go of the source. Call it before the descriptor is closed.
  ///
  /// - Parameter closing: The descriptor has no duplicate and is closed next, which ends its watch without a call.
  package func remove(_ registration: Registration, closing: Bool = false) {
    guard let index = live(registration) else { return }
    timers.schedule(index, at: nil)
    if slots[index].descriptor >= 0, !closing {
      // It may be watched no more, if the watch was exclusive and paused.
      do { try poller.remove(slots[index].descriptor) } catch {}
    }
    slots[index] = Slot(generation: slots[index].generation &+ 1)
    free.append(Int32(index))
  }

  /// Runs until ``stop()``.
  package func run() {
    isStopping = false
    while !isStopping { turn() }
  }

  /// Makes ``run()`` return after this turn.
  package func stop() { isStopping = true }

  /// Calls `body` at the end of every turn, when all that was ready has been served and before the loop waits again.
  package func onTurnEnd(_ body: @escaping () -> Void) { turnEnd = body }

  private func turn() {
    var wait: Int32 = -1
    if let next = timers.nextExpiry { wait = Int32(clamping: max(0, next - now)) }
    let count = poller.wait(milliseconds: wait)
    turns &+= 1
    now = Clock.monotonicMilliseconds()
    wallSeconds = Clock.wallSeconds()
    for index in 0..<count {
      let (token, readiness) = poller.event(index)
      if token == Self.wakeToken {
        for job in remote.takeJobs() { job(self) }
      } else {
        source(of: token)?.ready(readiness)
      }
    }
    expireTimers()
    turnEnd?()
  }

  private func expireTimers() {
    timers.expire(now: now, into: &due)
    guard !due.isEmpty else { return }
    let expired = due
    due.removeAll(keepingCapacity: true)
    for index in expired { slots[index].source?.deadlinePassed() }
  }

  @inline(__always)
  private func source(of token: UInt64) -> (any EventSource)? {
    let index = Int(UInt32(truncatingIfNeeded: token))
    guard slots[index].generation == UInt32(token >> 32) else { return nil }
    return slots[index].source
  }

  @inline(__always)
  private func live(_ registration: Registration) -> Int? {
    let index = Int(registration.index)
    return slots[index].generation == registration.generation && slots[index].source != nil ? index : nil
  }
}
