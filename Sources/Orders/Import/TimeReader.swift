/// Reads dates and times as exports write them.
///
/// - `2026-11-20`, `2026-11-20 19:15`, `2026-11-20T19:15:00.5Z`, `2026-11-20 19:15:00 +0100`, `2026/11/20 19:15`
/// - `11/20/2026 19:15`, `11/20/2026 7:15 PM` (month first, unless told otherwise)
/// - `20.11.2026`, `20.11.2026 19:15`, `20-11-2026` (day first)
/// - `20.11.26`, `11/20/26`, `Nov-20-26`, `20-Nov-26`: years of two digits are those from 2000 to 2099
/// - `20 Nov 2026`, `November 20, 2026 7:15 PM`, `Nov 20, 2026, 7:15:00 PM`, `Fri, 20 Nov 2026 19:15:00 +0100`, `20-Nov-2026`
/// - `20261120`, `20261120T191500Z`
/// - seconds or milliseconds since 1970: `1795200900`, `1795200900000`
///
/// Zones: `Z`, `UTC`, `GMT`, offsets such as `+01:00`, and the usual abbreviations of Europe and North America.
package struct TimeReader: Sendable {
  /// Which number stands first in dates with slashes.
  package enum SlashOrder: String, Sendable, CaseIterable {
    case monthFirst = "mdy"
    case dayFirst = "dmy"
  }

  package var slashOrder = SlashOrder.monthFirst
  /// Seconds east of UTC, for times that do not say.
  package var offset = 0
  /// `46346.8` is a day and its part, as cells of a spreadsheet hold times: days since 30 December 1899.
  package var readsSerials = false
  /// Days to add to such a serial: 1,462 where they count from 1904.
  package var serialShift = 0

  package init(slashOrder: SlashOrder = .monthFirst, offset: Int = 0) {
    self.slashOrder = slashOrder
    self.offset = offset
  }

  /// Why a text is not a time, in words for ``InputError``.
  package struct Failure: Error, Equatable {
    package let message: String
  }

  /// - Throws: ``Failure``, also for dates no calendar has.
  package func read(_ text: String) throws(Failure) -> UnixTime {
    if readsSerials, let time = serial(text) { return time }
    var copy = text
    let time = copy.withUTF8 { bytes in
      var cursor = Cursor(bytes)
      return parse(&cursor)
    }
    if let time { return time }
    throw Failure(message: message(about: text))
  }

  /// Seconds east of UTC of `UTC`, `Z`, `+01:00`, `-0530`; `nil` when it is none.
  package static func offset(_ text: String) -> Int? {
    var copy = text
    return copy.withUTF8 { bytes in
      var cursor = Cursor(bytes)
      // An abbreviation stands for a part of the year only: good for one time, not for all of a file.
      guard let offset = cursor.offset(), cursor.isAtEnd else { return nil }
      let isAbbreviation = bytes.count > 1 && bytes[0] | 0x20 > 0x60
      return isAbbreviation && !["UTC", "GMT"].contains(text.uppercased()) ? nil : offset
    }
  }

  private func message(about text: String) -> String {
    if slashOrder == .monthFirst, text.contains("/"),
      (try? TimeReader(slashOrder: .dayFirst).read(text)) != nil
    {
      return "'\(text)' has no such month; if days come first, say so: --map date_order=dmy"
    }
    return "'\(text.prefix(40))' is not a date or time that we can read, such as 2026-11-20 19:15"
  }

  /// A spreadsheet's time between 1954 and 2119 (ECMA-376 §18.17.4.1, the 1900 date system), to the second.
  private func serial(_ text: String) -> UnixTime? {
    guard let days = Double(text).map({ $0 + Double(serialShift) }), (20_000..<80_000).contains(days) else {
      return nil
    }
    let seconds = ((days - 25_569) * Double(UnixTime.secondsPerDay)).rounded()
    return UnixTime(seconds: Int64(seconds) - Int64(offset))
  }

  // MARK: Grammar

  private func parse(_ cursor: inout Cursor) -> UnixTime? {
    cursor.skipBlanks()
    cursor.skipWeekday()
    if cursor.isLetter { return monthFirst(&cursor) }
    guard let first = cursor.number() else { return nil }
    if let named = dayFirst(first, &cursor) { return named }
    if first.count == 8, cursor.peek != UInt8(ascii: "-") { return compact(first.value, &cursor) }
    guard let separator = cursor.peek, separator == 0x2D || separator == 0x2F || separator == 0x2E else {
      return epoch(first, &cursor)
    }
    cursor.advance()
    guard let second = cursor.number(), cursor.take(separator), let third = cursor.number() else {
      return nil
    }
    guard let day = date(separator, first, second, third) else { return nil }
    return moment(day, &cursor)
  }

  /// A day, then a time of day and a zone, if any.
  private func moment(_ day: (year: Int, month: Int, day: Int), _ cursor: inout Cursor) -> UnixTime? {
    guard let time = timeOfDay(&cursor) else { return nil }
    cursor.skipBlanks()
    let offset = cursor.isAtEnd ? self.offset : cursor.offset()
    cursor.skipBlanks()
    guard let offset, cursor.isAtEnd else { return nil }
    let moment = UnixTime(
      year: day.year, month: day.month, day: day.day, hour: time.hour, minute: time.minute,
      second: time.second)
    return moment?.advanced(by: Int64(-offset))
  }

  /// `November 20, 2026`
  private func monthFirst(_ cursor: inout Cursor) -> UnixTime? {
    guard let month = cursor.month() else { return nil }
    cursor.skipSigns()
    guard let day = cursor.number(), day.count <= 2 else { return nil }
    cursor.skipSigns()
    guard let year = cursor.number().flatMap(Self.year) else { return nil }
    return moment((year, month, day.value), &cursor)
  }

  /// `20 Nov 2026`, `20-Nov-2026`, `20. November 2026`; `nil`, with the cursor where it was, when no month's name follows.
  private func dayFirst(_ day: Digits, _ cursor: inout Cursor) -> UnixTime? {
    let start = cursor
    cursor.skipSigns()
    guard day.count <= 2, let month = cursor.month() else {
      cursor = start
      return nil
    }
    cursor.skipSigns()
    guard let year = cursor.number().flatMap(Self.year) else { return nil }
    return moment((year, month, day.value), &cursor)
  }

  /// Of four digits, or of two.
  private static func year(_ number: Digits) -> Int? {
    number.count == 4 ? number.value : number.count == 2 ? 2_000 + number.value : nil
  }

  /// `20261120`, `20261120T191500Z`, `20261120 1915`
  private func compact(_ date: Int, _ cursor: inout Cursor) -> UnixTime? {
    let day = (year: date / 10_000, month: date / 100 % 100, day: date % 100)
    let start = cursor
    if cursor.peek == UInt8(ascii: "T") || cursor.isBlank { cursor.advance() }
    guard let time = cursor.number(), time.count == 4 || time.count == 6 else {
      cursor = start
      return moment(day, &cursor)
    }
    let seconds = time.count == 6 ? time.value : time.value * 100
    cursor.skipBlanks()
    let offset = cursor.isAtEnd ? self.offset : cursor.offset()
    guard let offset, cursor.isAtEnd else { return nil }
    return UnixTime(
      year: day.year, month: day.month, day: day.day, hour: seconds / 10_000, minute: seconds / 100 % 100,
      second: seconds % 100)?.advanced(by: Int64(-offset))
  }

  private typealias Digits = (value: Int, count: Int)

  private func epoch(_ number: Digits, _ cursor: inout Cursor) -> UnixTime? {
    cursor.skipBlanks()
    guard cursor.isAtEnd else { return nil }
    switch number.count {
    case 9...10: return UnixTime(seconds: Int64(number.value))
    case 12...13: return UnixTime(seconds: Int64(number.value / 1000))
    default: return nil
    }
  }

  private func date(_ separator: UInt8, _ a: Digits, _ b: Digits, _ c: Digits) -> (
    year: Int, month: Int, day: Int
  )? {
    if a.count == 4, separator != 0x2E { return (a.value, b.value, c.value) }
    guard a.count <= 2, b.count <= 2, let year = Self.year(c), c.count == 4 || separator != 0x2D
    else { return nil }
    if separator == 0x2F, slashOrder == .monthFirst { return (year, a.value, b.value) }
    return (year, b.value, a.value)
  }

  /// Midnight when there is none; `nil` when it is wrong.
  private func timeOfDay(_ cursor: inout Cursor) -> (hour: Int, minute: Int, second: Int)? {
    _ = cursor.take(UInt8(ascii: ","))
    guard cursor.peek == UInt8(ascii: "T") || cursor.peek == UInt8(ascii: "t") || cursor.isBlank else {
      return (0, 0, 0)
    }
    if !cursor.isBlank { cursor.advance() }
    cursor.skipBlanks()
    if cursor.isAtEnd { return (0, 0, 0) }
    guard let hour = cursor.number(), cursor.take(UInt8(ascii: ":")), let minute = cursor.number() else {
      return nil
    }
    guard hour.count <= 2, minute.count == 2 else { return nil }
    var second: Digits = (0, 2)
    if cursor.take(UInt8(ascii: ":")) {
      guard let read = cursor.number(), read.count == 2 else { return nil }
      second = read
      if cursor.take(UInt8(ascii: ".")) || cursor.take(UInt8(ascii: ",")), cursor.number() == nil {
        return nil
      }
    }
    guard let hour = cursor.hour(of: hour.value) else { return nil }
    return (hour, minute.value, second.value)
  }
}

