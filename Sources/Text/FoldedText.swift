/// A message with its letters folded and its punctuation still in place, and the way back to the bytes typed.
struct FoldedText {
  private(set) var bytes: [UInt8] = []
  /// Whether a digit or `@` occurs: without one there is no identifier to look for.
  private(set) var mayHoldIdentifiers = false
  /// Raw offset of each folded byte and of the end; unused while the message is ASCII, where it is the same.
  private var origins: [Int32] = []
  private var isASCII = true
  private var table = FoldTable()

  /// Raw offset of a folded offset.
  func origin(_ offset: Int) -> Int32 { isASCII ? Int32(truncatingIfNeeded: offset) : origins[offset] }

  mutating func fold(_ raw: UnsafeBufferPointer<UInt8>) {
    bytes.removeAll(keepingCapacity: true)
    origins.removeAll(keepingCapacity: true)
    isASCII = raw.allSatisfy { $0 < 0x80 }
    if isASCII { foldASCII(raw) } else { foldUnicode(raw) }
    mayHoldIdentifiers = bytes.contains { $0 &- 0x30 < 10 || $0 == UInt8(ascii: "@") }
  }

  private mutating func foldASCII(_ raw: UnsafeBufferPointer<UInt8>) {
    bytes.append(contentsOf: raw)
    bytes.withUnsafeMutableBufferPointer { bytes in
      for index in bytes.indices where bytes[index] &- 0x41 < 26 { bytes[index] |= 0x20 }
    }
  }

  private mutating func foldUnicode(_ raw: UnsafeBufferPointer<UInt8>) {
    var offset = 0
    while offset < raw.count {
      let (scalar, length) = raw.scalar(at: offset)
      if length == 1 {
        append(raw[offset] &- 0x41 < 26 ? raw[offset] | 0x20 : raw[offset], offset)
      } else {
        append(table.fold(scalar), from: offset, length: length)
      }
      offset += length
    }
    origins.append(Int32(truncatingIfNeeded: raw.count))
  }

  private mutating func append(_ fold: FoldTable.Fold, from offset: Int, length: Int) {
    switch fold {
    case .drop: break
    case .ascii(var packed):
      while packed != 0 {
        append(UInt8(truncatingIfNeeded: packed), offset)
        packed >>= 8
      }
    case .scalar(let scalar): append(scalar: scalar, offset)
    case .ideograph(let scalar):
      append(UInt8(ascii: " "), offset)
      append(scalar: scalar, offset)
      append(UInt8(ascii: " "), offset + length)
    }
  }

  private mutating func append(scalar: UInt32, _ offset: Int) {
    guard let encoded = Unicode.Scalar(scalar).flatMap({ UTF8.encode($0) }) else { return }
    for byte in encoded { append(byte, offset) }
  }

  private mutating func append(_ byte: UInt8, _ offset: Int) {
    bytes.append(byte)
    origins.append(Int32(truncatingIfNeeded: offset))
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The scalar that starts at `offset`, and its length in bytes. What is no UTF-8 counts as one space.
  func scalar(at offset: Int) -> (scalar: UInt32, length: Int) {
    let lead = UInt32(self[offset])
    let length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
    guard length > 1, offset + length <= count else { return (lead < 0x80 ? lead : 0x20, 1) }
    var scalar = lead & (0x7F >> UInt32(length))
    for index in offset + 1..<offset + length { scalar = scalar << 6 | UInt32(self[index] & 0x3F) }
    return (scalar, length)
  }
}
