/// Writes (tag, length, bytes) fields into memory of a fixed size: no allocation, and what does not fit is our own
/// mistake and traps.
struct FieldWriter {
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  init(_ bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = bytes }

  /// Bytes that are still free.
  var room: Int { bytes.count - count }

  /// A field of a number, little-endian, without zeros at its end.
  mutating func field(_ tag: UInt8, number: UInt64) {
    let size = max(1, (64 - number.leadingZeroBitCount + 7) / 8)
    precondition(room >= 2 + size, "the writer's caller knows what fits")
    let start = bytes.baseAddress! + count
    start[0] = tag
    start[1] = UInt8(size)
    var little = number.littleEndian
    withUnsafeBytes(of: &little) {
      (start + 2).update(from: $0.baseAddress!.assumingMemoryBound(to: UInt8.self), count: size)
    }
    count += 2 + size
  }

  /// A field of a text of at most `most` bytes, itself below 128; a longer one is left out.
  mutating func field(_ tag: UInt8, _ text: String, atMost most: Int) {
    let length = text.utf8.count
    guard length <= most else { return }
    put(tag)
    put(UInt8(length))
    put(text)
  }

  mutating func field(_ tag: UInt8, _ bytes: [UInt8]) {
    put(tag)
    put(UInt8(bytes.count))
    bytes.withUnsafeBufferPointer { put($0) }
  }

  /// LEB128.
  mutating func varint(_ value: Int) {
    var rest = UInt64(value)
    while rest >= 0x80 {
      put(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    put(UInt8(rest))
  }

  mutating func put(_ text: String) {
    var text = text
    text.withUTF8 { put($0) }
  }

  @inline(__always)
  mutating func put(_ byte: UInt8) {
    precondition(count < bytes.count, "the writer's caller knows what fits")
    bytes[count] = byte
    count += 1
  }

  private mutating func put(_ source: UnsafeBufferPointer<UInt8>) {
    guard let start = source.baseAddress, !source.isEmpty else { return }
    precondition(source.count <= room, "the writer's caller knows what fits")
    (bytes.baseAddress! + count).update(from: start, count: source.count)
    count += source.count
  }
}
