import Text

/// A few folded words to be looked for in every message.
struct WordSet: Sendable {
  private let words: [[UInt8]]
  /// A bit for each first letter, for a quick no.
  private let initials: UInt64

  init(_ words: [String]) {
    let analyzer = TextAnalyzer()
    self.words = words.map { Array(analyzer.fold($0).utf8) }.filter { !$0.isEmpty }
    initials = self.words.reduce(0) { $0 | 1 << UInt64($1[0] & 63) }
  }

  @inline(__always)
  func has(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = word.first, initials >> UInt64(first & 63) & 1 == 1 else { return false }
    return words.contains { $0.elementsEqual(word) }
  }
}
