/// How many words lie between two places of a message: a range whose upper end may be open.
struct WordGap: Sendable, Hashable {
  /// Stands for any number at the upper end; messages of more words are not looked at so closely.
  static let most = 63
  static let none = WordGap(0, 0)

  let least: Int
  let most: Int

  init(_ least: Int, _ most: Int) {
    self.least = min(least, WordGap.most)
    self.most = min(most, WordGap.most)
  }

  static func + (left: WordGap, right: WordGap) -> WordGap {
    WordGap(left.least + right.least, left.most + right.most)
  }

  /// Whatever either allows.
  func union(_ other: WordGap) -> WordGap { WordGap(min(least, other.least), max(most, other.most)) }

  /// This again and again; `atMost` is `nil` without a bound.
  func repeated(_ atLeast: Int, _ atMost: Int?) -> WordGap {
    let rounds = atMost.map { min($0, WordGap.most) } ?? WordGap.most
    return WordGap(least * min(atLeast, WordGap.most), most == 0 ? 0 : most * rounds)
  }

  /// The least and the most in one number.
  var packed: UInt32 { UInt32(least) | UInt32(most) << 8 }

  /// The words that lie so far behind any of `places`, each a bit.
  ///
  /// - Parameter packed: Of ``packed``.
  @inline(__always)
  static func behind(_ places: UInt64, _ packed: UInt32) -> UInt64 {
    let (least, most) = (packed & 0x3F, packed >> 8 & 0x3F)
    // The lowest bit of all that are set, and everything above it.
    if most == WordGap.most { return (0 &- (places & (0 &- places))) << UInt64(least) }
    var shifted = places << UInt64(least)
    var reached = shifted
    var left = most &- least
    while left > 0 {
      shifted <<= 1
      reached |= shifted
      left &-= 1
    }
    return reached
  }
}
