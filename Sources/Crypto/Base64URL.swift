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
    precondition(out.count >= encodedCount(bytes.count), "room for the text")
    guard let source = bytes.baseAddress, var target = out.baseAddress else { return }
    let alphabet = alphabet.utf8Start
    @inline(__always) func character(_ group: UInt32, _ shift: UInt32) -> UInt32 {
      UInt32(alphabet[Int(group &>> shift & 63)])
    }
    var next = UnsafeRawPointer(source)
    let end = next + bytes.count
    // Four bytes are read for three.
    while next + 4 <= end {
      let group = UInt32(bigEndian: next.loadUnaligned(as: UInt32.self))
      let text =
        character(group, 26) | character(group, 20) << 8 | character(group, 14) << 16
        | character(group, 8) << 24
      UnsafeMutableRawPointer(target).storeBytes(of: text.littleEndian, as: UInt32.self)
      next += 3
      target += 4
    }
    let left = end - next
    guard left > 0 else { return }
    var group: UInt32 = 0
    for index in 0..<left {
      group |= UInt32(next.load(fromByteOffset: index, as: UInt8.self)) << UInt32(24 - 8 * index)
    }
    for index in 0...left {
      target[index] = UInt8(truncatingIfNeeded: character(group, UInt32(26 - 6 * index)))
    }
  }

  /// Bytes that a text of `count` characters stands for.
  package static func decodedCount(_ count: Int) -> Int { count * 6 / 8 }

  /// Writes the bytes of `text`, ``decodedCount(_:)`` of them, to `out`. False when the text is not canonical; a lone
  /// last character is the caller's to refuse.
  package static func decode(
    _ text: UnsafeBufferPointer<UInt8>, to out: UnsafeMutableBufferPointer<UInt8>
  ) -> Bool {
    precondition(out.count >= decodedCount(text.count), "room for the bytes")
    guard let start = text.baseAddress, let target = out.baseAddress else { return true }
    return values.withUnsafeBufferPointer { values in
      let values = values.baseAddress!
      let end = start + text.count
      var (next, written, outside) = (start, UnsafeMutableRawPointer(target), UInt32(0))
      // Four bytes are written for three, while there is room.
      while end - next >= 6 {
        let group =
          values[Int(next[0])] << 18 | values[Int(next[1])] << 12 | values[Int(next[2])] << 6
          | values[Int(next[3])]
        outside |= group
        written.storeBytes(of: (group << 8).bigEndian, as: UInt32.self)
        next += 4
        written += 3
      }
      return decodeEnd(
        UnsafeBufferPointer(start: next, count: end - next), written, outside, values: values)
    }
  }

  /// The last five characters at most.
  private static func decodeEnd(
    _ text: UnsafeBufferPointer<UInt8>, _ out: UnsafeMutableRawPointer, _ outside: UInt32,
    values: UnsafePointer<UInt32>
  ) -> Bool {
    var (bits, count, outside, written) = (UInt32(0), UInt32(0), outside, 0)
    for character in text {
      let value = values[Int(character)]
      outside |= value | value << 12
      bits = bits << 6 | value & 63
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      out.storeBytes(of: UInt8(truncatingIfNeeded: bits >> count), toByteOffset: written, as: UInt8.self)
      written += 1
    }
    return outside & outsideAlphabet == 0 && bits & (1 << count - 1) == 0
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
