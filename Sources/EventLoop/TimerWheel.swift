/// Deadlines of many connections, coarse and cheap: a ring of ticks, each with a list of those due in it.
///
/// Moving a deadline further away, which every request does, only stores a number: the entry is looked at when its old
/// tick comes round, and moved then. A deadline fires at the end of its tick, never early.
struct TimerWheel {
  /// Length of a tick in milliseconds.
  static let resolution = 32
  private static let ticks = 4096
  private static let none: Int32 = -1

  private struct Node {
    var next = TimerWheel.none
    var previous = TimerWheel.none
    /// Tick that the node is listed under, `nil` when it is in no list.
    var tick: Int?
    var deadline = Int.max
  }

  private var nodes: [Node] = []
  private var heads = [Int32](repeating: TimerWheel.none, count: TimerWheel.ticks)
  private var current: Int
  /// First tick that may have entries; `Int.max` when none has.
  private var earliest = Int.max
  private var listed = 0

  init(now: Int) {
    current = now / Self.resolution
  }

  /// When to call ``expire(now:_:)`` at the latest; `nil` when there is nothing to wait for.
  var nextExpiry: Int? { listed == 0 ? nil : earliest * Self.resolution }

  /// Sets the only deadline of `id`, a small number; `nil` takes it away.
  mutating func schedule(_ id: Int, at deadline: Int?) {
    while nodes.count <= id { nodes.append(Node()) }
    guard let deadline else {
      nodes[id].deadline = .max
      unlink(id)
      return
    }
    nodes[id].deadline = deadline
    let wanted = tick(for: deadline)
    if let tick = nodes[id].tick {
      if tick <= wanted { return }
      unlink(id)
    }
    link(id, wanted)
  }

  /// Appends those whose deadline has passed to `due`, and forgets their deadlines.
  mutating func expire(now: Int, into due: inout [Int]) {
    let last = now / Self.resolution
    guard last > current else { return }
    if listed > 0, earliest <= last {
      let first = max(earliest, current + 1)
      current = last
      // A jump further than the ring is long still visits each list once.
      for tick in first...min(last, first + Self.ticks - 1) { empty(tick, now: now, into: &due) }
      findEarliest()
    }
    current = last
  }

  private mutating func empty(_ tick: Int, now: Int, into due: inout [Int]) {
    var id = heads[tick % Self.ticks]
    while id != Self.none {
      let next = nodes[Int(id)].next
      unlink(Int(id))
      let deadline = nodes[Int(id)].deadline
      if deadline <= now {
        nodes[Int(id)].deadline = .max
        due.append(Int(id))
      } else {
        link(Int(id), self.tick(for: deadline))
      }
      id = next
    }
  }

  private func tick(for deadline: Int) -> Int {
    let rounded = (deadline + Self.resolution - 1) / Self.resolution
    return min(max(rounded, current + 1), current + Self.ticks - 1)
  }

  private mutating func link(_ id: Int, _ tick: Int) {
    let head = heads[tick % Self.ticks]
    nodes[id].next = head
    nodes[id].previous = Self.none
    nodes[id].tick = tick
    if head != Self.none { nodes[Int(head)].previous = Int32(id) }
    heads[tick % Self.ticks] = Int32(id)
    earliest = min(earliest, tick)
    listed += 1
  }

  private mutating func unlink(_ id: Int) {
    let node = nodes[id]
    guard let tick = node.tick else { return }
    if node.next != Self.none { nodes[Int(node.next)].previous = node.previous }
    if node.previous != Self.none {
      nodes[Int(node.previous)].next = node.next
    } else {
      heads[tick % Self.ticks] = node.next
    }
    nodes[id].tick = nil
    listed -= 1
    if listed == 0 { earliest = .max }
  }

  private mutating func findEarliest() {
    earliest = .max
    guard listed > 0 else { return }
    for tick in current + 1..<current + 1 + Self.ticks where heads[tick % Self.ticks] != Self.none {
      earliest = tick
      return
    }
  }
}
