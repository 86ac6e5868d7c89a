/// Finds the term a misspelt word may have meant: one letter too many, too few, wrong, or two changed places.
///
/// Two words are that close when, with at most one letter left out of each, they are equal (the idea of Garbe's SymSpell).
/// So every word is entered with each letter but its first left out, and a misspelt word is looked up the same way:
/// a dozen look-ups, whatever the number of words. Words of other than ASCII letters are not repaired.
struct SpellingTable: Sendable {
  /// Shorter words are too much alike.
  static let lengths = 5...24

  /// Index of a term in ``ResidentIndex/terms`` plus one by slot, zero for none; and the hash that claims the slot.
  private var terms: [UInt32] = []
  private var hashes: [UInt64] = []

  /// - Parameter words: Each with its term's index and its language's salt. Of words that are equal with a letter left out, the one that more
  ///   entries have is meant.
  init(_ words: [(word: WordList.Word, term: UInt32, salt: UInt64)]) {
    let sorted = words.sorted { ($1.word.entries, $0.word.text) < ($0.word.entries, $1.word.text) }
    var variants: [(hash: UInt64, term: UInt32)] = []
    for (word, term, salt) in sorted {
      Self.forEachVariant(of: Array(word.text.utf8)) { variants.append(($0 ^ salt, term)) }
    }
    var size = 16
    while size < 2 * variants.count { size *= 2 }
    terms = [UInt32](repeating: 0, count: size)
    hashes = [UInt64](repeating: 0, count: size)
    for (hash, term) in variants {
      let slot = slot(of: hash)
      guard terms[slot] == 0 else { continue }
      (hashes[slot], terms[slot]) = (hash, term + 1)
    }
  }

  /// Indices of the terms a word may be a misspelling of, first the one with no letter left out of the word.
  ///
  /// - Parameter salt: Its language's.
  func forEachTerm(like word: UnsafeBufferPointer<UInt8>, salt: UInt64, _ body: (_ term: Int) -> Void) {
    Self.forEachVariant(of: word) { hash in
      let slot = slot(of: hash ^ salt)
      if terms[slot] != 0 { body(Int(terms[slot]) - 1) }
    }
  }

  private func slot(of hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & (terms.count - 1)
    while terms[slot] != 0, hashes[slot] != hash { slot = (slot + 1) & (terms.count - 1) }
    return slot
  }

  /// Hashes of a word and of the word without each letter but the first.
  private static func forEachVariant<Word: RandomAccessCollection<UInt8>>(
    of word: Word, _ body: (UInt64) -> Void
  ) where Word.Index == Int {
    guard lengths.contains(word.count), word.allSatisfy({ (0x61...0x7A).contains($0) }) else { return }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: word.count) { variant in
      _ = variant.initialize(from: word)
      body(Fingerprint.of(UnsafeBufferPointer(variant)))
      // Leave out the last letter, then move the gap to the left.
      let shorter = UnsafeBufferPointer(rebasing: variant[..<(word.count - 1)])
      for gap in stride(from: word.count - 1, to: 0, by: -1) {
        if gap < word.count - 1 { variant[gap] = word[word.startIndex + gap + 1] }
        body(Fingerprint.of(shorter))
      }
    }
  }
}
