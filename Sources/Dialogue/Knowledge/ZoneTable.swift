/// When a time zone's clocks changed and will change: seconds east of UTC from a moment on.
///
/// It is part of the revision, so that every instance shows the same dates whatever its host has installed.
package struct ZoneTable: Codable, Sendable, Equatable {
  /// Moments, ascending, and the offset from each on, in seconds.
  package var moments: [Int64] = []
  package var offsets: [Int32] = []
  /// Before the first moment.
  package var first: Int32 = 0

  package init() {}

  package static let utc = ZoneTable()

  /// - Complexity: O(log *n*).
  package func offset(at time: Int64) -> Int64 {
    var (low, high) = (0, moments.count)
    while low < high {
      let middle = (low + high) / 2
      if moments[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return Int64(low == 0 ? first : offsets[low - 1])
  }

  /// The calendar day a moment falls on, counted from 1970-01-01.
  package func day(of time: Int64) -> Int {
    let (local, _) = time.addingReportingOverflow(offset(at: time))
    return Int(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400)
  }
}
