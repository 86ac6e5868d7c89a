import Text

/// What examples taught, frozen: scores every label for a message in a few microseconds.
///
/// The words of a message are looked up, the rows of its words and neighbours summed, passed through one hidden
/// layer and turned into calibrated probabilities. See ``FeatureSpace`` for the features and
/// ``NetworkTrainer`` for the weights. Immutable; everything a message needs is in its ``ScorerScratch``.
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
  let rows: ByteRows
  let output: WeightRows
  let hiddenBias: [Float]
  /// The first so many hidden units are cut off at zero, the others are linear.
  let gated: Int
  let outputBias: [Float]

  init(
    locale: String, intents: [Int?], calibration: Calibration, vocabulary: Vocabulary, features: FeatureTable,
    weights: FeatureWeights, rows: ByteRows, output: WeightRows, hiddenBias: [Float], gated: Int,
    outputBias: [Float]
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
    self.output = output
    self.hiddenBias = hiddenBias
    self.gated = gated
    self.outputBias = outputBias
  }

  /// The same, its scores worth what the calibration says.
  func calibrated(_ calibration: Calibration) -> Scorer {
    Scorer(
      locale: locale, intents: intents, calibration: calibration, vocabulary: vocabulary, features: features,
      weights: weights, rows: rows, output: output, hiddenBias: hiddenBias, gated: gated,
      outputBias: outputBias)
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
    collectStemPairs(&bag)
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

  private func collectStemPairs(_ bag: inout FeatureBag) {
    var group = Group(bag)
    var last = FeatureHash.messageStart
    for index in 0...bag.wordCount {
      let next = index < bag.wordCount ? bag.words[index].stem : FeatureHash.messageEnd
      let value = features.value(FeatureHash.pair(last, next, .stemPair))
      group.add(value, to: &bag, owner: max(0, index - 1)...max(0, index))
      last = next
    }
    group.close(&bag, weight: weights.stemPairs)
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

  // MARK: Layers

  /// Turns the features in the bag into scores of labels.
  func addUp(_ bag: FeatureBag, _ scratch: ScorerScratch) {
    let (hidden, units, activities) = (scratch.hidden, scratch.units, scratch.activities)
    hidden.update(from: hiddenBias, count: hiddenBias.count)
    scratch.scores.update(from: outputBias, count: outputBias.count)
    rows.add(bag.rows, bag.factors, count: bag.rowCount, to: hidden)
    var active = 0
    for unit in 0..<gated {
      units[active] = UInt32(truncatingIfNeeded: unit)
      activities[active] = hidden[unit]
      active += hidden[unit] > 0 ? 1 : 0
    }
    for unit in gated..<hiddenBias.count {
      units[active] = UInt32(truncatingIfNeeded: unit)
      activities[active] = hidden[unit]
      active += 1
    }
    output.add(units, activities, count: active, to: scratch.scores)
  }
}
