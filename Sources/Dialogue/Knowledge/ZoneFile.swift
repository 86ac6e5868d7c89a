private import Glibc
private import Orders

/// Reads a compiled time zone of the host (TZif, RFC 9636) into a ``ZoneTable``. Used by imports only.
package struct ZoneFile {
  /// Years beyond the file's own transitions that its rule for the future is worked out for.
  private static let lastYear = 2060
  private static let folder = "/usr/share/zoneinfo/"

  private let bytes: [UInt8]

  /// The table of an IANA name; `nil` when the host does not know it.
  package static func table(of name: String) -> ZoneTable? {
    if name == "UTC" { return .utc }
    let isName = !name.isEmpty && !name.contains("..") && name.utf8.allSatisfy(isNameByte)
    guard isName, !name.hasPrefix("/"), let bytes = read(folder + name) else { return nil }
    return ZoneFile(bytes: bytes).table()
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2F, 0x5F: true
    default: false
    }
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 18)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes.prefix(count))
  }

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// `nil` for what is no TZif file of version 2 or later.
  func table() -> ZoneTable? {
    guard bytes.starts(with: "TZif".utf8), bytes.count >= 44, bytes[4] >= 0x32 else { return nil }
    // The first block has times of 32 bits: passed over.
    let second = 44 + size(of: counts(at: 0), timeBytes: 4)
    guard second >= 44, bytes.count >= second + 44, bytes[second...].starts(with: "TZif".utf8) else {
      return nil
    }
    let counts = counts(at: second)
    let end = second + 44 + size(of: counts, timeBytes: 8)
    guard end >= second + 44, bytes.count >= end, counts.types > 0 else { return nil }
    var table = ZoneTable()
    let times = second + 44
    let kinds = times + counts.times * 8
    let types = kinds + counts.times
    table.first = Int32(truncatingIfNeeded: number(at: types, bytes: 4))
    for index in 0..<counts.times {
      let kind = Int(bytes[kinds + index])
      guard kind < counts.types else { return nil }
      table.moments.append(number(at: times + index * 8, bytes: 8))
      table.offsets.append(Int32(truncatingIfNeeded: number(at: types + kind * 6, bytes: 4)))
    }
    let footer = bytes[end...].dropFirst().prefix { $0 != 0x0A }
    if let rule = ZoneRule(String(decoding: footer, as: UTF8.self)) {
      rule.extend(&table, through: Self.lastYear)
    }
    return table.thinned()
  }

  private struct Counts {
    var isUT = 0, isStandard = 0, leaps = 0, times = 0, types = 0, letters = 0
  }

  private func counts(at start: Int) -> Counts {
    let field = { (index: Int) in Int(number(at: start + 20 + index * 4, bytes: 4)) }
    return Counts(
      isUT: field(0), isStandard: field(1), leaps: field(2), times: field(3), types: field(4),
      letters: field(5))
  }

  /// Bytes of a block behind its header; negative when a count is.
  private func size(of counts: Counts, timeBytes: Int) -> Int {
    let all = [counts.isUT, counts.isStandard, counts.leaps, counts.times, counts.types, counts.letters]
    guard all.allSatisfy({ (0...100_000).contains($0) }) else { return -1 }
    return counts.times * (timeBytes + 1) + counts.types * 6 + counts.letters + counts.leaps * (timeBytes + 4)
      + counts.isStandard + counts.isUT
  }

  /// Big-endian, signed.
  private func number(at start: Int, bytes count: Int) -> Int64 {
    guard start + count <= bytes.count else { return 0 }
    var value: UInt64 = 0
    for byte in bytes[start..<start + count] { value = value << 8 | UInt64(byte) }
    return count == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
  }
}

extension ZoneTable {
  /// Only what an order's date can need: transitions since 1990.
  fileprivate func thinned() -> ZoneTable {
    let start: Int64 = 631_152_000
    guard let from = moments.firstIndex(where: { $0 >= start }) else {
      var table = ZoneTable()
      table.first = offsets.last ?? first
      return table
    }
    var table = self
    if from > 0 { table.first = offsets[from - 1] }
    table.moments.removeFirst(from)
    table.offsets.removeFirst(from)
    return table
  }
}

