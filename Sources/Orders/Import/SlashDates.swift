import Formats

/// Finds out whether a file writes dates with slashes day first or month first, where nobody has said so.
enum SlashDates {
  enum Finding: Equatable {
    /// `28/2/2026` has no month 28, and no other date says otherwise.
    case proven(TimeReader.SlashOrder)
    /// There are such dates, and all can be read either way.
    case open(example: String)
    /// There are none, or they contradict each other: whoever reads them says so.
    case nothing
  }

  /// What the dates of a file say.
  ///
  /// - Parameters:
  ///   - reader: At the beginning of the file; read to its end.
  ///   - columns: Those that hold dates.
  /// - Complexity: One pass over the file.
  static func order(in reader: some TableReader, columns: [Int]) -> Finding {
    var (dayFirst, monthFirst) = (false, false)
    var example: String?
    while next(reader) {
      for column in columns {
        guard let text = reader.text(column), let (first, second) = numbers(text) else { continue }
        dayFirst = dayFirst || first > 12
        monthFirst = monthFirst || second > 12
        if first != second { example = example ?? text }
      }
      if dayFirst, monthFirst { return .nothing }
    }
    if dayFirst || monthFirst { return .proven(dayFirst ? .dayFirst : .monthFirst) }
    return example.map { .open(example: $0) } ?? .nothing
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
