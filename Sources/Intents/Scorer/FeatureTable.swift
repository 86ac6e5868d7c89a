/// A frozen open-addressing table from feature hashes to 32-bit values.
///
/// Eight bytes a slot: 32 bits of the hash to compare, 32 bits of value. At most half full, so that a miss ends
/// after one or two slots of the same cache line. A hash that is not in the table is taken for one that is
/// with a chance of about 2⁻³¹.
struct FeatureTable: Sendable {
  private(set) var slots: [UInt64]
  private let mask: Int

  /// - Parameter entries: Hashes, each once, with their values.
  init(_ entries: [(hash: UInt64, value: UInt32)]) {
    var capacity = 16
    while capacity < entries.count * 2 { capacity *= 2 }
    slots = Array(repeating: 0, count: capacity)
    mask = capacity - 1
    for entry in entries { insert(entry.hash, entry.value) }
  }

  /// - Returns: `nil` unless `slots` is a table's, its size a power of two with a free slot.
  init?(slots: [UInt64]) {
    guard slots.count >= 16, slots.count & (slots.count - 1) == 0, slots.contains(0) else { return nil }
    self.slots = slots
    mask = slots.count - 1
  }

  private mutating func insert(_ hash: UInt64, _ value: UInt32) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = Self.tag(hash) << 32 | UInt64(value)
  }

  /// The upper half of the hash; zero, which marks a free slot, becomes one.
  @inline(__always)
  private static func tag(_ hash: UInt64) -> UInt64 {
    let tag = hash >> 32
    return tag == 0 ? 1 : tag
  }

  /// The value under `hash`.
  @inline(__always)
  func value(_ hash: UInt64) -> UInt32? {
    let tag = Self.tag(hash)
    return slots.withUnsafeBufferPointer { slots in
      var slot = Int(truncatingIfNeeded: hash) & mask
      while true {
        let found = slots[slot]
        if found == 0 { return nil }
        if found >> 32 == tag { return UInt32(truncatingIfNeeded: found) }
        slot = (slot + 1) & mask
      }
    }
  }
}
