/// How the characters of a text file are written as bytes.
package enum TextEncoding: Sendable, Equatable {
  case utf8
  /// With a byte-order mark: what Excel calls "Unicode text".
  case utf16LittleEndian, utf16BigEndian
  /// What Excel on Windows calls "CSV".
  case windows1252

  /// For people.
  package var title: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf16LittleEndian, .utf16BigEndian: "UTF-16"
    case .windows1252: "Windows-1252"
    }
  }

  /// What the first bytes of a text say by their byte-order mark; `nil` when there is none for UTF-16.
  init?(mark bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= 2 else { return nil }
    switch (bytes[0], bytes[1]) {
    case (0xFF, 0xFE): self = .utf16LittleEndian
    case (0xFE, 0xFF): self = .utf16BigEndian
    default: return nil
    }
  }

  /// What a file is written in, as far as its bytes tell.
  ///
  /// Not UTF-8 but Windows-1252 is a text whose bytes beyond ASCII hardly ever make sense as UTF-8, and that has none
  /// that Windows-1252 leaves open. One broken byte in a UTF-8 file is a mistake to be told of, not another encoding.
  ///
  /// - Complexity: One pass over the file, in 256 KiB of memory.
  static func detect(path: String) throws(InputError) -> TextEncoding {
    let file = try InputFile(path: path)
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 8)
    defer { chunk.deallocate() }
    var evidence = EncodingEvidence()
    var (kept, isFirst) = (0, true)
    while true {
      let count = kept + (try file.read(into: .init(rebasing: chunk[kept...])))
      let isLast = count < chunk.count
      let bytes = UnsafeRawBufferPointer(rebasing: chunk[..<count])
      if isFirst, let marked = TextEncoding(mark: bytes) { return marked }
      isFirst = false
      let seen = evidence.add(bytes, isComplete: isLast)
      if isLast || evidence.isBinary { return evidence.encoding }
      kept = count - seen
      chunk.copyMemory(from: .init(rebasing: bytes[seen...]))
    }
  }

  static func detect(_ bytes: [UInt8]) -> TextEncoding {
    bytes.withUnsafeBytes { bytes in
      if let marked = TextEncoding(mark: bytes) { return marked }
      var evidence = EncodingEvidence()
      _ = evidence.add(bytes, isComplete: true)
      return evidence.encoding
    }
  }
}

/// What the bytes beyond ASCII look like.
private struct EncodingEvidence {
  /// Whole code points of UTF-8, and bytes that are part of none.
  private var codePoints = 0
  private var strays = 0
  /// A control character, a byte that Windows-1252 leaves open, or one that is hardly a letter where it stands.
  private(set) var isBinary = false

  var encoding: TextEncoding {
    !isBinary && strays > 4 * codePoints ? .windows1252 : .utf8
  }

  /// - Returns: How many bytes were looked at; the rest are the beginning of a code point.
  mutating func add(_ bytes: UnsafeRawBufferPointer, isComplete: Bool) -> Int {
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte < 0x80 {
        if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D { isBinary = true }
        at += 1
        continue
      }
      switch TextCheck.sequence(bytes, at: at) {
      case .valid(let length):
        codePoints += 1
        at += length
      case .cut where !isComplete: return at
      case .cut, .invalid:
        strays += 1
        if [0x81, 0x8D, 0x8F, 0x90, 0x9D].contains(byte) || isBroken(bytes, at) { isBinary = true }
        at += 1
      }
    }
    return at
  }
}

extension EncodingEvidence {
  /// Letters that words hardly ever have there, and damaged UTF-8 often: `ÿ`, and without a letter behind them `Â` and `Ã`,
  /// which the sequences of most Latin letters begin with.
  private func isBroken(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Bool {
    let isLetter = { (at: Int) in
      bytes.indices.contains(at) && (bytes[at] >= 0xC0 || (bytes[at] | 0x20) &- 0x61 < 26)
    }
    switch bytes[at] {
    case 0xFF: return true
    case 0xC2, 0xC3: return !isLetter(at + 1)
    default: return false
    }
  }
}

/// Turns pieces of a text into UTF-8. What is no character becomes a byte that no UTF-8 text has.
struct TextDecoder {
  private let encoding: TextEncoding
  /// The first byte of a UTF-16 unit whose second one is still to come, and the first unit of a pair.
  private var half: UInt8?
  private var lead: UInt16?
  private var isAtStart = true

  private static let fault: UInt8 = 0xFF
  /// 0x80 to 0x9F of Windows-1252 (WHATWG Encoding, index windows-1252).
  private static let windows1252: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
    0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
    0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]

  init(_ encoding: TextEncoding) { self.encoding = encoding }

  mutating func decode(_ bytes: UnsafeRawBufferPointer, into text: inout [UInt8]) {
    switch encoding {
    case .utf8: text += bytes
    case .windows1252:
      for byte in bytes {
        if byte < 0x80 {
          text.append(byte)
        } else {
          Self.append(byte < 0xA0 ? UInt32(Self.windows1252[Int(byte) - 0x80]) : UInt32(byte), to: &text)
        }
      }
    case .utf16LittleEndian, .utf16BigEndian:
      for byte in bytes {
        guard let first = half else {
          half = byte
          continue
        }
        half = nil
        let (high, low) = encoding == .utf16BigEndian ? (first, byte) : (byte, first)
        add(UInt16(high) << 8 | UInt16(low), to: &text)
      }
    }
  }

  /// Half a character at the end is none.
  mutating func finish(into text: inout [UInt8]) {
    if half != nil || lead != nil { text.append(Self.fault) }
    (half, lead) = (nil, nil)
  }

  private mutating func add(_ unit: UInt16, to text: inout [UInt8]) {
    defer { isAtStart = false }
    if isAtStart, unit == 0xFEFF { return }
    if let first = lead {
      lead = nil
      if (0xDC00...0xDFFF).contains(unit) {
        Self.append(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(unit) - 0xDC00), to: &text)
        return
      }
      text.append(Self.fault)
    }
    switch unit {
    case 0xD800...0xDBFF: lead = unit
    case 0xDC00...0xDFFF: text.append(Self.fault)
    default: Self.append(UInt32(unit), to: &text)
    }
  }

  private static func append(_ scalar: UInt32, to text: inout [UInt8]) {
    guard let scalar = Unicode.Scalar(scalar) else { return text.append(fault) }
    text += UTF8.encode(scalar).map(Array.init) ?? []
  }
}
