/// The first thing in some bytes that is not text as we accept it.
struct TextFault: Equatable {
  enum Kind: Equatable {
    case nul
    case notUTF8(byte: UInt8)
    /// Half a character, or half a byte pair at the end.
    case notUTF16
  }
  let offset: Int
  let kind: Kind

  /// The fault as a person reads it.
  func error(at place: Place) -> InputError {
    switch kind {
    case .nul:
      InputError(.encoding, at: place, "NUL byte; this is not a text file")
    case .notUTF16:
      InputError(
        .encoding, at: place,
        "half a character of UTF-16, as where a file was cut off; save the file again, best as UTF-8")
    case .notUTF8(let byte):
      InputError(
        .encoding, at: place, "byte 0x\(byte.hexadecimal) is not valid UTF-8; save the file as UTF-8")
    }
  }
}

extension UInt8 {
  fileprivate var hexadecimal: String {
    let digits = String(self, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }
}

/// How far some bytes are good text.
struct TextCheck {
  /// Bytes from the start that are whole, valid code points and hold no NUL.
  let validCount: Int
  /// `nil` when everything is valid, or only the end of a code point is still to come.
  let fault: TextFault?

  /// One pass, eight bytes at a time over ASCII.
  ///
  /// - Parameter isComplete: Nothing follows these bytes, so a cut code point at their end is a fault.
  init(_ bytes: UnsafeRawBufferPointer, from start: Int = 0, isComplete: Bool) {
    var at = start
    let count = bytes.count
    while at < count {
      at = Self.skipASCII(bytes, from: at)
      guard at < count else { break }
      if bytes[at] == 0 {
        (validCount, fault) = (at, TextFault(offset: at, kind: .nul))
        return
      }
      switch Self.sequence(bytes, at: at) {
      case .valid(let length):
        at += length
      case .cut where !isComplete:
        (validCount, fault) = (at, nil)
        return
      case .cut, .invalid:
        (validCount, fault) = (at, TextFault(offset: at, kind: .notUTF8(byte: bytes[at])))
        return
      }
    }
    (validCount, fault) = (count, nil)
  }

  /// The first byte from `start` that is NUL or beyond ASCII.
  @inline(__always)
  private static func skipASCII(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    let (ones, highs) = (0x0101_0101_0101_0101 as UInt64, 0x8080_8080_8080_8080 as UInt64)
    var at = start
    // Of pure ASCII, subtracting one from each byte sets a high bit only when a byte was zero.
    while at + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      guard (word | (word &- ones)) & highs == 0 else { break }
      at += 8
    }
    while at < bytes.count, bytes[at] != 0, bytes[at] < 0x80 { at += 1 }
    return at
  }

  enum Sequence {
    case valid(length: Int)
    case cut
    case invalid
  }

  /// The multi-byte sequence at `at`, by the table of Unicode 15 §3.9 (3-7).
  static func sequence(_ bytes: UnsafeRawBufferPointer, at: Int) -> Sequence {
    let lead = bytes[at]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return .invalid
    }
    for index in 1..<length {
      guard at + index < bytes.count else { return .cut }
      let byte = bytes[at + index]
      guard (index == 1 ? second : 0x80...0xBF).contains(byte) else { return .invalid }
    }
    return .valid(length: length)
  }
}
