import Text

/// What examples taught, frozen: scores every label for a message in a few microseconds.
///
/// The words of a message are looked up, the rows of its words and neighbours summed, passed through one hidden
/// layer and turned into calibrated probabilities. See ``FeatureSpace`` for the features and
/// ``NetworkTrainer`` for the weights. Immutable; everything a message needs is in its ``ScorerScratch``.
final class Scorer: Sendable {
  /// Most words of a message that count: the cost of a message is bounded.
  static let mostWords = 256

  let locale: String
  let language: Language
  /// The intent of each label; `nil` for text to decline.
  let intents: [Int?]
  let calibration: Calibration
  let vocabulary: Vocabulary
  let features: FeatureTable
  let weights: FeatureWeights
  let rows: WeightRows
  let output: WeightRows
  let hiddenBias: [Float]
  let outputBias: [Float]

  init(
    locale: String, intents: [Int?], calibration: Calibration, vocabulary: Vocabulary, features: FeatureTable,
    weights: FeatureWeights, rows: WeightRows, output: WeightRows, hiddenBias: [Float], outputBias: [Float]
  ) {
    self.locale = locale
    self.language = Language(locale: locale) ?? .english
    self.intents = intents
    self.calibration = calibration
    self.vocabulary = vocabulary
    self.features = features
    self.weights = weights
    self.rows = rows
    self.output = output
    self.hiddenBias = hiddenBias
    self.outputBias = outputBias
  }

  /// Scores the message last analysed by `message`; afterwards `scratch.scores` holds one value a label.
  ///
  /// - Returns: `false` when nothing of the message is known: no word, no part of a word.
  func score(_ message: TextAnalyzer, _ scratch: ScorerScratch) -> Bool {
    guard rawScores(message, scratch) else { return false }
    calibration.probabilities(of: scratch.scores, count: intents.count)
    return true
  }

  /// As ``score(_:_:)``, but leaves the scores that probabilities are made of.
  func rawScores(_ message: TextAnalyzer, _ scratch: ScorerScratch) -> Bool {
    scratch.prepare(for: self)
    collectWords(of: message, scratch)
    guard !scratch.rows.isEmpty else { return false }
    collectGrams(scratch)
    addUp(scratch)
    return true
  }

  // MARK: Features

  private func collectWords(of message: TextAnalyzer, _ scratch: ScorerScratch) {
    let match = message.match
    match.withUnsafeBufferPointer { match in
      ScoredWord.forEach(message.tokens) { word in
        guard scratch.words.count < Self.mostWords else { return }
        switch word {
        case .text(let range): collect(UnsafeBufferPointer(rebasing: match[range]), scratch)
        case .identifier(let kind):
          let hash = ScoredWord.hash(of: kind)
          let known = vocabulary.word(hash)
          scratch.append(known ?? .unknown(stem: hash, rarity: 0))
        }
      }
    }
    scratch.scaleWords()
  }

  private func collect(_ bytes: UnsafeBufferPointer<UInt8>, _ scratch: ScorerScratch) {
    if let known = vocabulary.word(FeatureHash.bytes(bytes, .word)) {
      scratch.append(known)
    } else {
      collectUnknown(bytes, scratch)
    }
  }

  /// A word that no example has: its stem or kind of number may be known, and parts of it.
  private func collectUnknown(_ bytes: UnsafeBufferPointer<UInt8>, _ scratch: ScorerScratch) {
    let stem = scratch.stemmer(language).withStem(of: bytes) { FeatureHash.bytes($0, .stem) }
    var word = Vocabulary.Word.unknown(stem: stem, rarity: vocabulary.rarityOfUnknown)
    if bytes[0] &- 0x30 < 10 {
      word.take(vocabulary.word(ScoredWord.hash(ofDigits: bytes.count)), asStem: false)
    } else {
      word.take(vocabulary.word(stem), asStem: true)
    }
    scratch.append(word)
    let first = scratch.rows.count
    var length: Float = 0
    scratch.withPadded(bytes) { padded in
      CharacterGrams.forEach(padded) { hash in
        guard let bits = features.value(hash) else { return }
        let gram = PackedFeature(bits: bits)
        scratch.append(row: gram.row, factor: gram.rarity)
        length += gram.rarity * gram.rarity
      }
    }
    guard length > 0 else { return }
    let scale = weights.characters * word.rarity / length.squareRoot()
    for index in first..<scratch.rows.count { scratch.factors[index] *= scale }
  }

  private func collectGrams(_ scratch: ScorerScratch) {
    collectGroup(scratch, weight: weights.stemPairs) { scratch, emit in
      var last = FeatureHash.messageStart
      for word in scratch.words {
        emit(FeatureHash.pair(last, word.stem, .stemPair))
        last = word.stem
      }
      emit(FeatureHash.pair(last, FeatureHash.messageEnd, .stemPair))
    }
    collectGroup(scratch, weight: weights.classGrams) { scratch, emit in
      var (before, last) = (UInt32(0), FeatureHash.messageStart)
      for index in 0...scratch.words.count {
        let next = index < scratch.words.count ? scratch.words[index].wordClass : FeatureHash.messageEnd
        emit(FeatureHash.pair(last, next, .classPair))
        if index > 0 { emit(FeatureHash.triple(before, last, next)) }
        (before, last) = (last, next)
      }
    }
  }

  /// Looks up the grams that `each` emits and scales them to one length.
  @inline(__always)
  private func collectGroup(
    _ scratch: ScorerScratch, weight: Float, _ each: (ScorerScratch, (UInt64) -> Void) -> Void
  ) {
    let first = scratch.rows.count
    var length: Float = 0
    each(scratch) { hash in
      guard let bits = features.value(hash) else { return }
      let gram = PackedFeature(bits: bits)
      scratch.append(row: gram.row, factor: gram.rarity)
      length += gram.rarity * gram.rarity
    }
    guard length > 0 else { return }
    let scale = weight / length.squareRoot()
    for index in first..<scratch.rows.count { scratch.factors[index] *= scale }
  }

  // MARK: Layers

  private func addUp(_ scratch: ScorerScratch) {
    let (hidden, scores) = (scratch.hidden, scratch.scores)
    hidden.update(from: hiddenBias, count: hiddenBias.count)
    scores.update(from: outputBias, count: outputBias.count)
    scratch.rows.withUnsafeBufferPointer { numbers in
      scratch.factors.withUnsafeBufferPointer { factors in
        // Both are non-empty: `score` has looked.
        rows.add(numbers.baseAddress!, factors.baseAddress!, count: numbers.count, to: hidden)
      }
    }
    var active = 0
    for unit in 0..<hiddenBias.count where hidden[unit] > 0 {
      scratch.units[active] = UInt32(truncatingIfNeeded: unit)
      scratch.activities[active] = hidden[unit]
      active += 1
    }
    output.add(scratch.units, scratch.activities, count: active, to: scores)
  }
}
