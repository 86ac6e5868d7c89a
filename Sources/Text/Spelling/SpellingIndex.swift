/// The words of a store's knowledge, frozen, with a table that finds those a misspelt word may have meant.
///
/// The idea is Garbe's SymSpell (symmetric deletes): two words are one edit apart when they are equal with at most one
/// letter left out of each. So every word is entered with each letter left out, long ones with each two, and a misspelt
/// word is looked up the same way: some dozen look-ups, whatever the number of words. The tables are built with the
/// part and read as they are.
package struct SpellingIndex: Sendable, Equatable {
  /// Words that may be meant: letters, at least and at most so many.
  static let lengths = 3...LetterHash.longest
  /// Words of at least so many letters are found with two of them wrong; shorter ones with one.
  static let twoEditsFrom = 7
  /// The longest word entered with each two of its letters left out.
  static let twoEditsTo = 14
  /// Most words that may be meant: bounds the table of variants at 4 MiB.
  static let mostMeant = 20_000
  /// Most words in all.
  static let mostWords = 1 << 20 - 2

  package let language: Language
  /// The words, one after another; the most frequent first.
  let letters: [UInt8]
  /// Where each word starts, and the end.
  let starts: [UInt32]
  /// How frequent a word is, in the units of ``TypingCost``, with ``holdsSentences``; ``notMeant`` for one that is known
  /// only to be left alone.
  let frequencies: [UInt8]
  /// A bit for each letter that a word has.
  let masks: [UInt32]
  /// Open addressing: twelve bits of the hash, and the number of the word plus one. A power of two in size.
  let known: [UInt32]
  /// The same for every variant of a word.
  let variants: [UInt32]
  /// Hashes of stems, zero for none.
  let stems: [UInt32]

  static let notMeant: UInt8 = 255
  /// The bit of a word that holds sentences together.
  static let holdsSentences: UInt8 = 64

  /// How many words there are.
  package var count: Int { frequencies.count }

  /// What the frequency of a word is worth, in the units of ``TypingCost``.
  @inline(__always)
  func frequency(_ number: Int) -> Int32 { Int32(frequencies[number] & ~Self.holdsSentences) }

  func holdsSentences(_ number: Int) -> Bool { frequencies[number] & Self.holdsSentences != 0 }

  static func mask(of word: UnsafeBufferPointer<UInt8>) -> UInt32 {
    word.reduce(0) { $0 | 1 << UInt32(($1 &- 0x61) & 31) }
  }

  /// The number of a word.
  @inline(__always)
  func number(of word: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int? {
    known.withUnsafeBufferPointer { known in
      let tag = Self.tag(hash)
      var slot = Int(truncatingIfNeeded: hash) & (known.count - 1)
      while known[slot] != 0 {
        if known[slot] & Self.tagMask == tag {
          let number = Int(known[slot] & ~Self.tagMask) - 1
          if isWord(number, word) { return number }
        }
        slot = (slot + 1) & (known.count - 1)
      }
      return nil
    }
  }

  @inline(__always)
  private func isWord(_ number: Int, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = Int(starts[number])
    guard Int(starts[number + 1]) - start == word.count else { return false }
    return letters.withUnsafeBufferPointer { letters in
      for place in 0..<word.count where letters[start + place] != word[place] { return false }
      return true
    }
  }

  /// Hands over the letters of a word.
  @inline(__always)
  func withWord<Result>(_ number: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    letters.withUnsafeBufferPointer { letters in
      body(UnsafeBufferPointer(rebasing: letters[Int(starts[number])..<Int(starts[number + 1])]))
    }
  }

  /// Whether a word of this stem is known.
  func hasStem(_ stem: UnsafeBufferPointer<UInt8>) -> Bool {
    let hash = Self.stemHash(stem)
    var slot = Int(hash) & (stems.count - 1)
    while stems[slot] != 0 {
      if stems[slot] == hash { return true }
      slot = (slot + 1) & (stems.count - 1)
    }
    return false
  }

  /// Calls `body` with the number of each word that has this variant.
  @inline(__always)
  func forEachWord(ofVariant hash: UInt64, _ body: (Int) -> Void) {
    variants.withUnsafeBufferPointer { variants in
      let tag = Self.tag(hash)
      var slot = Int(truncatingIfNeeded: hash) & (variants.count - 1)
      while variants[slot] != 0 {
        if variants[slot] & Self.tagMask == tag { body(Int(variants[slot] & ~Self.tagMask) - 1) }
        slot = (slot + 1) & (variants.count - 1)
      }
    }
  }

  // MARK: Tables

  static let tagMask: UInt32 = 0xFFF0_0000

  @inline(__always)
  static func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) & tagMask }

  static func stemHash(_ stem: UnsafeBufferPointer<UInt8>) -> UInt32 {
    max(1, UInt32(truncatingIfNeeded: LetterHash.of(stem)))
  }

  /// The size of a table for so many entries: at most seven in ten slots are taken.
  static func slots(for entries: Int) -> Int {
    var slots = 16
    while slots * 7 < entries * 10 { slots *= 2 }
    return slots
  }
}
