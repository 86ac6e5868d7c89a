/// A blob of the intents part that is not what this version writes.
///
/// The part's own hashes catch bit rot; this catches a part of another version.
package struct IntentBlobError: Error, Sendable, Equatable, CustomStringConvertible {
  package let blob: String
  package let reason: String

  package var description: String { "blob '\(blob)' of the intents part: \(reason)" }
}

/// Reads what ``ByteWriter`` wrote; every length is checked against what is left.
struct ByteReader {
  private let blob: String
  private let bytes: UnsafeRawBufferPointer
  private(set) var offset = 0

  /// - Parameter bytes: Must outlive the reader.
  init(_ bytes: UnsafeRawBufferPointer, blob: String) {
    self.bytes = bytes
    self.blob = blob
  }

  var isAtEnd: Bool { offset == bytes.count }

  func damaged(_ reason: String) -> IntentBlobError { IntentBlobError(blob: blob, reason: reason) }

  /// Sources are kept in the part, and an import compiles them anew.
  var anotherVersion: IntentBlobError {
    damaged("made by another version of parley; import the intents again")
  }

  mutating func take(_ count: Int) throws(IntentBlobError) -> UnsafeRawBufferPointer {
    guard count >= 0, count <= bytes.count - offset else { throw damaged("it ends too early") }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
  }

  mutating func number<Number: FixedWidthInteger>(
    _: Number.Type = Number.self
  ) throws(IntentBlobError) -> Number {
    Number(littleEndian: try take(MemoryLayout<Number>.size).loadUnaligned(as: Number.self))
  }

  mutating func float() throws(IntentBlobError) -> Float { Float(bitPattern: try number()) }

  mutating func count() throws(IntentBlobError) -> Int { Int(try number(UInt32.self)) }

  mutating func text() throws(IntentBlobError) -> String {
    String(decoding: try take(try count()), as: UTF8.self)
  }

  /// The bytes of an array that ``ByteWriter/put(array:)`` wrote.
  mutating func arrayBytes<Number: FixedWidthInteger>(
    of _: Number.Type
  ) throws(IntentBlobError) -> UnsafeRawBufferPointer {
    let count = try count()
    _ = try take((64 - offset % 64) % 64)
    return try take(count * MemoryLayout<Number>.size)
  }

  mutating func array<Number: FixedWidthInteger>(
    of type: Number.Type = Number.self
  ) throws(IntentBlobError) -> [Number] {
    let bytes = try arrayBytes(of: type)
    return [Number](unsafeUninitializedCapacity: bytes.count / MemoryLayout<Number>.size) { buffer, count in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
      count = bytes.count / MemoryLayout<Number>.size
    }
  }

  mutating func elements<Element>(
    _ read: (inout ByteReader) throws(IntentBlobError) -> Element
  ) throws(IntentBlobError) -> [Element] {
    var elements: [Element] = []
    for _ in 0..<(try count()) { elements.append(try read(&self)) }
    return elements
  }

  mutating func optional<Element>(
    _ read: (inout ByteReader) throws(IntentBlobError) -> Element
  ) throws(IntentBlobError) -> Element? {
    try number(UInt8.self) == 0 ? nil : try read(&self)
  }
}