/// Walks over the bytes of one time.
private struct Cursor {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { at == bytes.count }
  var peek: UInt8? { at < bytes.count ? bytes[at] : nil }
  var isBlank: Bool { peek == 0x20 || peek == 0x09 }

  mutating func advance() { at += 1 }

  /// Also those at which no line breaks, which CLDR puts before `PM`: U+00A0 and U+202F.
  mutating func skipBlanks() {
    while true {
      if isBlank {
        at += 1
      } else if at + 1 < bytes.count, bytes[at] == 0xC2, bytes[at + 1] == 0xA0 {
        at += 2
      } else if at + 2 < bytes.count, bytes[at] == 0xE2, bytes[at + 1] == 0x80, bytes[at + 2] == 0xAF {
        at += 3
      } else {
        return
      }
    }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    at += 1
    return true
  }

  /// Digits, at most 15 of them.
  mutating func number() -> (value: Int, count: Int)? {
    let start = at
    var value = 0
    while let byte = peek, (0x30...0x39).contains(byte), at - start < 15 {
      value = value * 10 + Int(byte - 0x30)
      at += 1
    }
    return at > start ? (value, at - start) : nil
  }

  var isLetter: Bool { peek.map { ($0 | 0x20) &- 0x61 < 26 } ?? false }

