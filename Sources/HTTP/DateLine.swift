/// The `Date` field line, written anew once a second and copied otherwise (RFC 9110 §5.6.7, IMF-fixdate).
struct DateLine {
  private var second = Int.min
  private(set) var bytes: [UInt8] = []

  /// Makes the line say `second`, in seconds since 1970; costs one comparison within a second.
  @inline(__always)
  mutating func update(to second: Int) {
    if second != self.second { render(second) }
  }

  private mutating func render(_ second: Int) {
    self.second = second
    let days = second.flooringDivision(by: 86400)
    let time = second - days * 86400
    let (year, month, day) = civil(days)
    let weekday = Self.weekdays[(days % 7 + 11) % 7]
    let clock = [time / 3600, time / 60 % 60, time % 60].map(Self.two).joined(separator: ":")
    bytes = Array(
      "Date: \(weekday), \(Self.two(day)) \(Self.months[month - 1]) \(year) \(clock) GMT\r\n".utf8)
  }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar.
  ///
  /// Counts years from March, so that the leap day comes last, in eras of 400 years.
  private func civil(_ days: Int) -> (Int, Int, Int) {
    let shifted = days + 719_468
    let era = shifted.flooringDivision(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let fromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * fromMarch + 2) / 5 + 1
    let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}

extension Int {
  fileprivate func flooringDivision(by divisor: Int) -> Int {
    self >= 0 ? self / divisor : (self + 1) / divisor - 1
  }
}
