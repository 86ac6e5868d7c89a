import Formats

/// Finds out whether a file writes dates with slashes day first or month first, where nobody has said so.
enum SlashDates {
  /// The order that some date of the file proves, if none proves the other: `28/2/2026` has no month 28.
  ///
  /// - Parameter columns: Those that hold dates.
  /// - Complexity: One pass over the file.
  static func order(in path: String, _ options: CSVReader.Options, columns: [Int]) -> TimeReader.SlashOrder? {
    guard !columns.isEmpty, let reader = try? CSVReader(path: path, options: options) else { return nil }
    var (dayFirst, monthFirst) = (false, false)
    while (try? reader.next()) == true {
      for column in columns {
        guard let text = reader.text(column), let (first, second) = numbers(text) else { continue }
        dayFirst = dayFirst || first > 12
        monthFirst = monthFirst || second > 12
      }
      if dayFirst, monthFirst { return nil }
    }
    return dayFirst ? .dayFirst : monthFirst ? .monthFirst : nil
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