  /// Blanks, commas, points and hyphens between the parts of a date.
  mutating func skipSigns() {
    while let byte = peek, Array(" \t,.-/".utf8).contains(byte) { at += 1 }
  }

  /// The letters at the cursor, lower case.
  private mutating func word() -> String {
    let start = at
    while isLetter { at += 1 }
    return String(decoding: bytes[start..<at], as: UTF8.self).lowercased()
  }

  /// A month by its English name or the first three letters of it; stays where it is when there is none.
  mutating func month() -> Int? {
    let start = at
    let name = word()
    let months = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
      "november", "december",
    ]
    if name.count >= 3,
      let index = months.firstIndex(where: { $0.hasPrefix(name) || name == "sept" && $0 == "september" })
    {
      return index + 1
    }
    at = start
    return nil
  }

  /// `Fri, ` and `Friday `
  mutating func skipWeekday() {
    let start = at
    let name = word()
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    if name.count >= 3, days.contains(where: { $0.hasPrefix(name) }) { skipSigns() } else { at = start }
  }

  /// The hour of 24 when `AM` or `PM` follows one of 12.
  mutating func hour(of hour: Int) -> Int? {
    let mark = at
    skipBlanks()
    guard let letter = peek.map({ $0 | 0x20 }), letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p"),
      at + 1 < bytes.count, bytes[at + 1] | 0x20 == UInt8(ascii: "m")
    else {
      at = mark
      return hour
    }
    at += 2
    guard (1...12).contains(hour) else { return nil }
    return hour % 12 + (letter == UInt8(ascii: "p") ? 12 : 0)
  }

  /// Hours east of UTC. Abbreviations that mean several zones (IST, BST in Asia) are read as in Europe and America.
  private static let zones = [
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "CET": 1, "WEST": 1, "CEST": 2, "EET": 2, "EEST": 3,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
  ]

  /// `Z`, `UTC`, `GMT`, `+01:00`, `+0100`, `+01`: seconds east of UTC.
  mutating func offset() -> Int? {
    guard let sign = peek else { return nil }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
      let name = String(decoding: bytes[at...], as: UTF8.self).uppercased()
      let zone = name.split(separator: " ").first.map(String.init) ?? ""
      guard let hours = Self.zones[zone] else { return nil }
      at += zone.utf8.count
      return hours * 3_600
    }
    at += 1
    guard let first = number() else { return nil }
    var (hours, minutes) = (first.value, 0)
    if first.count == 4 {
      (hours, minutes) = (first.value / 100, first.value % 100)
    } else if take(UInt8(ascii: ":")) {
      guard let second = number(), second.count == 2 else { return nil }
      minutes = second.value
    }
    guard first.count == 4 || first.count == 2, hours <= 14, minutes < 60 else { return nil }
    return (hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
  }
}
