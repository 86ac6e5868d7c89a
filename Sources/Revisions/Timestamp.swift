import Glibc

/// Times as manifests write them.
package enum Timestamp {
  /// The time now, in seconds since 1970.
  package static func now() -> Int { time(nil) }

  /// `2026-11-21T09:00:00Z`.
  package static func text(_ seconds: Int) -> String {
    var seconds = time_t(seconds)
    var fields = tm()
    gmtime_r(&seconds, &fields)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let date = "\(fields.tm_year + 1900)-\(two(fields.tm_mon + 1))-\(two(fields.tm_mday))"
    return "\(date)T\(two(fields.tm_hour)):\(two(fields.tm_min)):\(two(fields.tm_sec))Z"
  }
}
