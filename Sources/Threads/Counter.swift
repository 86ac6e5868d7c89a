private import Synchronization

/// Numbers that several threads ask for: each gets another.
package final class Counter: Sendable {
  private let last = Atomic<Int>(0)

  package init() {}

  /// 1 for who asks first.
  package func next() -> Int { last.add(1, ordering: .relaxed).newValue }
}
