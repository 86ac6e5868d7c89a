/// Seconds since 1970-01-01 00:00 UTC, leap seconds not counted.
package struct UnixTime: Hashable, Comparable, Sendable {
  package var seconds: Int64

  package init(seconds: Int64) { self.seconds = seconds }

  package static let secondsPerDay: Int64 = 86_400

  package static func < (left: UnixTime, right: UnixTime) -> Bool { left.seconds < right.seconds }

  /// Moves by whole seconds, saturating.
  package func advanced(by seconds: Int64) -> UnixTime {
    let (sum, overflow) = self.seconds.addingReportingOverflow(seconds)
    return UnixTime(seconds: overflow ? (seconds < 0 ? .min : .max) : sum)
  }

  /// The moment a calendar of UTC shows; `nil` when there is no such date or time of day.
  package init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    guard (1...9999).contains(year), (1...12).contains(month), (0...24).contains(hour),
      (0...59).contains(minute), (0...60).contains(second), hour < 24 || (minute == 0 && second == 0),
      day >= 1, day <= Self.days(inMonth: month, of: year)
    else { return nil }
    let days = Int64(Self.days(fromCivil: year, month, day))
    seconds = days * Self.secondsPerDay + Int64(hour * 3600 + minute * 60 + second)
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days from 1970-01-01 in the Gregorian calendar, years starting in March so that leap days come last.
  private static func days(fromCivil year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The calendar of UTC at this moment.
  package var civil: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
    let day = Int(
      seconds >= 0 ? seconds / Self.secondsPerDay : (seconds - Self.secondsPerDay + 1) / Self.secondsPerDay)
    let rest = Int(seconds) - day * Int(Self.secondsPerDay)
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1, rest / 3600, rest / 60 % 60, rest % 60)
  }
}

extension UnixTime: CustomStringConvertible {
  /// RFC 3339 in UTC: `2026-11-20T19:15:00Z`.
  package var description: String {
    let now = civil
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let year = String(repeating: "0", count: max(0, 4 - String(now.year).count)) + String(now.year)
    return "\(year)-\(two(now.month))-\(two(now.day))T\(two(now.hour)):\(two(now.minute)):\(two(now.second))Z"
  }
}
