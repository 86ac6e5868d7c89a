/// The words that a scorer knows, each with the sum of its features' rows.
struct Vocabulary: Sendable {
  /// A word of a message as the scorer looks it up.
  struct Word: Sendable {
    /// Row of weights; negative for a word without one.
    var row: Int32
    /// How much the word counts among the words of its message.
    var rarity: Float
    /// Stand-ins in pairs of words, and in pairs and triples of classes.
    var number: UInt32
    var wordClass: UInt32

    static func unknown(stem: UInt64, rarity: Float) -> Word {
      let number = UInt32(truncatingIfNeeded: stem)
      return Word(row: -1, rarity: rarity, number: number, wordClass: number)
    }

    /// Takes what is known of the word's stem, or of numbers of its length.
    mutating func take(_ known: Word?, asStem: Bool) {
      guard let known else { return }
      (row, wordClass) = (known.row, known.wordClass)
      if asStem { rarity = known.rarity }
    }
  }

  /// Hashes of words, of stems and of kinds of numbers and identifiers, to indices of ``words``.
  let table: FeatureTable
  let words: [Word]
  let rarityOfUnknown: Float

  @inline(__always)
  func word(_ hash: UInt64) -> Word? {
    guard let index = table.value(hash) else { return nil }
    return words[Int(index)]
  }
}
