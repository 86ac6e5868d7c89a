/// Collects the words of a store's knowledge and freezes them into a ``SpellingIndex``. The same words, in whatever
/// order, give the same index.
package struct SpellingBuilder {
  private struct Entry {
    var count: Int
    var isMeant: Bool
    var holdsSentences = false
  }

  private let language: Language
  private let analyzer: TextAnalyzer
  private var entries: [[UInt8]: Entry] = [:]

  /// Words that everybody of the language uses are known from the start; those that hold sentences together may also be
  /// what a misspelt word meant.
  package init(language: Language) {
    self.language = language
    analyzer = TextAnalyzer(language: language)
    let common = CommonWords.of(language)
    for word in common.holdingSentences {
      add(Array(word), Entry(count: 3, isMeant: true, holdsSentences: true))
    }
    for word in common.others { add(Array(word), Entry(count: 0, isMeant: false)) }
  }

  /// Adds every word of a text.
  ///
  /// - Parameter isMeant: Whether a misspelt word may have meant them; else they are only left alone.
  package mutating func add(_ text: String, isMeant: Bool = true) {
    analyzer.analyze(text)
    let match = analyzer.match
    for token in analyzer.tokens where token.kind == .word {
      add(Array(match[token.match.indices]), Entry(count: isMeant ? 1 : 0, isMeant: isMeant))
    }
  }

  private mutating func add(_ word: [UInt8], _ entry: Entry) {
    guard (1...LetterHash.longest).contains(word.count), word.allSatisfy(\.isLetter) else { return }
    let isNew = entries.count < SpellingIndex.mostWords
    guard isNew || entries[word] != nil else { return }
    let isMeant = entry.isMeant && SpellingIndex.lengths.contains(word.count) && word.allSatisfy { $0 < 0x80 }
    let before = entries[word] ?? Entry(count: 0, isMeant: false)
    entries[word] = Entry(
      count: before.count + entry.count, isMeant: before.isMeant || isMeant,
      holdsSentences: before.holdsSentences || entry.holdsSentences)
  }

  package func build() -> SpellingIndex {
    let sorted = entries.sorted { one, other in
      if one.value.isMeant != other.value.isMeant { return one.value.isMeant }
      if one.value.count != other.value.count { return one.value.count > other.value.count }
      return one.key.lexicographicallyPrecedes(other.key)
    }
    var starts: [UInt32] = [0]
    var letters: [UInt8] = []
    var frequencies: [UInt8] = []
    var masks: [UInt32] = []
    for (number, (word, entry)) in sorted.enumerated() {
      letters += word
      starts.append(UInt32(letters.count))
      let isMeant = entry.isMeant && number < SpellingIndex.mostMeant
      let mark = entry.holdsSentences ? SpellingIndex.holdsSentences : 0
      frequencies.append(isMeant ? Self.frequency(entry.count) | mark : SpellingIndex.notMeant)
      masks.append(word.withUnsafeBufferPointer(SpellingIndex.mask))
    }
    var known = Table(), variants = Table()
    var hash = LetterHash()
    for (number, (word, _)) in sorted.enumerated() {
      word.withUnsafeBufferPointer { word in
        known.add(LetterHash.of(word), number)
        guard frequencies[number] != SpellingIndex.notMeant else { return }
        hash.take(word)
        hash.forEachVariant(leavingOut: Self.edits(word.count)) { variants.add($0, number) }
      }
    }
    return SpellingIndex(
      language: language, letters: letters, starts: starts, frequencies: frequencies, masks: masks,
      known: known.slots,
      variants: variants.slots, stems: stems(of: sorted.map(\.key)))
  }

  /// Three letters would leave two: too many words are alike without one.
  private static func edits(_ length: Int) -> Int {
    if length < 4 { return 0 }
    return (SpellingIndex.twoEditsFrom...SpellingIndex.twoEditsTo).contains(length) ? 2 : 1
  }

  /// What frequency is worth: five hundredths of an edit for each doubling, at most half an edit.
  private static func frequency(_ count: Int) -> UInt8 {
    UInt8(min(50, 5 * (Int.bitWidth - (count + 1).leadingZeroBitCount - 1)))
  }

  private func stems(of words: [[UInt8]]) -> [UInt32] {
    let stemmer = Stemmer(language)
    var hashes: Set<UInt32> = []
    for word in words where word.count > 3 {
      word.withUnsafeBufferPointer { word in
        stemmer.withStem(of: word) { stem in _ = hashes.insert(SpellingIndex.stemHash(stem)) }
      }
    }
    var slots = [UInt32](repeating: 0, count: SpellingIndex.slots(for: hashes.count))
    for hash in hashes.sorted() {
      var slot = Int(hash) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = hash
    }
    return slots
  }

  /// Entries of a table in the order they are added, then its slots.
  private struct Table {
    private var entries: [(hash: UInt64, number: Int)] = []

    mutating func add(_ hash: UInt64, _ number: Int) { entries.append((hash, number)) }

    var slots: [UInt32] {
      var slots = [UInt32](repeating: 0, count: SpellingIndex.slots(for: entries.count))
      for (hash, number) in entries {
        let value = SpellingIndex.tag(hash) | UInt32(number + 1)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0, slots[slot] != value { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = value
      }
      return slots
    }
  }
}
