private import Glibc
import Orders

/// Times on the command line.
enum Time {
  static func now() -> Int64 { Int64(time(nil)) }

  /// `2026-11-20T12:00:00Z` and the other forms a file may have, or seconds since 1970.
  static func parse(_ text: String, flag: String) throws(CommandError) -> Int64 {
    // Years 1 to 9999, as a date can say them.
    if let seconds = Int64(text), (-62_135_596_800...253_402_300_799).contains(seconds) { return seconds }
    do {
      return try TimeReader().read(text).seconds
    } catch {
      throw .usage("'--\(flag)' takes a time such as 2026-11-20T12:00:00Z, not '\(text)'.")
    }
  }
}
