import Text

/// Takes words apart while a part is built.
final class WordAnalyst {
  private let stemmer: Stemmer
  private var classes: [String: [UInt64]] = [:]
  /// Every word of the thesaurus, in its order.
  private(set) var thesaurus: [String] = []

  init(locale: String) {
    stemmer = Stemmer(Language(locale: locale) ?? .english)
    for wordClass in WordClasses.of(locale).classes {
      let hash = FeatureHash.text(String(wordClass.name), .wordClass)
      for word in wordClass.words {
        let stem = stemmer.stem(String(word))
        if classes[stem, default: []].contains(hash) == false { classes[stem, default: []].append(hash) }
        thesaurus.append(String(word))
      }
    }
  }

  func shape(of word: String) -> WordShape {
    let stem = stemmer.stem(word)
    let padded = Array(" \(word) ".utf8)
    var characters: [UInt64] = []
    padded.withUnsafeBufferPointer { padded in CharacterGrams.forEach(padded) { characters.append($0) } }
    let isNumber = word.utf8.first.map { $0 &- 0x30 < 10 } ?? false
    return WordShape(
      hash: FeatureHash.text(word, .word), stem: FeatureHash.text(stem, .stem),
      classes: isNumber ? [ScoredWord.hash(ofDigits: word.utf8.count)] : classes[stem] ?? [],
      characters: characters)
  }

  func shape(of kind: IdentifierKind) -> WordShape {
    let hash = ScoredWord.hash(of: kind)
    return WordShape(hash: hash, stem: hash, classes: [], characters: [])
  }
}
