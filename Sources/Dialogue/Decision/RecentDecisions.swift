/// Decisions made lately, by the very bytes they were made for. One per thread: no lock.
///
/// Much of what a support chat receives is the same few sentences letter by letter: the suggestions under a reply, a
/// greeting, "where is my order". A decision is a function of (snapshot, locale, message), so such a message need not
/// be understood twice. The context, the order data and the wording of the reply are no part of it.
///
/// Memory is bounded and cannot be filled by strangers' texts at will: where both places of a message are taken, it is
/// remembered only when it comes a second time while its set still knows it came once. Messages beyond ``longest``
/// bytes or with a number, an address or the like in them never are, and a new snapshot forgets everything.
final class RecentDecisions {
  /// Longest message remembered, in bytes of UTF-8.
  static let longest = 128
  /// Places; each message has two it may take.
  static let capacity = 2_048

  /// One message, and what it was understood as.
  final class Memory {
    let decision: Decision
    /// Whether the decision was made of repaired words.
    let isRepaired: Bool
    /// The several requests it holds, once they were sought.
    var requests: [ClauseRequest]?
    private let message: [UInt8]
    private let locale: String

    fileprivate init(
      _ message: UnsafeBufferPointer<UInt8>, _ locale: String, _ decision: Decision, isRepaired: Bool
    ) {
      self.message = Array(message)
      self.locale = locale
      self.decision = decision
      self.isRepaired = isRepaired
    }

    fileprivate func isOf(_ message: UnsafeBufferPointer<UInt8>, _ locale: String) -> Bool {
      self.message.elementsEqual(message) && self.locale == locale
    }
  }

  /// Two places a set, the one used last in front.
  private var places = [Memory?](repeating: nil, count: capacity)
  /// The last message of each set that was not remembered, by its hash.
  private var seenOnce = [Int](repeating: 0, count: capacity / 2)
  private var snapshot: Snapshot?
  /// Where the message looked for last belongs; `nil` when it is none to remember.
  private var wanted: (set: Int, hash: Int)?

  /// What is remembered of this message.
  ///
  /// - Complexity: One hash and at most two comparisons of ``longest`` bytes.
  func recall(_ message: UnsafeBufferPointer<UInt8>, locale: String, in snapshot: Snapshot) -> Memory? {
    if self.snapshot !== snapshot { forget(for: snapshot) }
    wanted = nil
    guard message.count <= Self.longest else { return nil }
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(message))
    let hash = hasher.finalize()
    let set = hash & (Self.capacity / 2 - 1)
    wanted = (set, hash)
    if let first = places[2 * set], first.isOf(message, locale) { return first }
    guard let second = places[2 * set + 1], second.isOf(message, locale) else { return nil }
    places.swapAt(2 * set, 2 * set + 1)
    return second
  }

  /// Notes the decision for the message that ``recall(_:locale:in:)`` did not know.
  ///
  /// - Returns: What is remembered of it from now on, if anything.
  func note(
    _ decision: Decision, isRepaired: Bool, for message: UnsafeBufferPointer<UInt8>, locale: String
  ) -> Memory? {
    guard let (set, hash) = wanted else { return nil }
    guard places[2 * set + 1] == nil || seenOnce[set] == hash else {
      seenOnce[set] = hash
      return nil
    }
    let memory = Memory(message, locale, decision, isRepaired: isRepaired)
    places[2 * set + 1] = places[2 * set]
    places[2 * set] = memory
    return memory
  }

  private func forget(for snapshot: Snapshot) {
    self.snapshot = snapshot
    for index in places.indices { places[index] = nil }
    for index in seenOnce.indices { seenOnce[index] = 0 }
  }
}
