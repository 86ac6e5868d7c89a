import Dice

extension Dice {
  /// A few bytes or runs of them changed, in places that the grammar of `telling` is likely to notice.
  mutating func mutated(_ bytes: [UInt8], telling: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<1 + roll(6) where !bytes.isEmpty {
      let place = roll(bytes.count)
      switch roll(6) {
      case 0: bytes[place] = pick(telling)
      case 1: bytes.insert(pick(telling), at: place)
      case 2: bytes.remove(at: place)
      case 3: bytes[place] ^= 1 << UInt8(roll(8))
      case 4: bytes.removeSubrange(place..<min(bytes.count, place + 1 + roll(20)))
      default:
        let run = Array(bytes[place..<min(bytes.count, place + 1 + roll(30))])
        for _ in 0..<1 + roll(12) { bytes.insert(contentsOf: run, at: roll(bytes.count + 1)) }
      }
    }
    return bytes
  }
}
