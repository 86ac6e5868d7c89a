/// An order number as it is compared: letters and digits only, upper case, the letter O as zero, I and L as one.
///
/// `#1042`, `1042`, ` 1 042`, `1O42` and `l042` are one number; so are `112-4839201-8827361` and `11248392018827361`.
package struct OrderNumber: Hashable, Sendable {
  /// Longest number, in bytes as compared.
  package static let maximumBytes = 64

  package let key: String

  /// `nil` when nothing is left to compare, or too much.
  package init?(_ text: String) {
    var bytes: [UInt8] = []
    var text = text
    guard text.withUTF8({ Self.append(key: $0, to: &bytes) }) else { return nil }
    key = String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the key of a written number, without allocating when `bytes` has room.
  ///
  /// - Returns: Whether there is a key; if not, `bytes` may hold a part of one.
  static func append(key text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) -> Bool {
    let start = bytes.count
    var at = 0
    while at < text.count {
      let byte = text[at]
      switch byte {
      case UInt8(ascii: "o"), UInt8(ascii: "O"): bytes.append(UInt8(ascii: "0"))
      case UInt8(ascii: "i"), UInt8(ascii: "I"), UInt8(ascii: "l"), UInt8(ascii: "L"):
        bytes.append(UInt8(ascii: "1"))
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte)
      case UInt8(ascii: "a")...UInt8(ascii: "z"): bytes.append(byte & 0xDF)
      case 0x80...:
        at += appendWide(UnsafeBufferPointer(rebasing: text[at...]), to: &bytes)
        continue
      default: break
      }
      at += 1
    }
    return (1...maximumBytes).contains(bytes.count - start)
  }

  /// A character beyond ASCII: full-width forms are what they show, other letters stay, the rest goes.
  ///
  /// - Returns: How many bytes it took.
  private static func appendWide(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) -> Int {
    guard let scalar = String(decoding: text.prefix(4), as: UTF8.self).unicodeScalars.first else { return 1 }
    let length = UTF8.width(scalar)
    if (0xFF10...0xFF5A).contains(scalar.value) {
      let narrow = [UInt8(scalar.value - 0xFEE0)]
      narrow.withUnsafeBufferPointer { _ = append(key: $0, to: &bytes) }
    } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
      bytes += String(scalar).uppercased().utf8
    }
    return length
  }
}
