/// Builds the body of a blob: little-endian numbers, counted texts and arrays.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func put<Number: FixedWidthInteger>(_ number: Number) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func put(_ number: Float) { put(number.bitPattern) }

  /// A count, as 32 bits.
  mutating func put(count: Int) { put(UInt32(count)) }

  mutating func put(_ text: String) {
    put(count: text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  /// A counted array of plain numbers, its first byte at a multiple of 64 so that it can be read in place.
  mutating func put<Number: FixedWidthInteger>(array: [Number]) {
    put(count: array.count)
    while bytes.count % 64 != 0 { bytes.append(0) }
    array.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  mutating func put<Element>(_ elements: [Element], _ write: (inout ByteWriter, Element) -> Void) {
    put(count: elements.count)
    for element in elements { write(&self, element) }
  }

  mutating func put<Element>(_ element: Element?, _ write: (inout ByteWriter, Element) -> Void) {
    put(UInt8(element == nil ? 0 : 1))
    if let element { write(&self, element) }
  }
}
