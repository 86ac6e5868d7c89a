/// A set of ASCII bytes, one bit each; a byte above 127 is never in it.
///
/// The literals are checked against their definitions in the tests.
struct ByteSet {
  let low: UInt64
  let high: UInt64

  /// RFC 9110 §5.6.2 `tchar`.
  static let token = ByteSet(low: 0x03ff_6cfa_0000_0000, high: 0x57ff_ffff_c7ff_fffe)
  /// What a request target may hold: RFC 3986 `pchar`, `/`, `?`, and the brackets that queries use.
  static let target = ByteSet(low: 0xafff_fff2_0000_0000, high: 0x47ff_fffe_afff_ffff)
  /// RFC 3986 §3.2.2 `reg-name`.
  static let registeredName = ByteSet(low: 0x2bff_7ff2_0000_0000, high: 0x47ff_fffe_87ff_fffe)

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    guard byte < 128 else { return false }
    return ((byte < 64 ? low : high) >> UInt64(byte & 63)) & 1 == 1
  }
}

extension UInt8 {
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let percent = UInt8(ascii: "%")
  static let comma = UInt8(ascii: ",")
  static let colon = UInt8(ascii: ":")
  static let slash = UInt8(ascii: "/")
  static let semicolon = UInt8(ascii: ";")
  static let quote = UInt8(ascii: "\"")

  @inline(__always) var isDigit: Bool { self &- 0x30 < 10 }

  /// RFC 9110 §5.6.3 `OWS`.
  @inline(__always) var isBlank: Bool { self == .space || self == .tab }

  /// Lower case of an ASCII letter; every other byte is itself.
  @inline(__always) var folded: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

  /// Value of a hexadecimal digit, `nil` for any other byte.
  @inline(__always) var hexValue: UInt8? {
    if isDigit { return self &- 0x30 }
    let letter = (self | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : nil
  }
}
