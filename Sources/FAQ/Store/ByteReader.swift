/// Reads what ``ByteWriter`` wrote. Every read is bounds-checked and throws rather than traps: a blob's hash
/// says that it is the one that was built, not that it was built by this version.
struct ByteReader {
  private let bytes: UnsafeRawBufferPointer
  private(set) var offset: Int

  init(_ bytes: UnsafeRawBufferPointer, at offset: Int = 0) {
    self.bytes = bytes
    self.offset = offset
  }

  mutating func read<Number: FixedWidthInteger>(_: Number.Type = Number.self) throws(FAQError) -> Number {
    let size = MemoryLayout<Number>.size
    guard offset >= 0, bytes.count - offset >= size else { throw .malformed }
    defer { offset += size }
    return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }

  mutating func readVarint() throws(FAQError) -> UInt32 {
    var (value, shift) = (UInt32(0), UInt32(0))
    while offset < bytes.count, shift < 35 {
      let byte = bytes[offset]
      offset += 1
      value |= UInt32(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw .malformed
  }

  mutating func readString() throws(FAQError) -> String {
    let count = Int(try readVarint())
    guard bytes.count - offset >= count else { throw .malformed }
    defer { offset += count }
    return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count]), as: UTF8.self)
  }

  mutating func skipString() throws(FAQError) {
    let count = Int(try readVarint())
    guard bytes.count - offset >= count else { throw .malformed }
    offset += count
  }

  mutating func readStrings() throws(FAQError) -> [String] {
    let count = Int(try readVarint())
    guard count <= bytes.count - offset else { throw .malformed }
    var strings: [String] = []
    strings.reserveCapacity(count)
    for _ in 0..<count { strings.append(try readString()) }
    return strings
  }
}
