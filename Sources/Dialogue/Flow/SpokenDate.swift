import Text

/// A day of the year as people say it: `24 December`, `December 24th`, `the 3rd of May`, `24.12.`.
struct SpokenDate: Equatable {
  let month: Int
  let day: Int

  /// As a slot keeps a date without a year (RFC 3339 has no such form; ISO 8601:2000 had).
  var text: String { "--\(Self.two(month))-\(Self.two(day))" }

  /// - Parameter months: Folded names, January first; three letters of one will do.
  init?(_ message: TextAnalyzer, months: [[UInt8]]) {
    let tokens = message.tokens
    for (index, token) in tokens.enumerated() {
      let word = message.match[token.match.indices]
      if let month = months.firstIndex(where: { Self.isName(word, of: $0) }) {
        let near = [index - 1, index - 2, index + 1].filter(tokens.indices.contains)
        if let day = near.lazy.compactMap({ Self.day(message.match[tokens[$0].match.indices]) }).first {
          self.init(month: month + 1, day: day)
          return
        }
      }
    }
    guard let date = Self.dotted(message.raw) else { return nil }
    self = date
  }

  private init(month: Int, day: Int) { (self.month, self.day) = (month, day) }

  /// Of a value of a slot; `nil` for what is no date.
  init?(value: String) {
    let parts = value.split(separator: "-").compactMap { Int($0) }
    guard parts.count >= 2, (1...12).contains(parts[parts.count - 2]),
      (1...31).contains(parts[parts.count - 1])
    else { return nil }
    self.init(month: parts[parts.count - 2], day: parts[parts.count - 1])
  }

  private static func isName(_ word: ArraySlice<UInt8>, of month: [UInt8]) -> Bool {
    word.count >= 3 && month.starts(with: word)
  }

  /// `24`, `24th`.
  private static func day(_ word: ArraySlice<UInt8>) -> Int? {
    let digits = word.prefix { (0x30...0x39).contains($0) }
    let rest = word.dropFirst(digits.count)
    let isOrdinal = ["st", "nd", "rd", "th"].contains { rest.elementsEqual($0.utf8) }
    guard (1...2).contains(digits.count), rest.isEmpty || isOrdinal,
      let day = Int(String(decoding: digits, as: UTF8.self)), (1...31).contains(day)
    else { return nil }
    return day
  }

  /// `24.12.`: two numbers with a dot behind each.
  private static func dotted(_ raw: [UInt8]) -> SpokenDate? {
    let parts = raw.split(separator: 0x2E, omittingEmptySubsequences: false)
    guard parts.count >= 3 else { return nil }
    let first = parts[0].suffix(while: { (0x30...0x39).contains($0) })
    guard let day = Self.day(first), let month = Self.day(parts[1]), month <= 12 else { return nil }
    return SpokenDate(month: month, day: day)
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension ArraySlice<UInt8> {
  fileprivate func suffix(while holds: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    self[(lastIndex { !holds($0) }.map { $0 + 1 } ?? startIndex)...]
  }
}

extension SlotBook {
  /// A date as the replies of a language write it; other values as they are.
  func dateTitle(_ value: String, _ book: LocaleBook) -> String? {
    let months = book.phrase("months").wordings
    guard kind == .date, let date = SpokenDate(value: value), months.count == 12,
      let pattern = book.phrase("date").templates.first
    else { return nil }
    let words = pattern.render { hole in
      switch hole {
      case "day": String(date.day)
      case "month": months[date.month - 1]
      default: nil
      }
    }
    return value.hasPrefix("-") ? words : "\(words) \(value.prefix(4))"
  }
}
