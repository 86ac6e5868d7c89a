/// Dice that fall the same on every run and machine: what was trained, measured or found with them can be had again from
/// the seed. SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators"); no secret may
/// be made of them.
package struct Dice: RandomNumberGenerator, Sendable {
  @usableFromInline var state: UInt64

  @inlinable package init(seed: UInt64) { state = seed }

  @inlinable @inline(__always)
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// From 0 up to but not including `bound`, which is above 0.
  @inlinable @inline(__always)
  package mutating func roll(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

  /// From 0 up to but not including 1, of 24 bits.
  @inlinable @inline(__always)
  package mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// One of several, which are not none.
  @inlinable
  package mutating func pick<Element>(_ elements: [Element]) -> Element { elements[roll(elements.count)] }
}
