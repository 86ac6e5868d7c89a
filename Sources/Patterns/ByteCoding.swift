/// Writes numbers and texts one after the other, little-endian, each with its count in front.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ numbers: [UInt32]) {
    append(UInt32(numbers.count))
    for number in numbers { append(number) }
  }

  mutating func write(_ text: [UInt8]) {
    append(UInt32(text.count))
    bytes.append(contentsOf: text)
  }

  mutating func write(_ texts: [[UInt8]]) {
    write(texts.map { UInt32($0.count) })
    for text in texts { bytes.append(contentsOf: text) }
  }

  private mutating func append(_ number: UInt32) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

/// Reads what ``ByteWriter`` wrote; everything is `nil` that would reach past the end.
struct ByteReader {
  private var rest: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

  mutating func readNumbers() -> [UInt32]? {
    guard let count = number(), let bytes = take(Int(count) * 4) else { return nil }
    return (0..<Int(count)).map {
      UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self))
    }
  }

  mutating func readBytes() -> UnsafeRawBufferPointer? { number().flatMap { take(Int($0)) } }

  mutating func readStrings() -> [UnsafeRawBufferPointer]? {
    guard let lengths = readNumbers() else { return nil }
    var texts: [UnsafeRawBufferPointer] = []
    texts.reserveCapacity(lengths.count)
    for length in lengths {
      guard let text = take(Int(length)) else { return nil }
      texts.append(text)
    }
    return texts
  }

  private mutating func number() -> UInt32? {
    take(4).map { UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) }
  }

  private mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
    guard count <= rest.count else { return nil }
    defer { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count)) }
    return UnsafeRawBufferPointer(rebasing: rest.prefix(count))
  }
}
