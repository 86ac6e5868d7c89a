/// An order number as it is compared: letters and digits only, upper case, the letter O as zero, I and L as one.
///
/// `#1042`, `1042`, ` 1 042`, `1O42` and `l042` are one number; so are `112-4839201-8827361` and `11248392018827361`.
package struct OrderNumber: Hashable, Sendable {
  /// Longest number, in bytes as compared.
  package static let maximumBytes = 64

  package let key: String

  /// `nil` when nothing is left to compare, or too much.
  package init?(_ text: String) {
    var text = text
    let key = text.withUTF8 { Self.withKey(of: $0) { String(decoding: $0, as: UTF8.self) } }
    guard let key else { return nil }
    self.key = key
  }

  /// Lends the key of a written number; nothing is allocated for one in ASCII.
  ///
  /// - Returns: `nil` when nothing is left to compare, or too much.
  static func withKey<Result>(
    of text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result? {
    try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: maximumBytes) { key in
      try folding.withUnsafeBufferPointer { folding in
        var count = 0
        for byte in text {
          let folded = folding[Int(byte)]
          if folded == 0 { continue }
          guard folded != wide else { return try withWideKey(of: text, body) }
          guard count < maximumBytes else { return nil }
          key[count] = folded
          count += 1
        }
        return count == 0 ? nil : try body(UnsafeBufferPointer(rebasing: key[..<count]))
      }
    }
  }

  private static func withWideKey<Result>(
    of text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result? {
    var bytes: [UInt8] = []
    var at = 0
    while at < text.count {
      let folded = folding[Int(text[at])]
      if folded == wide {
        at += appendWide(UnsafeBufferPointer(rebasing: text[at...]), to: &bytes)
        continue
      }
      if folded != 0 { bytes.append(folded) }
      at += 1
    }
    guard (1...maximumBytes).contains(bytes.count) else { return nil }
    return try bytes.withUnsafeBufferPointer(body)
  }

  /// Part of a character beyond ASCII.
  private static let wide: UInt8 = 0x80

  /// What stands for each byte in a key: 0 for those that are left out.
  private static let folding: [UInt8] = (0...255).map { byte in
    switch UInt8(byte) {
    case UInt8(ascii: "o"), UInt8(ascii: "O"): UInt8(ascii: "0")
    case UInt8(ascii: "i"), UInt8(ascii: "I"), UInt8(ascii: "l"), UInt8(ascii: "L"): UInt8(ascii: "1")
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(byte)
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt8(byte) & 0xDF
    case 0x80...: wide
    default: 0
    }
  }

  /// A character beyond ASCII: full-width forms are what they show, other letters stay, the rest goes.
  ///
  /// - Returns: How many bytes it took.
  private static func appendWide(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) -> Int {
    guard let scalar = String(decoding: text.prefix(4), as: UTF8.self).unicodeScalars.first else { return 1 }
    let length = UTF8.width(scalar)
    if (0xFF10...0xFF5A).contains(scalar.value) {
      let folded = folding[Int(scalar.value - 0xFEE0)]
      if folded != 0 { bytes.append(folded) }
    } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
      bytes += String(scalar).uppercased().utf8
    }
    return length
  }
}
