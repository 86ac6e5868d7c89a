private import Synchronization

/// Patterns compiled when first asked for, by whichever thread asks; all threads then share them.
final class LazyPatterns: @unchecked Sendable {
  // `@unchecked`: each slot is written once, atomically; everything else is constant.

  /// What PCRE2 compiles; an empty text is no pattern.
  let sources: [String]
  /// For each source: nothing yet, `failed`, or the retained pattern's address.
  private let slots: UnsafeMutablePointer<Atomic<UInt>>

  private static let failed: UInt = 1

  init(_ sources: [String]) {
    self.sources = sources
    slots = .allocate(capacity: sources.count)
    for (slot, source) in sources.enumerated() {
      (slots + slot).initialize(to: Atomic(source.isEmpty ? LazyPatterns.failed : 0))
    }
  }

  deinit {
    for slot in sources.indices {
      let held = slots[slot].load(ordering: .acquiring)
      if held > LazyPatterns.failed { unmanaged(held)?.release() }
    }
    slots.deinitialize(count: sources.count)
    slots.deallocate()
  }

  /// Hands over the pattern without a touch of its reference count, which all threads would write to; `nil`
  /// when there is none, or it does not compile here.
  func with<Result>(_ slot: Int, _ body: (Pattern) -> Result) -> Result? {
    precondition(sources.indices.contains(slot))
    var held = slots[slot].load(ordering: .acquiring)
    if held == 0 { held = compile(slot) }
    guard held > LazyPatterns.failed else { return nil }
    return unmanaged(held)?._withUnsafeGuaranteedRef(body)
  }

  private func compile(_ slot: Int) -> UInt {
    guard let pattern = try? Pattern(program: sources[slot]) else {
      slots[slot].store(LazyPatterns.failed, ordering: .releasing)
      return LazyPatterns.failed
    }
    let mine = Unmanaged.passRetained(pattern)
    let address = UInt(bitPattern: mine.toOpaque())
    let (exchanged, winner) = slots[slot].compareExchange(
      expected: 0, desired: address, successOrdering: .releasing, failureOrdering: .acquiring)
    guard !exchanged else { return address }
    // Another thread was faster.
    mine.release()
    return winner
  }

  private func unmanaged(_ address: UInt) -> Unmanaged<Pattern>? {
    UnsafeRawPointer(bitPattern: address).map { Unmanaged<Pattern>.fromOpaque($0) }
  }
}
