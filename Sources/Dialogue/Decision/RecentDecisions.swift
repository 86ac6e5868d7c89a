private import Glibc

/// Decisions made lately, by the very bytes they were made for. One per thread: no lock.
///
/// Much of what a support chat receives is the same few sentences letter by letter: the suggestions under a reply, a
/// greeting, "where is my order". A decision is a function of (snapshot, locale, message), so such a message need not
/// be understood twice, nor even read. The context, the order data and the wording of the reply are no part of it.
///
/// Memory is bounded and cannot be filled by strangers' texts at will: where all places of a message are taken, it is
/// remembered only when it comes a second time while its set still knows it came once. Messages beyond ``longest``
/// bytes or with a number, an address or the like in them never are, and a new snapshot forgets everything.
final class RecentDecisions {
  /// Longest message remembered, in bytes of UTF-8.
  static let longest = 128
  /// Places; each message has ``ways`` it may take.
  static let capacity = 2_048
  private static let ways = 4

  /// One message, and what it was understood as.
  final class Memory {
    let decision: Decision
    /// The locale the message is written in, where nobody had said; empty for the store's own.
    let foreignLocale: String
    /// Whether the decision was made of repaired words.
    let isRepaired: Bool
    /// The several requests it holds, once they were sought.
    var requests: [ClauseRequest]?
    private let message: [UInt8]
    private let locale: String

    fileprivate init(_ message: UnsafeBufferPointer<UInt8>, _ locale: String, _ finding: Finding) {
      self.message = Array(message)
      self.locale = locale
      (decision, foreignLocale) = (finding.decision.remembered, finding.foreignLocale)
      isRepaired = finding.isRepaired
    }

    fileprivate func isOf(_ message: UnsafeBufferPointer<UInt8>, _ locale: String) -> Bool {
      self.message.count == message.count && self.locale == locale
        && self.message.withUnsafeBytes { memcmp($0.baseAddress!, message.baseAddress!, message.count) } == 0
    }
  }

  /// What was found out about a message.
  struct Finding {
    var decision: Decision
    var foreignLocale: String
    var isRepaired: Bool
  }

  private struct Place {
    var hash = 0
    var memory: Memory?
  }

  /// Sets of ``ways`` places, the one used last in front.
  private var places = [Place](repeating: Place(), count: capacity)
  /// The last message of each set that was not remembered, by its hash.
  private var seenOnce = [Int](repeating: 0, count: capacity / ways)
  private var snapshot: Snapshot?
  /// Where the message looked for last belongs; `nil` when it is none to remember.
  private var wanted: (set: Int, hash: Int)?

  /// What is remembered of this message.
  ///
  /// - Parameter locale: Of the answer; empty when the message's own words tell it.
  /// - Complexity: One hash, and as a rule one comparison of ``longest`` bytes.
  func recall(_ message: UnsafeBufferPointer<UInt8>, locale: String, in snapshot: Snapshot) -> Memory? {
    if self.snapshot !== snapshot { forget(for: snapshot) }
    wanted = nil
    guard !message.isEmpty, message.count <= Self.longest else { return nil }
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(message))
    let hash = hasher.finalize()
    let set = hash & (Self.capacity / Self.ways - 1)
    wanted = (set, hash)
    let first = set * Self.ways
    for place in first..<first + Self.ways where places[place].hash == hash {
      guard let memory = places[place].memory, memory.isOf(message, locale) else { continue }
      if place > first { bringForward(place, to: first) }
      return memory
    }
    return nil
  }

  /// Notes what was found out about the message that ``recall(_:locale:in:)`` did not know.
  ///
  /// - Returns: What is remembered of it from now on, if anything.
  func note(_ finding: Finding, for message: UnsafeBufferPointer<UInt8>, locale: String) -> Memory? {
    guard let (set, hash) = wanted else { return nil }
    let (first, last) = (set * Self.ways, set * Self.ways + Self.ways - 1)
    guard places[last].memory == nil || seenOnce[set] == hash else {
      seenOnce[set] = hash
      return nil
    }
    let memory = Memory(message, locale, finding)
    places[last] = Place(hash: hash, memory: memory)
    bringForward(last, to: first)
    return memory
  }

  private func bringForward(_ place: Int, to first: Int) {
    for index in stride(from: place, to: first, by: -1) { places.swapAt(index, index - 1) }
  }

  private func forget(for snapshot: Snapshot) {
    self.snapshot = snapshot
    for index in places.indices { places[index] = Place() }
    for index in seenOnce.indices { seenOnce[index] = 0 }
  }
}
