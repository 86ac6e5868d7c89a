/// Writes CSV that a spreadsheet opens and ``CSVReader`` reads back to the same text (RFC 4180).
package struct CSVWriter: Sendable {
  package struct Options: Sendable {
    package var delimiter = UInt8(ascii: ",")
    /// Puts `'` before a field that a spreadsheet could run as a formula: one that starts with `=` `+` `-` `@`
    /// TAB CR or NUL, after any number of `'`, so that the reader can undo it exactly.
    package var defusesFormulas = true
    package var lineEnd = "\r\n"

    package init(delimiter: UInt8 = UInt8(ascii: ","), defusesFormulas: Bool = true, lineEnd: String = "\r\n")
    {
      self.delimiter = delimiter
      self.defusesFormulas = defusesFormulas
      self.lineEnd = lineEnd
    }
  }

  /// What was written so far and not taken.
  package private(set) var bytes: [UInt8] = []
  private let options: Options

  package init(_ options: Options = Options()) { self.options = options }

  package mutating func row(_ fields: [String]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(options.delimiter) }
      var field = field
      field.withUTF8 { write($0, isAlone: fields.count == 1) }
    }
    bytes += options.lineEnd.utf8
  }

  /// Hands over the bytes and starts empty again: for writing a long file piece by piece.
  package mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  private mutating func write(_ field: UnsafeBufferPointer<UInt8>, isAlone: Bool) {
    let defused = options.defusesFormulas && Self.isRisky(field)
    // A row of one empty field would be a blank line.
    let quoted =
      field.contains { $0 == .quote || $0.isLineEnd || $0 == options.delimiter }
      || field.first == 0x20 || field.last == 0x20 || (isAlone && field.isEmpty)
    if quoted { bytes.append(.quote) }
    if defused { bytes.append(Self.apostrophe) }
    for byte in field {
      if byte == .quote { bytes.append(.quote) }
      bytes.append(byte)
    }
    if quoted { bytes.append(.quote) }
  }

  private static let apostrophe = UInt8(ascii: "'")

  /// Apostrophes, if any, then a character that starts a formula.
  private static func isRisky(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = field.first(where: { $0 != apostrophe }) else { return false }
    switch first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D, 0x00:
      return true
    default: return false
    }
  }

  /// Whether the writer put an apostrophe before this field.
  static func isDefused(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    field.first == apostrophe && isRisky(field)
  }
}
