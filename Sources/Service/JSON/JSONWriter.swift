import HTTP

/// Appends JSON to a buffer that is used again: no tree, no String on the way.
///
/// A writer is a handle: its copies write to the same buffer. The caller keeps the grammar: ``key(_:)`` and
/// ``object(_:)`` put the commas.
package struct JSONWriter {
  /// Plain memory rather than an array: an append is a bounds check and a copy.
  private final class Storage {
    var output: OutputBuffer
    init(capacity: Int) { output = OutputBuffer(capacity: capacity) }
  }

  private let storage: Storage
  private var needsComma = false

  package init(capacity: Int = 1_024) { storage = Storage(capacity: capacity) }

  /// What is written; valid until the next change.
  package var bytes: UnsafeRawBufferPointer { storage.output.bytes }

  package mutating func clear() {
    storage.output.clear()
    needsComma = false
  }

  package mutating func object(_ body: (inout JSONWriter) -> Void) {
    open(UInt8(ascii: "{"))
    body(&self)
    close(UInt8(ascii: "}"))
  }

  package mutating func array(_ body: (inout JSONWriter) -> Void) {
    open(UInt8(ascii: "["))
    body(&self)
    close(UInt8(ascii: "]"))
  }

  /// The key of the next value. Keys are our own words and need no escape.
  package mutating func key(_ name: StaticString) {
    separate()
    storage.output.append(
      quoted: UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    storage.output.append(UInt8(ascii: ":"))
    needsComma = false
  }

  package mutating func string(_ text: String) {
    separate()
    var text = text
    text.withUTF8 { writeQuoted($0) }
    needsComma = true
  }

  /// Bytes of valid UTF-8.
  package mutating func string(_ text: UnsafeBufferPointer<UInt8>) {
    separate()
    writeQuoted(text)
    needsComma = true
  }

  /// Bytes that need no escape: base64url, hexadecimal.
  package mutating func plain(_ text: [UInt8]) {
    separate()
    text.withUnsafeBytes { storage.output.append(quoted: $0) }
    needsComma = true
  }

  /// Bytes as lower-case hexadecimal digits, two each.
  package mutating func hexadecimal(_ bytes: [UInt8]) {
    separate()
    storage.output.append(UInt8(ascii: "\""))
    storage.output.append(hexadecimal: bytes)
    storage.output.append(UInt8(ascii: "\""))
    needsComma = true
  }

  package mutating func number(_ value: Int) {
    separate()
    if value < 0 { storage.output.append(UInt8(ascii: "-")) }
    storage.output.append(decimal: Int(clamping: value.magnitude))
    needsComma = true
  }

  /// Three decimals, `0.000`–`1.000` and the like: what a confidence needs. `null` for what JSON has no number for.
  package mutating func fraction(_ value: Double) {
    guard abs(value) < 1e15 else { return null() }
    separate()
    let thousandths = Int((value * 1_000).rounded())
    if thousandths < 0 { storage.output.append(UInt8(ascii: "-")) }
    let (whole, rest) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1_000)
    storage.output.append(decimal: Int(whole))
    if rest > 0 { appendThousandths(rest) }
    needsComma = true
  }

  /// Without the zeros at the end.
  private func appendThousandths(_ count: UInt) {
    var (rest, scale) = (count, UInt(100))
    storage.output.append(UInt8(ascii: "."))
    while rest > 0 {
      storage.output.append(UInt8(ascii: "0") + UInt8(rest / scale))
      rest %= scale
      scale /= 10
    }
  }

  package mutating func null() { literal("null") }

  package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

  /// A value that is JSON already.
  package mutating func raw(_ json: [UInt8]) {
    separate()
    storage.output.append(json)
    needsComma = true
  }

  private mutating func literal(_ word: StaticString) {
    separate()
    storage.output.append(word)
    needsComma = true
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    storage.output.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    storage.output.append(bracket)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { storage.output.append(UInt8(ascii: ",")) }
    needsComma = false
  }

  /// RFC 8259 §7: quotes, backslash and controls are escaped; runs of everything else are copied whole.
  ///
  /// `<` is escaped too, so that the bytes may stand in an HTML page.
  private func writeQuoted(_ text: UnsafeBufferPointer<UInt8>) {
    let bytes = UnsafeRawBufferPointer(text)
    var escaped = EscapeScan.first(in: bytes, from: 0)
    guard escaped != nil else { return storage.output.append(quoted: bytes) }
    storage.output.append(UInt8(ascii: "\""))
    var start = 0
    while let index = escaped {
      storage.output.append(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
      escape(bytes[index])
      start = index + 1
      escaped = EscapeScan.first(in: bytes, from: start)
    }
    storage.output.append(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    storage.output.append(UInt8(ascii: "\""))
  }

  private func escape(_ byte: UInt8) {
    storage.output.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): storage.output.append(byte)
    case 0x0A: storage.output.append(UInt8(ascii: "n"))
    case 0x0D: storage.output.append(UInt8(ascii: "r"))
    case 0x09: storage.output.append(UInt8(ascii: "t"))
    default:
      storage.output.append("u00" as StaticString)
      storage.output.append(hexadecimal: [byte])
    }
  }
}

/// Finds the bytes of a JSON string that need an escape.
private enum EscapeScan {
  /// The first such byte at or after `start`; eight bytes are looked at together.
  static func first(in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var index = start
    while index + 8 <= text.count {
      guard !anyNeedsEscape(at: index, of: text) else { break }
      index += 8
    }
    // What is left of a longer text is in its last eight bytes.
    if index + 8 > text.count, text.count - start >= 8, !anyNeedsEscape(at: text.count - 8, of: text) {
      return nil
    }
    while index < text.count {
      if needsEscape(text[index]) { return index }
      index += 1
    }
    return nil
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x3C
  }

  /// A byte below `n` borrows when `n` is taken from it: its top bit is set then, and was not before. A byte equal to
  /// `b` is 0, that is below 1, after XOR with `b`. (Warren, Hacker's Delight, 2nd edition, section 6-1.)
  @inline(__always)
  private static func anyNeedsEscape(at index: Int, of text: UnsafeRawBufferPointer) -> Bool {
    let word = text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    let (quote, slash, less) = (word ^ ones &* 0x22, word ^ ones &* 0x5C, word ^ ones &* 0x3C)
    let found =
      (word &- ones &* 0x20) & ~word | (quote &- ones) & ~quote | (slash &- ones) & ~slash
      | (less &- ones) & ~less
    return found & (ones &* 0x80) != 0
  }

  private static var ones: UInt64 { 0x0101_0101_0101_0101 }
}
