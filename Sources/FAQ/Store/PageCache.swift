private import Synchronization

/// Blobs of a part, read when first asked for and kept up to a number of bytes; shared by all threads.
///
/// Blobs that were not asked for since the hand last came by make room first (CLOCK). Blobs are spread over
/// shards by number, so that threads seldom wait for each other; a blob is read outside any lock,
/// perhaps twice when two threads miss it at once.
package final class PageCache: Sendable {
  /// What was found and what had to be read since the start.
  package struct Statistics: Sendable, Equatable {
    package var hits = 0
    package var misses = 0
    /// Bytes of the blobs held now.
    package var bytes = 0
  }

  /// Bytes held at most when nothing else is said.
  package static let defaultBytes = 16 << 20
  private static let shardCount = 8

  private let shards: [Shard]
  private let read: @Sendable (_ name: String) throws -> [UInt8]

  fileprivate final class Shard: Sendable {
    let state: Mutex<Clock>
    init(limit: Int) { state = Mutex(Clock(limit: limit)) }
  }

  fileprivate struct Clock {
    struct Slot {
      var key: UInt64
      var body: [UInt8]
      var wasUsed: Bool
    }

    let limit: Int
    var places: [UInt64: Int] = [:]
    var slots: [Slot] = []
    var hand = 0
    var statistics = Statistics()
  }

  /// - Parameters:
  ///   - bytes: Held at most. A blob larger than an eighth of it is read anew each time.
  ///   - read: Reads a blob by name; called from any thread.
  init(bytes: Int, read: @escaping @Sendable (_ name: String) throws -> [UInt8]) {
    shards = (0..<Self.shardCount).map { _ in Shard(limit: bytes / Self.shardCount) }
    self.read = read
  }

  package var statistics: Statistics {
    shards.reduce(into: Statistics()) { sum, shard in
      let part = shard.state.withLock { $0.statistics }
      sum.hits += part.hits
      sum.misses += part.misses
      sum.bytes += part.bytes
    }
  }

  /// The bytes of a blob. A hit costs one uncontended lock and one look-up.
  func blob(_ kind: BlobKind, _ number: Int) throws -> [UInt8] {
    // Kind and number in one word: half of what a hit costs would else be the hash of two.
    let key = UInt64(kind.rawValue) << 56 | UInt64(truncatingIfNeeded: number)
    let shard = shards[number % Self.shardCount]
    if let body = shard.state.withLock({ $0.body(key) }) { return body }
    let body = try read(kind.name(number))
    shard.state.withLock { $0.insert(key, body) }
    return body
  }
}

extension PageCache.Clock {
  fileprivate mutating func body(_ key: UInt64) -> [UInt8]? {
    guard let place = places[key] else {
      statistics.misses += 1
      return nil
    }
    statistics.hits += 1
    slots[place].wasUsed = true
    return slots[place].body
  }

  fileprivate mutating func insert(_ key: UInt64, _ body: [UInt8]) {
    guard places[key] == nil, body.count <= limit else { return }
    while statistics.bytes + body.count > limit { evictOne() }
    statistics.bytes += body.count
    places[key] = slots.count
    slots.append(Slot(key: key, body: body, wasUsed: false))
  }

  /// Moves the hand to a blob that was not used since it last came by, and takes it out. The last slot fills the gap.
  private mutating func evictOne() {
    while true {
      if hand >= slots.count { hand = 0 }
      guard slots[hand].wasUsed else { break }
      slots[hand].wasUsed = false
      hand += 1
    }
    statistics.bytes -= slots[hand].body.count
    places[slots[hand].key] = nil
    let last = slots.removeLast()
    guard hand < slots.count else { return }
    slots[hand] = last
    places[last.key] = hand
  }
}
