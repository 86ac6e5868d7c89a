/// Base 64 with the URL alphabet and no padding (RFC 4648 §5), on bytes.
package enum Base64URL {
  /// Characters that `count` bytes take.
  package static func encodedCount(_ count: Int) -> Int { (count * 8 + 5) / 6 }

  /// Appends the text of `bytes`. Allocates only when `out` has to grow.
  package static func encode(_ bytes: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) {
    let start = out.count
    out.append(contentsOf: repeatElement(0, count: encodedCount(bytes.count)))
    out.withUnsafeMutableBufferPointer { out in
      encode(bytes, to: UnsafeMutableBufferPointer(rebasing: out[start...]))
    }
  }

  /// Appends the bytes of `text`. `out` is left as it was when the text is not canonical: a character outside
  /// the alphabet, padding, a lone last character, or unused last bits that are not zero.
  package static func decode(_ text: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> Bool {
    guard text.count % 4 != 1 else { return false }
    let start = out.count
    out.append(contentsOf: repeatElement(0, count: text.count * 6 / 8))
    let isCanonical = out.withUnsafeMutableBufferPointer { out in
      decode(text, to: UnsafeMutableBufferPointer(rebasing: out[start...]))
    }
    if !isCanonical { out.removeSubrange(start...) }
    return isCanonical
  }

  package static func string(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    bytes.withUnsafeBufferPointer { encode($0, into: &text) }
    return String(decoding: text, as: UTF8.self)
  }

  /// `nil` for text that is not canonical.
  package static func bytes(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    return Array(text.utf8).withUnsafeBufferPointer { decode($0, into: &bytes) } ? bytes : nil
  }

  /// Writes the text of `bytes`, ``encodedCount(_:)`` characters, to `out`.
  package static func encode(_ bytes: UnsafeBufferPointer<UInt8>, to out: UnsafeMutableBufferPointer<UInt8>) {
    let alphabet = alphabet.utf8Start
    var (next, written) = (0, 0)
    while next + 3 <= bytes.count {
      let group = UInt32(bytes[next]) << 16 | UInt32(bytes[next + 1]) << 8 | UInt32(bytes[next + 2])
      for shift in 0..<4 { out[written + shift] = alphabet[Int(group >> UInt32(18 - 6 * shift) & 63)] }
      next += 3
      written += 4
    }
    let left = bytes.count - next
    guard left > 0 else { return }
    let group = UInt32(bytes[next]) << 16 | (left == 2 ? UInt32(bytes[next + 1]) << 8 : 0)
    for shift in 0...left { out[written + shift] = alphabet[Int(group >> UInt32(18 - 6 * shift) & 63)] }
  }

  /// Bytes that a text of `count` characters stands for.
  package static func decodedCount(_ count: Int) -> Int { count * 6 / 8 }

  /// Writes the bytes of `text`, ``decodedCount(_:)`` of them, to `out`. False when the text is not canonical; a lone
  /// last character is the caller's to refuse.
  package static func decode(
    _ text: UnsafeBufferPointer<UInt8>, to out: UnsafeMutableBufferPointer<UInt8>
  ) -> Bool {
    values.withUnsafeBufferPointer { values in
      var (next, written, outside) = (0, 0, UInt32(0))
      while text.count - next >= 4 {
        let group =
          values[Int(text[next])] << 18 | values[Int(text[next + 1])] << 12
          | values[Int(text[next + 2])] << 6 | values[Int(text[next + 3])]
        outside |= group
        out[written] = UInt8(truncatingIfNeeded: group >> 16)
        out[written + 1] = UInt8(truncatingIfNeeded: group >> 8)
        out[written + 2] = UInt8(truncatingIfNeeded: group)
        next += 4
        written += 3
      }
      var unused: UInt32 = 0
      switch text.count - next {
      case 2:
        let group = values[Int(text[next])] << 6 | values[Int(text[next + 1])]
        outside |= group
        out[written] = UInt8(truncatingIfNeeded: group >> 4)
        unused = group & 15
      case 3:
        let group =
          values[Int(text[next])] << 12 | values[Int(text[next + 1])] << 6 | values[Int(text[next + 2])]
        outside |= group
        out[written] = UInt8(truncatingIfNeeded: group >> 10)
        out[written + 1] = UInt8(truncatingIfNeeded: group >> 2)
        unused = group & 3
      default: break
      }
      return outside & outsideAlphabet == 0 && unused == 0
    }
  }

  private static let alphabet: StaticString =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

  /// Above the 24 bits of a group: set by a character outside the alphabet wherever it stands. Looked at once, at the end.
  private static let outsideAlphabet: UInt32 = 0xFF00_0000

  /// The six bits of each character; for those outside the alphabet two bits of which one comes to stand in
  /// ``outsideAlphabet`` when they are shifted by 0 and 6, or by 12 and 18.
  private static let values: [UInt32] = {
    var values = [UInt32](repeating: 1 << 24 | 1 << 12, count: 256)
    for index in 0..<64 { values[Int(alphabet.utf8Start[index])] = UInt32(index) }
    return values
  }()
}
