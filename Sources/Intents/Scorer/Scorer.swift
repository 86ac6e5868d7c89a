import Text

/// What examples taught, frozen: scores every label for a message in a few microseconds.
///
/// The words of a message are looked up, the rows of its words and neighbours summed, and turned into calibrated
/// probabilities. See ``FeatureSpace`` for the features and ``NetworkTrainer`` for the weights. Immutable; everything a
/// message needs is in its ``ScorerScratch``.
final class Scorer: Sendable {
  let locale: String
  let language: Language
  /// The intent of each label; `nil` for text to decline.
  let intents: [Int?]
  /// The label for text to decline, if examples taught one.
  let declined: Int?
  let calibration: Calibration
  let vocabulary: Vocabulary
  let features: FeatureTable
  let weights: FeatureWeights
  /// What words and features add to the score of each label; columns beyond the labels are padding.
  let rows: ByteRows
  /// What each label starts with.
  let bias: [Float]

  init(
    locale: String, intents: [Int?], calibration: Calibration, vocabulary: Vocabulary, features: FeatureTable,
    weights: FeatureWeights, rows: ByteRows, bias: [Float]
  ) {
    self.locale = locale
    self.language = Language(locale: locale) ?? .english
    self.intents = intents
    declined = intents.firstIndex { $0 == nil }
    self.calibration = calibration
    self.vocabulary = vocabulary
    self.features = features
    self.weights = weights
    self.rows = rows
    self.bias = bias
  }

  /// The same, its scores worth what the calibration says.
  func calibrated(_ calibration: Calibration) -> Scorer {
    Scorer(
      locale: locale, intents: intents, calibration: calibration, vocabulary: vocabulary, features: features,
      weights: weights, rows: rows, bias: bias)
  }

  /// Scores the message last analysed by `message`; afterwards `scratch.scores` holds one value a label.
  ///
  /// - Returns: `false` when nothing of the message is known: no word, no part of a word.
  func score(_ message: TextAnalyzer, _ scratch: ScorerScratch) -> Bool {
    guard rawScores(message, scratch) else { return false }
    scratch.top = calibration.probabilities(of: scratch.scores, count: intents.count, declined: declined)
    return true
  }

  /// As ``score(_:_:)``, but leaves the scores that probabilities are made of.
  func rawScores(_ message: TextAnalyzer, _ scratch: ScorerScratch) -> Bool {
    scratch.prepare(for: self)
    var bag = FeatureBag(scratch)
    collect(message, scratch, &bag)
    guard bag.rowCount > 0 else { return false }
    addUp(bag, scratch)
    return true
  }

  // MARK: Features

  /// Puts the words and features of a message into the bag.
  func collect(_ message: TextAnalyzer, _ scratch: ScorerScratch, _ bag: inout FeatureBag) {
    message.match.withUnsafeBufferPointer { match in
      ScoredWord.forEach(message.tokens) { word in
        guard !bag.isFull else { return }
        switch word {
        case .text(let range):
          let bytes = UnsafeBufferPointer(rebasing: match[range])
          if let known = vocabulary.word(FeatureHash.bytes(bytes, .word)) {
            bag.append(known)
          } else {
            collectUnknown(bytes, scratch, &bag)
          }
        case .identifier(let kind):
          let hash = ScoredWord.hash(of: kind)
          bag.append(vocabulary.word(hash) ?? .unknown(stem: hash, rarity: 0))
        }
      }
    }
    bag.scaleWords()
    collectWordPairs(&bag)
    collectClassGrams(&bag)
  }

  /// A word that no example has: its stem or kind of number may be known, and parts of it.
  private func collectUnknown(
    _ bytes: UnsafeBufferPointer<UInt8>, _ scratch: ScorerScratch, _ bag: inout FeatureBag
  ) {
    let stem = scratch.stemmer(language).withStem(of: bytes) { FeatureHash.bytes($0, .stem) }
    var word = Vocabulary.Word.unknown(stem: stem, rarity: vocabulary.rarityOfUnknown)
    if bytes[0] &- 0x30 < 10 {
      word.take(vocabulary.word(ScoredWord.hash(ofDigits: bytes.count)), asStem: false)
    } else {
      word.take(vocabulary.word(stem), asStem: true)
    }
    bag.append(word)
    var group = Group(bag)
    let owner = bag.wordCount - 1
    scratch.withPadded(bytes) { padded in
      CharacterGrams.forEach(padded) { group.add(features.value($0), to: &bag, owner: owner...owner) }
    }
    group.close(&bag, weight: weights.characters * word.rarity)
  }

  private func collectWordPairs(_ bag: inout FeatureBag) {
    var group = Group(bag)
    var last = FeatureHash.messageStart
    for index in 0...bag.wordCount {
      let next = index < bag.wordCount ? bag.words[index].number : FeatureHash.messageEnd
      let value = features.value(FeatureHash.pair(last, next, .wordPair))
      group.add(value, to: &bag, owner: max(0, index - 1)...max(0, index))
      last = next
    }
    group.close(&bag, weight: weights.wordPairs)
  }

  private func collectClassGrams(_ bag: inout FeatureBag) {
    var group = Group(bag)
    var (before, last) = (UInt32(0), FeatureHash.messageStart)
    for index in 0...bag.wordCount {
      let next = index < bag.wordCount ? bag.words[index].wordClass : FeatureHash.messageEnd
      let pair = features.value(FeatureHash.pair(last, next, .classPair))
      group.add(pair, to: &bag, owner: max(0, index - 1)...index)
      if index > 0 {
        let triple = features.value(FeatureHash.triple(before, last, next))
        group.add(triple, to: &bag, owner: max(0, index - 2)...index)
      }
      (before, last) = (last, next)
    }
    group.close(&bag, weight: weights.classGrams)
  }

  /// Features that are brought to one length together.
  private struct Group {
    private let first: Int
    private var length: Float = 0

    init(_ bag: FeatureBag) { first = bag.rowCount }

    @inline(__always)
    mutating func add(_ bits: UInt32?, to bag: inout FeatureBag, owner: @autoclosure () -> ClosedRange<Int>) {
      guard let bits else { return }
      let feature = PackedFeature(bits: bits)
      bag.append(row: feature.row, factor: feature.rarity, owner: owner())
      length += feature.rarity * feature.rarity
    }

    func close(_ bag: inout FeatureBag, weight: Float) {
      if length > 0 { bag.scale(from: first, by: weight / length.squareRoot()) }
    }
  }

  // MARK: Scores

  /// Turns the features in the bag into scores of labels.
  private func addUp(_ bag: FeatureBag, _ scratch: ScorerScratch) {
    scratch.scores.update(from: bias, count: bias.count)
    rows.add(bag.rows, bag.factors, count: bag.rowCount, to: scratch.scores)
  }
}
