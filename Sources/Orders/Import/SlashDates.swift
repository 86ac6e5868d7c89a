import Formats

/// Finds out whether a file writes dates with slashes day first or month first, where nobody has said so.
enum SlashDates {
  /// The order that some date of the file proves, if none proves the other: `28/2/2026` has no month 28.
  ///
  /// - Parameters:
  ///   - reader: At the beginning of the file; read to its end.
  ///   - columns: Those that hold dates.
  /// - Complexity: One pass over the file.
  static func order(in reader: some TableReader, columns: [Int]) -> TimeReader.SlashOrder? {
    var (dayFirst, monthFirst) = (false, false)
    while next(reader) {
      for column in columns {
        guard let text = reader.text(column), let (first, second) = numbers(text) else { continue }
        dayFirst = dayFirst || first > 12
        monthFirst = monthFirst || second > 12
      }
      if dayFirst, monthFirst { return nil }
    }
    return dayFirst ? .dayFirst : monthFirst ? .monthFirst : nil
  }

  /// Moves on; a row that is wrong is told of by whoever reads the file.
  private static func next(_ reader: some TableReader) -> Bool {
    while true {
      if let isRow = try? reader.next() { return isRow }
    }
  }

  /// The first two numbers of `28/2/2026`.
  private static func numbers(_ text: String) -> (Int, Int)? {
    let parts = text.split(separator: "/", maxSplits: 2)
    guard parts.count == 3, let first = Int(parts[0].trimming(" ")), let second = Int(parts[1]), first < 1000
    else { return nil }
    return (first, second)
  }
}

extension Substring {
  fileprivate func trimming(_ sign: Character) -> Substring { drop { $0 == sign } }
}
