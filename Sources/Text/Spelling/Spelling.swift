/// What the store's words are, for one locale: those of its intents, those of its FAQ.
package struct Spelling: Sendable, Equatable {
  /// A word is known when any of them knows it.
  let indexes: [SpellingIndex]
  /// Words that are left alone besides.
  let names: ProductNames

  /// - Returns: `nil` without any index.
  package init?(_ indexes: [SpellingIndex], names: ProductNames = .none) {
    guard !indexes.isEmpty else { return nil }
    self.indexes = indexes
    self.names = names
  }

  /// How many words of the message last analysed are words of this locale, and how many of its words there are in all;
  /// numbers, identifiers and words of other letters than `a` to `z` are not counted.
  package func familiarity(of message: TextAnalyzer) -> (known: Int, words: Int) {
    var (known, words) = (0, 0)
    message.match.withUnsafeBufferPointer { match in
      for token in message.tokens where token.kind == .word {
        let word = UnsafeBufferPointer(rebasing: match[token.match.indices])
        guard word.isRepairable else { continue }
        words += 1
        if knows(word) { known += 1 }
      }
    }
    return (known, words)
  }

  @inline(__always)
  func knows(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    let hash = LetterHash.of(word)
    for index in indexes where index.number(of: word, hash) != nil { return true }
    return names.contains(hash)
  }

  /// The word of most use that is written so, if a misspelt word may mean it.
  func meant(_ word: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Meant? {
    var best: Meant?
    for (place, index) in indexes.enumerated() {
      guard let number = index.number(of: word, hash) else { continue }
      guard index.frequencies[number] != SpellingIndex.notMeant else { continue }
      let score = -index.frequency(number)
      if best.map({ $0.score > score }) ?? true {
        best = Meant(index: place, number: number, score: score)
      }
    }
    return best
  }

  /// A word that may have been meant.
  struct Meant {
    /// Which of ``indexes`` has it, and as what.
    var index: Int
    var number: Int
    /// What it takes to type one for the other, less what its frequency is worth.
    var score: Int32
  }
}

/// A word, or two, of a message that were read as something else than what was typed.
package struct Repair: Sendable, Equatable {
  /// Bytes of the message as it was typed.
  package var raw: Range<Int32>
  /// Bytes of the match text, where what was meant stands now.
  package var match: Range<Int32>
}

extension UnsafeBufferPointer<UInt8> {
  /// Letters `a` to `z`, two at least, and not too many.
  @inline(__always)
  var isRepairable: Bool {
    guard count >= 2, count <= LetterHash.longest else { return false }
    for letter in self where letter &- 0x61 >= 26 { return false }
    return true
  }
}
