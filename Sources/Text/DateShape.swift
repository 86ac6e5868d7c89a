/// A date written in digits: `2026-11-12`, `12.11.2026`, `12/11/26`, `12/11`.
struct DateShape: Equatable {
  /// `nil` where none was written.
  var year: Int?
  var month: Int
  var day: Int

  /// - Parameter range: the whole of what is to be a date.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    var at = range.lowerBound
    guard let first = DateShape.number(bytes, &at, range.upperBound), at < range.upperBound else {
      return nil
    }
    let separator = bytes[at]
    at += 1
    guard let second = DateShape.number(bytes, &at, range.upperBound) else { return nil }
    guard at < range.upperBound else {
      // Two numbers are a date with a slash only, one of them written with two digits.
      guard separator == UInt8(ascii: "/"), range.count > 3, !bytes.has("24/7", at: range.lowerBound) else {
        return nil
      }
      self.init(year: nil, first, second)
      return
    }
    guard bytes[at] == separator else { return nil }
    at += 1
    let yearDigits = bytes.digits(at)
    guard let third = DateShape.number(bytes, &at, range.upperBound), at == range.upperBound else {
      return nil
    }
    if first >= 1000 {
      guard separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/") else { return nil }
      self.init(year: first, month: second, day: third)
    } else {
      guard yearDigits == 2 || yearDigits == 4 else { return nil }
      self.init(year: yearDigits == 2 ? 2000 + third : third, first, second)
    }
  }

  private init?(year: Int?, month: Int, day: Int) {
    guard (1...12).contains(month), (1...31).contains(day), year.map({ (1900...2199).contains($0) }) ?? true
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// Day before month, as in most of the world; the other way round where only that is a date.
  private init?(year: Int?, _ first: Int, _ second: Int) {
    if let date = DateShape(year: year, month: second, day: first) {
      self = date
    } else if let date = DateShape(year: year, month: first, day: second) {
      self = date
    } else {
      return nil
    }
  }

  /// Up to four digits.
  private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int, _ end: Int) -> Int? {
    var value = 0
    let start = at
    while at < end, at - start < 4, bytes[at].isDigit {
      value = value * 10 + Int(bytes[at] - 0x30)
      at += 1
    }
    return at > start ? value : nil
  }
}
