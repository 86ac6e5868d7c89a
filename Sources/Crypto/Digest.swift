/// 256 bits of hash.
///
/// `==` is for naming and finding content. A code that proves something is compared with
/// ``constantTimeEqual(_:_:)``.
package struct Hash256: Hashable, Sendable, CustomStringConvertible {
  var a: UInt64 = 0
  var b: UInt64 = 0
  var c: UInt64 = 0
  var d: UInt64 = 0

  /// A hash filled in by `body`, which gets 32 zero bytes.
  init(_ body: (UnsafeMutableRawBufferPointer) -> Void) {
    Swift.withUnsafeMutableBytes(of: &self, body)
  }

  /// Reads 64 hexadecimal digits; `nil` for anything else.
  package init?(hex: some StringProtocol) {
    guard let bytes = Hex.decode(hex), bytes.count == 32 else { return nil }
    self.init { $0.copyBytes(from: bytes) }
  }

  /// Reads exactly 32 bytes; `nil` for any other number.
  package init?(bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 32 else { return nil }
    self.init { $0.copyMemory(from: bytes) }
  }

  package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try Swift.withUnsafeBytes(of: self, body)
  }

  mutating func withUnsafeMutableBytes<Result>(
    _ body: (UnsafeMutableRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try Swift.withUnsafeMutableBytes(of: &self, body)
  }

  package var bytes: [UInt8] { withUnsafeBytes { Array($0) } }
  /// 64 lower-case digits.
  package var hex: String { Hex.encode(bytes) }
  package var description: String { hex }
}

/// 128 bits of hash: enough to name a blob's bytes, not to withstand a forger.
package struct Hash128: Hashable, Sendable, CustomStringConvertible {
  var a: UInt64 = 0
  var b: UInt64 = 0

  init(_ body: (UnsafeMutableRawBufferPointer) -> Void) {
    Swift.withUnsafeMutableBytes(of: &self, body)
  }

  /// Reads 32 hexadecimal digits; `nil` for anything else.
  package init?(hex: some StringProtocol) {
    guard let bytes = Hex.decode(hex), bytes.count == 16 else { return nil }
    self.init { $0.copyBytes(from: bytes) }
  }

  /// Reads exactly 16 bytes; `nil` for any other number.
  package init?(bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 16 else { return nil }
    self.init { $0.copyMemory(from: bytes) }
  }

  package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try Swift.withUnsafeBytes(of: self, body)
  }

  package var bytes: [UInt8] { withUnsafeBytes { Array($0) } }
  /// 32 lower-case digits.
  package var hex: String { Hex.encode(bytes) }
  package var description: String { hex }
}

/// Hexadecimal text; not for hot paths.
package enum Hex {
  /// Lower-case digits, two a byte.
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var digits: [UInt8] = []
    for byte in bytes {
      digits.append(digit(byte >> 4))
      digits.append(digit(byte & 15))
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// Digits of either case; `nil` for an odd number of them or any other character.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in text.utf8 {
      guard let value = value(character) else { return nil }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return high == nil ? bytes : nil
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  private static func value(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
