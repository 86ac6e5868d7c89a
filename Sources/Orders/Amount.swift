/// A sum of money: whole units of its smallest part, so that 69.90 stays 69.90.
package struct Amount: Hashable, Sendable {
  /// The sum times ten to the power of `decimals`.
  package let units: Int64
  /// Digits after the point, 0 to 6.
  package let decimals: Int

  package init(units: Int64, decimals: Int) {
    self.units = units
    self.decimals = decimals
  }

  /// Reads what people and exports write: `69.90`, `1,234.50`, `1.234,50`, `69,90`, `€ 12`, `-5`, `12 EUR`.
  ///
  /// With both `.` and `,` the last one is the decimal sign; a comma alone before exactly three digits parts
  /// thousands; one point alone is decimal, several part thousands. More than six decimals are cut off. `nil` when it is no number.
  package init?(_ text: String) {
    // Spaces that do not break part thousands too.
    var text = text.utf8.allSatisfy { $0 < 0x80 } ? text : String(text.map { $0.isWhitespace ? " " : $0 })
    guard let amount = text.withUTF8(Self.read) else { return nil }
    self = amount
  }

  /// Most bytes of sign and currency before the digits, and after them.
  private static let maximumAffix = 8

  private static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Amount? {
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    guard let first = bytes.firstIndex(where: isDigit), let last = bytes.lastIndex(where: isDigit) else {
      return nil
    }
    // Around the digits: a sign, a currency, blanks.
    guard first <= maximumAffix, bytes.count - last <= maximumAffix else { return nil }
    let isNegative = bytes[..<first].contains(UInt8(ascii: "-"))
    var point = bytes[first...last].lastIndex(of: UInt8(ascii: "."))
    let comma = bytes[first...last].lastIndex(of: UInt8(ascii: ","))
    if comma == nil, let last = point, bytes[first..<last].contains(UInt8(ascii: ".")) { point = nil }
    if let comma, comma > point ?? -1, point != nil || last - comma != 3 { point = comma }
    if let point, bytes[first..<point].contains(bytes[point]) { return nil }
    var units: Int64 = 0
    var decimals = 0
    for at in first...last {
      let byte = bytes[at]
      guard isDigit(byte) else {
        let isSeparator =
          byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".") || byte == 0x20 || byte == UInt8(ascii: "'")
        guard isSeparator, at <= point ?? last else { return nil }
        continue
      }
      if let point, at > point {
        guard decimals < 6 else { continue }
        decimals += 1
      }
      let (tens, overflow) = units.multipliedReportingOverflow(by: 10)
      guard !overflow, tens <= Int64.max - 9 else { return nil }
      units = tens + Int64(byte - 0x30)
    }
    return Amount(units: isNegative ? -units : units, decimals: decimals)
  }
}

extension Amount: CustomStringConvertible {
  /// A JSON number: `69.90`, `-5`.
  package var description: String {
    guard decimals > 0 else { return String(units) }
    var digits = String(units.magnitude)
    while digits.utf8.count <= decimals { digits = "0" + digits }
    return (units < 0 ? "-" : "") + digits.dropLast(decimals) + "." + digits.suffix(decimals)
  }
}
