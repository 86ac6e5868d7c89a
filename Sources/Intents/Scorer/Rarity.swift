private import Glibc

/// How telling a feature is: inverse document frequency, in steps of 1/20 so that it fits a byte.
///
/// idf = 1 + ln((1 + N) / (1 + df)), as scikit-learn smooths it.
struct Rarity: Sendable, Equatable {
  let step: UInt8

  init(step: UInt8) { self.step = step }

  init(documents: Int, with: Int) {
    let idf = log(Double(1 + documents) / Double(1 + with))
    step = UInt8(max(0, min(255, (idf * 20).rounded())))
  }

  var value: Float { 1 + Float(step) / 20 }
}

/// A row of the weight matrix and the rarity of its feature, packed as the feature table keeps them.
struct PackedFeature: Sendable {
  static let mostRows = 1 << 24

  let bits: UInt32

  @inline(__always)
  init(bits: UInt32) { self.bits = bits }

  init(row: Int, rarity: Rarity) { bits = UInt32(rarity.step) << 24 | UInt32(row) }

  @inline(__always)
  var row: UInt32 { bits & 0xFF_FFFF }
  @inline(__always)
  var rarity: Float { Rarity(step: UInt8(truncatingIfNeeded: bits >> 24)).value }
}
