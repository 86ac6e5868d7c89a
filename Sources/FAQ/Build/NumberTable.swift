/// Numbers for 64-bit hashes, given out from zero in the order in which they are first asked for.
///
/// Open addressing; at most half full. Faster than a dictionary by the hash of a hash.
struct NumberTable {
  /// The hashes by their numbers.
  private(set) var hashes: [UInt64] = []
  /// A number plus one; zero for none. A power of two.
  private var slots = [UInt32](repeating: 0, count: 1 << 12)

  var count: Int { hashes.count }

  /// The number of a hash, which may be new.
  mutating func number(of hash: UInt64) -> (number: Int, isNew: Bool) {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if hashes[number] == hash { return (number, false) }
      slot = (slot + 1) & (slots.count - 1)
    }
    hashes.append(hash)
    slots[slot] = UInt32(hashes.count)
    if hashes.count * 2 > slots.count { grow() }
    return (hashes.count - 1, true)
  }

  /// The number of a hash that was asked for before; `nil` for any other.
  func find(_ hash: UInt64) -> Int? {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if hashes[number] == hash { return number }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(number + 1)
    }
  }
}
