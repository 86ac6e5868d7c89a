/// Words that everybody uses, whatever a store sells: a message that has one is not misspelt because the store's
/// knowledge lacks it (`cat` is no `cart`).
struct CommonWords {
  /// Words that hold sentences together; a misspelt word may have meant one (`teh`).
  let holdingSentences: [Substring.UTF8View]
  /// Words that are only left alone. Forms that stemming takes off need not be there.
  let others: [Substring.UTF8View]

  init(holdingSentences: String, others: String) {
    self.holdingSentences = holdingSentences.split(whereSeparator: \.isWhitespace).map(\.utf8)
    self.others = others.split(whereSeparator: \.isWhitespace).map(\.utf8)
  }

  /// None for a language without a list: then only the store's own words are known.
  static func of(_ language: Language) -> CommonWords {
    switch language {
    case .english: english
    case .german: german
    default: CommonWords(holdingSentences: "", others: "")
    }
  }

  private static let english = CommonWords(holdingSentences: englishFunctionWords, others: englishWords)
  private static let german = CommonWords(holdingSentences: germanFunctionWords, others: germanWords)

  /// Whether a piece of one or two letters is a word that may be run together with another (`whereis`).
  static func areShort(_ piece: UnsafeBufferPointer<UInt8>) -> Bool {
    guard piece.count == 2 else { return piece.count == 1 && short.contains([piece[0], 0x20]) }
    return short.contains([piece[0], piece[1]])
  }

  private static let short: Set<SIMD2<UInt8>> = {
    let words = "i a am an as at be by do go he if in is it me my no of on or so to up us we zu im es du wo"
    return Set(
      words.split(separator: " ").filter { $0.utf8.count < 3 }.map { word in
        SIMD2(word.utf8.first ?? 0x20, word.utf8.dropFirst().first ?? 0x20)
      })
  }()
}
