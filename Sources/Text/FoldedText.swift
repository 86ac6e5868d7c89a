/// A message with its letters folded and its punctuation still in place, and the way back to the bytes typed.
struct FoldedText: ~Copyable {
  private var pad = Pad<UInt8>()
  /// Whether a digit or `@` occurs: without one there is no identifier to look for.
  private(set) var mayHoldIdentifiers = false
  /// Raw offset of each folded byte and of the end; unused while the message is ASCII, where it is the same.
  private var origins = Pad<Int32>()
  private var isASCII = true
  private var table = FoldTable()

  /// The folded text, until the next message.
  var bytes: UnsafeBufferPointer<UInt8> { pad.elements }

  /// Raw offset of a folded offset.
  func origin(_ offset: Int) -> Int32 {
    isASCII ? Int32(truncatingIfNeeded: offset) : origins.elements[offset]
  }

  mutating func fold(_ raw: UnsafeBufferPointer<UInt8>) {
    // A scalar of two bytes becomes up to three letters, and a scalar of two that stands apart gets
    // a space on either side: bounded by twice the length, a sign of two bytes exactly.
    let room = 2 * raw.count + 1
    pad.begin(roomFor: room)
    isASCII = raw.reduce(0, |) < 0x80
    if isASCII {
      foldASCII(raw)
    } else {
      origins.begin(roomFor: room)
      foldUnicode(raw)
    }
    mayHoldIdentifiers = bytes.reduce(false) { $0 || $1.isDigit || $1 == UInt8(ascii: "@") }
  }

  /// Plain loops over whole buffers, which the compiler turns into vector code.
  private mutating func foldASCII(_ raw: UnsafeBufferPointer<UInt8>) {
    pad.append(contentsOf: raw)
    let bytes = pad.mutableElements
    for at in bytes.indices { bytes[at] = bytes[at].lowercased }
  }

  private mutating func foldUnicode(_ raw: UnsafeBufferPointer<UInt8>) {
    var offset = 0
    while offset < raw.count {
      let byte = raw[offset]
      if byte < 0x80 {
        append(byte.lowercased, offset)
        offset += 1
      } else {
        let (scalar, length) = raw.scalar(at: offset)
        append(table.fold(scalar), from: offset, length: length)
        offset += length
      }
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
    case .apart(let scalar):
      append(UInt8(ascii: " "), offset)
      append(scalar: scalar, offset)
      append(UInt8(ascii: " "), offset + length)
    }
  }

  private mutating func append(scalar: UInt32, _ offset: Int) {
    guard let encoded = Unicode.Scalar(scalar).flatMap({ UTF8.encode($0) }) else { return }
    for byte in encoded { append(byte, offset) }
  }

  @inline(__always)
  private mutating func append(_ byte: UInt8, _ offset: Int) {
    pad.append(byte)
    origins.append(Int32(truncatingIfNeeded: offset))
  }
}

extension UInt8 {
  /// ASCII only.
  var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
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
