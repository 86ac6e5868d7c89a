/// Money in folded text: a number with a currency before or after it.
///
/// A currency written as a sign is no part of the match text; one written in letters is.
extension IdentifierChunk {
  func amount(firstDigit digit: Int, floor: Int) -> IdentifierSpan? {
    let number = bytes.amountNumber(digit, before: range.upperBound)
    guard !number.isEmpty else { return nil }
    if let currency = Currency.before(digit, floor: floor, in: bytes) {
      guard number.upperBound == range.upperBound else { return nil }
      let whole = currency.range.lowerBound..<range.upperBound
      return IdentifierSpan(kind: .amount, outer: whole, inner: currency.isSign ? number : whole)
    }
    guard digit == range.lowerBound, let currency = Currency.after(number.upperBound, in: bytes) else {
      return nil
    }
    let whole = digit..<currency.range.upperBound
    return IdentifierSpan(kind: .amount, outer: whole, inner: currency.isSign ? number : whole)
  }
}

/// A currency sign, code or name as people write it.
struct Currency {
  /// ISO 4217, or what was written where that is not known.
  var code: StaticString
  var isSign: Bool
  var range: Range<Int>

  /// Spaces between a number and its currency: one typed, one that folding puts around a sign.
  private static let mostSpaces = 2

  /// The currency that ends before `end`, spaces left out.
  static func before(_ end: Int, floor: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Currency? {
    var stop = end
    while stop > floor, end - stop < mostSpaces, bytes[stop - 1] == UInt8(ascii: " ") { stop -= 1 }
    for name in names where name.goesFirst {
      let start = stop - name.text.utf8CodeUnitCount
      guard start >= floor, bytes.has(name.text, at: start) else { continue }
      if name.isSign || start == 0 || !bytes[start - 1].isWordByte {
        return Currency(code: name.code, isSign: name.isSign, range: start..<stop)
      }
    }
    return nil
  }

  /// The currency that starts at `start`, spaces left out.
  static func after(_ start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Currency? {
    var first = start
    while first < bytes.count, first - start < mostSpaces, bytes[first] == UInt8(ascii: " ") { first += 1 }
    for name in names where bytes.has(name.text, at: first) {
      let end = first + name.text.utf8CodeUnitCount
      if name.isSign || end == bytes.count || !bytes[end].isWordByte {
        return Currency(code: name.code, isSign: name.isSign, range: first..<end)
      }
    }
    return nil
  }

  private struct Name {
    var text: StaticString
    var code: StaticString
    var isSign = false
    /// Whether it is also written before the number.
    var goesFirst = true
  }

  private static let names: [Name] = [
    Name(text: "€", code: "EUR", isSign: true), Name(text: "$", code: "USD", isSign: true),
    Name(text: "£", code: "GBP", isSign: true), Name(text: "¥", code: "JPY", isSign: true),
    Name(text: "₹", code: "INR", isSign: true), Name(text: "₺", code: "TRY", isSign: true),
    Name(text: "eur", code: "EUR"), Name(text: "usd", code: "USD"), Name(text: "gbp", code: "GBP"),
    Name(text: "chf", code: "CHF"), Name(text: "sek", code: "SEK"), Name(text: "dkk", code: "DKK"),
    Name(text: "nok", code: "NOK"), Name(text: "pln", code: "PLN"), Name(text: "czk", code: "CZK"),
    Name(text: "euro", code: "EUR", goesFirst: false), Name(text: "euros", code: "EUR", goesFirst: false),
    Name(text: "dollar", code: "USD", goesFirst: false), Name(text: "dollars", code: "USD", goesFirst: false),
    Name(text: "pound", code: "GBP", goesFirst: false), Name(text: "pounds", code: "GBP", goesFirst: false),
    Name(text: "quid", code: "GBP", goesFirst: false), Name(text: "franken", code: "CHF", goesFirst: false),
    Name(text: "kr", code: "KR", goesFirst: false), Name(text: "zl", code: "PLN", goesFirst: false),
  ]
}

extension UnsafeBufferPointer<UInt8> {
  /// Length of the currency sign at `at`, one of those that ``FoldTable`` keeps; 0 if there is none.
  func currencySign(_ at: Int) -> Int {
    if self[at] == 0xC2, at + 1 < count, (0xA2...0xA5).contains(self[at + 1]) { return 2 }
    if self[at] == 0xE2, at + 2 < count, self[at + 1] == 0x82, self[at + 2] >= 0xA0 { return 3 }
    return 0
  }

  /// Digits with single `.` or `,` between them, from `start`.
  func amountNumber(_ start: Int, before end: Int) -> Range<Int> {
    var at = start
    while at < end {
      let isSeparator = self[at] == UInt8(ascii: ".") || self[at] == UInt8(ascii: ",")
      guard self[at].isDigit || (isSeparator && at > start && at + 1 < end && isDigit(at + 1)) else { break }
      at += 1
    }
    return start..<at
  }
}
