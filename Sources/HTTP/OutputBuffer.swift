#if canImport(Glibc)
  import Glibc
#endif

/// Bytes on their way out: grows, is cleared and used again, and never shrinks by itself.
///
/// Plain memory rather than an array, so that appending costs a bounds check and a copy; sendable, because each
/// buffer is the only owner of its memory.
package struct OutputBuffer: ~Copyable, @unchecked Sendable {
  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  /// Bytes held.
  package private(set) var count = 0

  /// - Parameter capacity: First allocation, in bytes.
  package init(capacity: Int = 4096) {
    self.capacity = max(64, capacity)
    base = .allocate(byteCount: self.capacity, alignment: 16)
  }

  deinit { base.deallocate() }

  /// Everything held; valid until the next change.
  package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// Forgets everything, and gives memory beyond `capacity` back.
  package mutating func clear(keeping capacity: Int = 1 << 18) {
    count = 0
    guard self.capacity > capacity else { return }
    base.deallocate()
    self.capacity = capacity
    base = .allocate(byteCount: capacity, alignment: 16)
  }

  /// Forgets what came after the first `count` bytes.
  package mutating func truncate(to count: Int) {
    precondition(count >= 0 && count <= self.count, "truncating to more than there is")
    self.count = count
  }

  @inline(__always)
  package mutating func append(_ byte: UInt8) {
    reserve(1)
    base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count &+= 1
  }

  @inline(__always)
  package mutating func append(_ text: StaticString) {
    append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  @inline(__always)
  package mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    reserve(bytes.count)
    memcpy(base + count, source, bytes.count)
    count &+= bytes.count
  }

  package mutating func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { append($0) }
  }

  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// Appends bytes between double quotes.
  package mutating func append(quoted bytes: UnsafeRawBufferPointer) {
    reserve(bytes.count &+ 2)
    let quote = UInt8(ascii: "\"")
    base.storeBytes(of: quote, toByteOffset: count, as: UInt8.self)
    if let source = bytes.baseAddress { memcpy(base + count + 1, source, bytes.count) }
    count &+= bytes.count &+ 2
    base.storeBytes(of: quote, toByteOffset: count &- 1, as: UInt8.self)
  }

  /// Appends bytes as lower-case hexadecimal digits, two each.
  package mutating func append(hexadecimal bytes: [UInt8]) {
    reserve(2 * bytes.count)
    var place = count
    for byte in bytes {
      let digits = Self.hexDigit(byte >> 4) | Self.hexDigit(byte & 15) << 8
      base.storeBytes(of: digits.littleEndian, toByteOffset: place, as: UInt16.self)
      place &+= 2
    }
    count = place
  }

  /// `0`…`9` or `a`…`f`, which is 39 places behind what would follow the nine.
  private static func hexDigit(_ value: UInt8) -> UInt16 {
    UInt16(0x30 &+ value &+ (value > 9 ? 39 : 0))
  }

  /// Appends a number that is not negative, in decimal.
  package mutating func append(decimal number: Int) {
    precondition(number >= 0, "only lengths and counts are written")
    reserve(20)
    let digits = Self.digits(of: number)
    write(number, digits: digits, at: count)
    count &+= digits
  }

  /// Leaves room for a decimal number of up to eight digits, to be filled by ``fill(_:with:)``.
  mutating func reserveNumber() -> Int {
    reserve(8)
    count &+= 8
    return count - 8
  }

  /// Writes `number` at `place`, which ``reserveNumber()`` returned, and closes the gap behind its last digit.
  mutating func fill(_ place: Int, with number: Int) {
    let digits = Self.digits(of: number)
    precondition(digits <= 8 && place + 8 <= count, "a body of 100 MB or more is streamed, not rendered")
    write(number, digits: digits, at: place)
    guard digits < 8 else { return }
    memmove(base + place + digits, base + place + 8, count - place - 8)
    count &-= 8 - digits
  }

  private func write(_ number: Int, digits: Int, at place: Int) {
    var rest = number
    for offset in stride(from: digits - 1, through: 0, by: -1) {
      base.storeBytes(of: UInt8(0x30 + rest % 10), toByteOffset: place + offset, as: UInt8.self)
      rest /= 10
    }
  }

  private static func digits(of number: Int) -> Int {
    var (digits, bound) = (1, 10)
    while number >= bound, digits < 19 {
      digits += 1
      bound = digits < 19 ? bound * 10 : Int.max
    }
    return digits
  }

  @inline(__always)
  private mutating func reserve(_ more: Int) {
    if capacity &- count < more { grow(more) }
  }

  private mutating func grow(_ more: Int) {
    var wanted = capacity * 2
    while wanted - count < more { wanted *= 2 }
    let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
    memcpy(larger, base, count)
    base.deallocate()
    base = larger
    capacity = wanted
  }
}
