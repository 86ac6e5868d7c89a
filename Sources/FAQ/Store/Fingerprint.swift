/// A 64-bit hash of bytes, the same in every process and version: it is written into parts.
///
/// Two multiplications a word of eight bytes (the mixing of wyhash: the high and low half of a 128-bit
/// product, xored). Not for secrets: who chooses the bytes can make two equal.
enum Fingerprint {
  private static let first: UInt64 = 0xA076_1D64_78BD_642F
  private static let second: UInt64 = 0xE703_7ED1_A0B4_28DB

  @inline(__always)
  static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let raw = UnsafeRawBufferPointer(bytes)
    var hash = UInt64(truncatingIfNeeded: raw.count) ^ first
    var at = 0
    while raw.count - at >= 8 {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      hash = mix(hash ^ word, second)
      at += 8
    }
    var rest: UInt64 = 0
    var shift: UInt64 = 0
    while at < raw.count {
      rest |= UInt64(raw[at]) << shift
      shift += 8
      at += 1
    }
    return mix(mix(hash ^ rest, second) ^ first, second)
  }

  static func of(_ text: String) -> UInt64 {
    var text = text
    return text.withUTF8 { of($0) }
  }

  @inline(__always)
  private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
