import Text

extension Scorer {
  /// What each word of a message adds to the lead of one label over another.
  ///
  /// A pair or triple of words is shared evenly among its words.
  ///
  /// - Parameter other: `nil`: the lead over the mean of all labels.
  func contributions(
    to label: Int, over other: Int?, _ message: TextAnalyzer, _ scratch: ScorerScratch
  ) -> [(range: Range<Int>, weight: Float)] {
    scratch.prepare(for: self)
    var bag = FeatureBag(scratch, recordsOwners: true)
    collect(message, scratch, &bag)
    guard bag.rowCount > 0, let owners = bag.owners else { return [] }
    var weights = Array(repeating: Float(0), count: bag.wordCount)
    for index in 0..<bag.rowCount {
      let sum = lead(of: label, over: other, row: Int(bag.rows[index])) * bag.factors[index]
      let range = Int(owners[index].lowerBound)...min(Int(owners[index].upperBound), bag.wordCount - 1)
      for word in range { weights[word] += sum / Float(range.count) }
    }
    return zip(ScoredWord.ranges(message.tokens), weights).map { ($0, $1) }
  }

  /// What a row adds to the lead of one label over another, or over the mean of all.
  private func lead(of label: Int, over other: Int?, row: Int) -> Float {
    if let other { return rows.weight(row, label) - rows.weight(row, other) }
    let sum = intents.indices.reduce(Float(0)) { $0 + rows.weight(row, $1) }
    return rows.weight(row, label) - sum / Float(intents.count)
  }
}

/// How like two texts are: the words they share, rare ones counting more, as the cosine of an angle.
struct Likeness {
  private let scorer: Scorer
  private let stemmer: Stemmer

  init(_ scorer: Scorer) {
    self.scorer = scorer
    stemmer = Stemmer(scorer.language)
  }

  /// The example of an intent that is most like a message; the first of several.
  func nearest(
    to message: TextAnalyzer, among examples: ExampleTexts, of intent: Int
  ) -> (text: String, likeness: Float)? {
    let own = stems(of: message)
    let analyzer = TextAnalyzer(language: scorer.language)
    var best: (text: String, likeness: Float)?
    for (text, label) in zip(examples.texts, examples.intents) where Int(label) == intent {
      analyzer.analyze(text)
      let likeness = Self.cosine(own, stems(of: analyzer))
      if likeness > best?.likeness ?? 0 { best = (text, likeness) }
    }
    return best
  }

  /// The stems of a text with their rarity.
  private func stems(of message: TextAnalyzer) -> [UInt32: Float] {
    var stems: [UInt32: Float] = [:]
    message.match.withUnsafeBufferPointer { match in
      ScoredWord.forEach(message.tokens) { word in
        switch word {
        case .text(let range):
          let bytes = UnsafeBufferPointer(rebasing: match[range])
          let known = scorer.vocabulary.word(FeatureHash.bytes(bytes, .word))
          let stem = stemmer.withStem(of: bytes) { UInt32(truncatingIfNeeded: FeatureHash.bytes($0, .stem)) }
          stems[stem] = known?.rarity ?? scorer.vocabulary.rarityOfUnknown
        case .identifier(let kind):
          stems[UInt32(truncatingIfNeeded: ScoredWord.hash(of: kind))] = 1
        }
      }
    }
    return stems
  }

  private static func cosine(_ left: [UInt32: Float], _ right: [UInt32: Float]) -> Float {
    let shared = left.reduce(Float(0)) { sum, entry in sum + (right[entry.key] ?? 0) * entry.value }
    let lengths = [left, right].map { $0.values.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot() }
    return shared == 0 ? 0 : shared / (lengths[0] * lengths[1])
  }
}
