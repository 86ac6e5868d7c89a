import HTTP
import Orders

/// RFC 3339 times, UTC.
enum Timestamp {
  /// Appends `2026-11-21T09:30:27`, without zone.
  static func append(_ seconds: Int64, to bytes: inout OutputBuffer) {
    let date = UnixTime(seconds: seconds).civil
    append(date.year, digits: 4, then: "-", to: &bytes)
    append(date.month, digits: 2, then: "-", to: &bytes)
    append(date.day, digits: 2, then: "T", to: &bytes)
    append(date.hour, digits: 2, then: ":", to: &bytes)
    append(date.minute, digits: 2, then: ":", to: &bytes)
    append(date.second, digits: 2, then: "", to: &bytes)
  }

  static func append(_ value: Int, digits: Int, then separator: StaticString, to bytes: inout OutputBuffer) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
    }
    bytes.append(separator)
  }
}
