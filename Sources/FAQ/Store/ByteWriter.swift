/// Appends the little-endian numbers and counted texts that the blobs of an FAQ part are made of.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  var count: Int { bytes.count }

  /// Makes room for so many bytes more.
  mutating func reserve(_ more: Int) { bytes.reserveCapacity(bytes.count + more) }

  mutating func write<Number: FixedWidthInteger>(_ number: Number) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// LEB128: seven bits a byte, the lowest first.
  mutating func writeVarint(_ number: UInt32) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func write(_ text: String) {
    writeVarint(UInt32(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  mutating func write(_ more: [UInt8]) { bytes.append(contentsOf: more) }

  mutating func write(_ more: ArraySlice<UInt8>) { bytes.append(contentsOf: more) }

  /// Puts a number where one of the same width was written before.
  mutating func overwrite(_ number: UInt32, at offset: Int) {
    withUnsafeBytes(of: number.littleEndian) { source in
      bytes.replaceSubrange(offset..<offset + 4, with: source)
    }
  }

  /// Puts a byte where one was written before.
  mutating func overwrite(_ byte: UInt8, at offset: Int) { bytes[offset] = byte }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Hands over the bytes and starts empty again.
  mutating func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }
}
