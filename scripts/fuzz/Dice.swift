/// Fixed dice (SplitMix64), so that what was found can be found again from its seed.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  mutating func roll(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[roll(elements.count)] }

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
