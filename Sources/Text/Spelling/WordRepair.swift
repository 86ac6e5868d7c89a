/// Finds what one misspelt word may have meant. One per thread; its buffers serve the next word.
struct WordRepair {
  /// Most words that are compared with a misspelt one.
  private static let mostCompared = 48
  /// What a space left out costs.
  private static let leftOutSpace: Int32 = 70

  private var hash = LetterHash()
  private var cost = TypingCost()
  private var compared: [Int] = []
  private var stemmers: [Language: Stemmer] = [:]

  /// What a word turned out to be.
  enum Reading {
    case word(Spelling.Meant)
    /// Two words run together; the first has so many letters.
    case two(Int)
  }

  /// Whether another form of the word is known.
  mutating func isForm(_ word: UnsafeBufferPointer<UInt8>, in spelling: Spelling) -> Bool {
    guard word.count > 3, let language = spelling.indexes.first?.language else { return false }
    if spelling.indexes.allSatisfy({ $0.language == language }) {
      let stemmer = stemmers[language] ?? Stemmer(language)
      stemmers[language] = stemmer
      return stemmer.withStem(of: word) { stem in spelling.indexes.contains { $0.hasStem(stem) } }
    }
    for index in spelling.indexes {
      let stemmer = stemmers[index.language] ?? Stemmer(index.language)
      stemmers[index.language] = stemmer
      if stemmer.withStem(of: word, { index.hasStem($0) }) { return true }
    }
    return false
  }

  /// - Parameter word: Not known, ``Swift/UnsafeBufferPointer/isRepairable``.
  mutating func reading(of word: UnsafeBufferPointer<UInt8>, in spelling: Spelling) -> Reading? {
    guard word.count > 2 else { return nil }
    hash.take(word)
    if word.count == 3 { return short(word, in: spelling).map(Reading.word) }
    let single = nearest(to: word, in: spelling)
    if let first = split(word, in: spelling, below: single?.score ?? .max) { return .two(first) }
    return single.map(Reading.word)
  }

  /// The most that may be wrong with a word of so many letters, and the most that it may be once the frequency of what
  /// was meant is taken off: short words are often words nobody here has said, so they must mean a frequent one.
  private static func limits(_ letters: Int) -> (cost: Int32, score: Int32) {
    switch letters {
    case ...4: (90, 60)
    case 5: (105, 75)
    case 6: (115, 90)
    case 7: (140, 120)
    default: (190, 170)
    }
  }

  /// One edit first: only a long word that is no closer to any other may have two.
  private mutating func nearest(
    to word: UnsafeBufferPointer<UInt8>, in spelling: Spelling
  ) -> Spelling.Meant? {
    if let meant = nearest(to: word, in: spelling, leavingOut: 1) { return meant }
    guard (SpellingIndex.twoEditsFrom...SpellingIndex.twoEditsTo).contains(word.count) else { return nil }
    return nearest(to: word, in: spelling, leavingOut: 2)
  }

  private mutating func nearest(
    to word: UnsafeBufferPointer<UInt8>, in spelling: Spelling, leavingOut edits: Int
  ) -> Spelling.Meant? {
    let limits = Self.limits(word.count)
    let mask = SpellingIndex.mask(of: word)
    var best: Spelling.Meant?
    for (place, index) in spelling.indexes.enumerated() {
      collect(from: index, leavingOut: edits, mask)
      cost.hasUmlauts = index.language == .german
      for number in compared {
        let frequency = index.frequency(number)
        // What cannot become the best needs no exact cost.
        let limit = min(limits.cost, (best?.score ?? limits.score + 1) - 1 + frequency)
        let cost = index.withWord(number) { meant in
          edits > 1 && Self.differInEndings(word, meant) ? .max : self.cost.of(word, for: meant, limit: limit)
        }
        if cost <= limit { best = Spelling.Meant(index: place, number: number, score: cost - frequency) }
      }
    }
    return best
  }

  /// Whether only the last two letters part them: `delivered` is no `delivery`.
  private static func differInEndings(
    _ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let shorter = min(one.count, other.count)
    for place in 0..<max(0, shorter - 2) where one[place] != other[place] { return false }
    return true
  }

  /// Words of an index that share a variant with the word taken last, each once; of those whose letters differ more
  /// than so many edits can, none.
  private mutating func collect(from index: SpellingIndex, leavingOut edits: Int, _ mask: UInt32) {
    var found = compared
    compared = []
    found.removeAll(keepingCapacity: true)
    index.masks.withUnsafeBufferPointer { masks in
      hash.forEachVariant(leavingOut: edits) { variant in
        index.forEachWord(ofVariant: variant) { number in
          let (extra, missing) = (mask & ~masks[number], masks[number] & ~mask)
          guard extra.nonzeroBitCount <= edits, missing.nonzeroBitCount <= edits,
            found.count < Self.mostCompared, !found.contains(number)
          else { return }
          found.append(number)
        }
      }
    }
    compared = found
  }

  /// Three letters: two changed places (`teh`), or one typed twice (`noo`).
  private mutating func short(
    _ word: UnsafeBufferPointer<UInt8>, in spelling: Spelling
  ) -> Spelling.Meant? {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 3) { letters in
      for first in 0..<2 {
        _ = letters.initialize(from: word)
        letters.swapAt(first, first + 1)
        let typed = UnsafeBufferPointer(letters)
        if let meant = spelling.meant(typed, LetterHash.of(typed)) { return meant }
      }
      return nil
    }
  }

  /// Where a space was left out: between two words that the store's knowledge has, of which one holds sentences
  /// together or both are long and frequent.
  private func split(
    _ word: UnsafeBufferPointer<UInt8>, in spelling: Spelling, below score: Int32
  ) -> Int? {
    var best: (score: Int32, first: Int)?
    for first in 1..<word.count {
      guard let one = piece(word, 0..<first, in: spelling),
        let other = piece(word, first..<word.count, in: spelling),
        one.holdsSentences || other.holdsSentences || one.isWeighty && other.isWeighty
      else { continue }
      let total = Self.leftOutSpace - min(one.frequency, other.frequency)
      if total < score, best.map({ total < $0.score }) ?? true { best = (total, first) }
    }
    return best?.first
  }

  /// A piece of a word run together with another; `nil` when it is no word of its own.
  private func piece(
    _ word: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, in spelling: Spelling
  ) -> Piece? {
    let letters = UnsafeBufferPointer(rebasing: word[range])
    if range.count < 3 {
      return CommonWords.areShort(letters)
        ? Piece(letters: range.count, frequency: 25, holdsSentences: true) : nil
    }
    guard let meant = spelling.meant(letters, hash.piece(range)), meant.score <= -10 else { return nil }
    return Piece(
      letters: range.count, frequency: -meant.score,
      holdsSentences: spelling.indexes[meant.index].holdsSentences(meant.number))
  }

  private struct Piece {
    var letters: Int
    var frequency: Int32
    var holdsSentences: Bool

    var isWeighty: Bool { letters > 3 && frequency >= 15 }
  }
}