/// The rule for the time after a file's last transition, in the form of POSIX TZ: `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// Of the three forms of a date only `Mm.w.d` is read, the one zones in use are written in.
struct ZoneRule {
  private struct Change {
    var month: Int, week: Int, weekday: Int, seconds: Int64
  }

  private var standard: Int64 = 0
  private var summer: (offset: Int64, starts: Change, ends: Change)?

  init?(_ text: String) {
    var rest = text[...]
    guard Self.dropName(&rest), let standard = Self.time(&rest) else { return nil }
    self.standard = -standard
    guard !rest.isEmpty else { return }
    guard Self.dropName(&rest) else { return nil }
    var offset = self.standard + 3_600
    if rest.first != ",", let own = Self.time(&rest) { offset = -own }
    guard let starts = Self.change(&rest), let ends = Self.change(&rest), rest.isEmpty else { return nil }
    summer = (offset, starts, ends)
  }

  /// Appends the changes of the years after the table's last one.
  func extend(_ table: inout ZoneTable, through lastYear: Int) {
    guard let summer else { return }
    let last = table.moments.last ?? 631_152_000
    for year in 1990...lastYear {
      var changes = [
        (moment(summer.starts, year) - standard, summer.offset),
        (moment(summer.ends, year) - summer.offset, standard),
      ]
      changes.sort { $0.0 < $1.0 }
      for (moment, offset) in changes where moment > last {
        table.moments.append(moment)
        table.offsets.append(Int32(offset))
      }
    }
  }

  /// Seconds since 1970 by the local clock.
  private func moment(_ change: Change, _ year: Int) -> Int64 {
    let first = UnixTime(year: year, month: change.month, day: 1)?.seconds ?? 0
    let weekday = Int((first / 86_400 + 4) % 7)
    var day = (change.weekday - weekday + 7) % 7 + (change.week - 1) * 7
    while UnixTime(year: year, month: change.month, day: day + 1) == nil { day -= 7 }
    return first + Int64(day) * 86_400 + change.seconds
  }

  private static func dropName(_ rest: inout Substring) -> Bool {
    if rest.first == "<" {
      guard let close = rest.firstIndex(of: ">") else { return false }
      rest = rest[rest.index(after: close)...]
      return true
    }
    let letters = rest.prefix { $0.isLetter }
    rest = rest.dropFirst(letters.count)
    return letters.count >= 3
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  private static func time(_ rest: inout Substring) -> Int64? {
    let sign: Int64 = rest.first == "-" ? -1 : 1
    if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
    guard var seconds = number(&rest).map({ $0 * 3_600 }) else { return nil }
    for unit in [60, 1] as [Int64] where rest.first == ":" {
      rest = rest.dropFirst()
      guard let part = number(&rest) else { return nil }
      seconds += part * unit
    }
    return sign * seconds
  }

  private static func change(_ rest: inout Substring) -> Change? {
    guard rest.hasPrefix(",M") else { return nil }
    rest = rest.dropFirst(2)
    var parts: [Int64] = []
    for index in 0..<3 {
      if index > 0 {
        guard rest.first == "." else { return nil }
        rest = rest.dropFirst()
      }
      guard let part = number(&rest) else { return nil }
      parts.append(part)
    }
    var seconds: Int64 = 7_200
    if rest.first == "/" {
      rest = rest.dropFirst()
      guard let own = time(&rest) else { return nil }
      seconds = own
    }
    guard (1...12).contains(parts[0]), (1...5).contains(parts[1]), (0...6).contains(parts[2]) else {
      return nil
    }
    return Change(month: Int(parts[0]), week: Int(parts[1]), weekday: Int(parts[2]), seconds: seconds)
  }

  private static func number(_ rest: inout Substring) -> Int64? {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    guard (1...3).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    return Int64(digits)
  }
}
