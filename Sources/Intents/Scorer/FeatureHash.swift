/// 64-bit hashes that name features: words, character n-grams, pairs and triples of words.
///
/// Not for tables an outsider can fill: the words of messages are only looked up, never stored. Multiply and
/// fold, as in wyhash (Wang Yi, public domain), written for short keys.
enum FeatureHash {
  /// What kind of feature a hash names; the same bytes of another kind are another feature.
  enum Kind: UInt64 {
    case word = 0x9E37_79B9_7F4A_7C15
    case stem = 0xBF58_476D_1CE4_E5B9
    case characters = 0x94D0_49BB_1331_11EB
    case wordClass = 0xD6E8_FEB8_6659_FD93
    case identifier = 0xA076_1D64_78BD_642F
    case wordPair = 0xE703_7ED1_A0B4_28DB
    case classPair = 0x8EBC_6AF0_9C88_C6E3
    case classTriple = 0x5899_65CC_7537_4CC3
  }

  @inline(__always)
  static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }

  /// Hash of a run of bytes.
  @inline(__always)
  static func bytes(_ bytes: UnsafeBufferPointer<UInt8>, _ kind: Kind) -> UInt64 {
    var state = kind.rawValue ^ UInt64(truncatingIfNeeded: bytes.count)
    var index = 0
    while index + 8 <= bytes.count {
      let piece = UnsafeRawPointer(bytes.baseAddress! + index).loadUnaligned(as: UInt64.self)
      state = mix(state ^ UInt64(littleEndian: piece), 0xE703_7ED1_A0B4_28DB)
      index += 8
    }
    var tail: UInt64 = 0
    while index < bytes.count {
      tail = tail << 8 | UInt64(bytes[index])
      index += 1
    }
    return mix(state ^ tail, 0x8EBC_6AF0_9C88_C6E3 ^ kind.rawValue)
  }

  static func text(_ text: String, _ kind: Kind) -> UInt64 {
    var text = text
    return text.withUTF8 { bytes($0, kind) }
  }

  /// Hash of one small number, such as a kind of identifier.
  static func number(_ value: UInt64, _ kind: Kind) -> UInt64 {
    mix(value &+ 0x9E37_79B9_7F4A_7C15, kind.rawValue)
  }

  /// Hash of neighbours, in order.
  @inline(__always)
  static func pair(_ first: UInt32, _ second: UInt32, _ kind: Kind) -> UInt64 {
    mix((UInt64(first) << 32 | UInt64(second)) ^ 0xA076_1D64_78BD_642F, kind.rawValue)
  }

  @inline(__always)
  static func triple(_ first: UInt32, _ second: UInt32, _ third: UInt32) -> UInt64 {
    mix(pair(first, second, .classTriple) ^ UInt64(third), 0xD6E8_FEB8_6659_FD93)
  }

  /// What stands before the first word and after the last.
  static let messageStart: UInt32 = 0x0000_0001
  static let messageEnd: UInt32 = 0x0000_0002
}
