/// The normalised form of an identifier.
enum IdentifierValue {
  static func append(_ span: IdentifierSpan, of bytes: UnsafeBufferPointer<UInt8>, to values: inout [UInt8]) {
    let text = bytes[span.inner]
    switch span.kind {
    case .email, .link:
      values.append(contentsOf: text)
    case .orderNumber:
      appendOrderNumber(text, to: &values)
    case .trackingNumber:
      for byte in text { values.append(byte.uppercased) }
    case .phone:
      for byte in text where byte.isDigit || byte == UInt8(ascii: "+") { values.append(byte) }
    case .amount:
      appendAmount(bytes, span.outer, to: &values)
    case .date:
      if let date = DateShape(bytes, span.inner) { append(date, to: &values) }
    }
  }

  /// In upper case; an `O` after the first of nothing but digits is the zero it was typed for.
  private static func appendOrderNumber(
    _ text: Slice<UnsafeBufferPointer<UInt8>>, to values: inout [UInt8]
  ) {
    let hasStrayO = text.first?.isDigit == true && text.allSatisfy { $0.isDigit || $0 == UInt8(ascii: "o") }
    for byte in text {
      values.append(hasStrayO && byte == UInt8(ascii: "o") ? UInt8(ascii: "0") : byte.uppercased)
    }
  }

  /// `12.50 EUR`: no thousands separators, two decimals.
  private static func appendAmount(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, to values: inout [UInt8]
  ) {
    guard let digit = range.first(where: { bytes[$0].isDigit }) else { return }
    let number = bytes.amountNumber(digit, before: range.upperBound)
    let point = number.last { !bytes[$0].isDigit }.flatMap { number.upperBound - $0 <= 3 ? $0 : nil }
    for at in number {
      if at == point { values.append(UInt8(ascii: ".")) }
      if bytes[at].isDigit { values.append(bytes[at]) }
    }
    if point == nil { values.append(UInt8(ascii: ".")) }
    let decimals = point.map { number.upperBound - $0 - 1 } ?? 0
    for _ in decimals..<2 { values.append(UInt8(ascii: "0")) }
    let currency =
      digit > range.lowerBound
      ? Currency.before(digit, floor: range.lowerBound, in: bytes)
      : Currency.after(number.upperBound, in: bytes)
    guard let code = currency?.code else { return }
    values.append(UInt8(ascii: " "))
    values.append(contentsOf: UnsafeBufferPointer(start: code.utf8Start, count: code.utf8CodeUnitCount))
  }

  /// ISO 8601: `2026-11-12`, or `--11-12` without a year.
  private static func append(_ date: DateShape, to values: inout [UInt8]) {
    if let year = date.year {
      append(year, digits: 4, to: &values)
    } else {
      values.append(UInt8(ascii: "-"))
    }
    values.append(UInt8(ascii: "-"))
    append(date.month, digits: 2, to: &values)
    values.append(UInt8(ascii: "-"))
    append(date.day, digits: 2, to: &values)
  }

  private static func append(_ number: Int, digits: Int, to values: inout [UInt8]) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      values.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }
}

extension UInt8 {
  var uppercased: UInt8 { self &- 0x61 < 26 ? self & 0xDF : self }
}
