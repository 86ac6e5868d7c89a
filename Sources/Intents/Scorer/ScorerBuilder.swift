/// Examples of one locale, turned into a ``Scorer``. Deterministic; networks are trained side by side.
struct ScorerBuilder {
  let locale: String
  /// The intent of each label; `nil` for text to decline.
  let intents: [Int?]
  let set: TrainingSet
  let texts: [String]
  private let interrupt: Interrupt

  /// - Parameters:
  ///   - examples: Raw texts with the number of their label.
  ///   - interrupt: Once raised, whatever comes out is worth nothing.
  init(
    _ examples: [(text: String, label: Int)], intents: [Int?], locale: String, until interrupt: Interrupt
  ) {
    self.interrupt = interrupt
    self.locale = locale
    self.intents = intents
    texts = examples.map(\.text)
    set = TrainingSet(examples, labelCount: intents.count, locale: locale)
  }

  /// Learns all examples, once a part of them has shown what scores are worth.
  func build() -> Scorer {
    let all = Array(set.examples.indices)
    guard labelCount > 1, all.count >= Self.folds * 2 else { return freeze(train(all)) }
    guard all.count > Self.mostForFolds else { return build(all, holdingOut: Self.folds) }
    guard all.count < TrainingPlan.large else { return build(all, holdingOut: 1) }
    return buildContinuing(all)
  }

  /// Learns everything apart from what is held out, a fold at a time.
  private func build(_ all: [Int], holdingOut folds: Int) -> Scorer {
    let (cases, scorer) = SideBySide.both {
      SideBySide.map(folds) { heldOut(fold: $0) }
    } _: {
      freeze(train(all))
    }
    return scorer.calibrated(calibrate(on: cases.flatMap { $0 }))
  }

  /// Learns everything where the training without one fold has ended: half of the time, for 0.003 where there are
  /// thousands of examples to confuse.
  private func buildContinuing(_ all: [Int]) -> Scorer {
    let (rest, held) = split(0)
    let (part, whole) = SideBySide.both {
      TrainingMaterial(set, rest)
    } _: {
      TrainingMaterial(set, all)
    }
    let first = train(part)
    let (calibration, scorer) = SideBySide.both {
      calibrate(on: score(held, by: freeze(first)))
    } _: {
      freeze(Training(whole, continuing: first, until: interrupt))
    }
    return scorer.calibrated(calibration)
  }

  func train(_ examples: [Int]) -> Training { train(TrainingMaterial(set, examples)) }

  private func train(_ material: TrainingMaterial) -> Training {
    let isLarge = set.examples.count >= TrainingPlan.large
    let plan = TrainingPlan.standard(examples: material.matrix.count, isLarge: isLarge)
    return Training(material, labels: labelCount, plan, until: interrupt)
  }

  var labelCount: Int { intents.count }

  // MARK: Freezing

  /// Sums the rows of every known word and keeps what messages need.
  func freeze(_ training: Training) -> Scorer {
    let space = training.space
    let (wordTerms, rarities) = (training.wordTerms, training.rarities)
    var rows = training.labelRows
    var words: [Vocabulary.Word] = []
    var entries: [(hash: UInt64, value: UInt32)] = []
    var known: Set<UInt64> = []
    func add(_ hash: UInt64, _ shape: WordShape, _ terms: [FeatureSpace.Term], _ rarity: Float) {
      guard known.insert(hash).inserted else { return }
      entries.append((hash, UInt32(words.count)))
      words.append(
        Vocabulary.Word(
          row: terms.isEmpty ? -1 : rows.append(terms), rarity: rarity, number: shape.number,
          wordClass: shape.classNumber))
    }
    for (index, shape) in set.shapes.enumerated() {
      add(shape.hash, shape, wordTerms[index], rarities[index])
    }
    for (index, shape) in set.shapes.enumerated() where !shape.characters.isEmpty {
      add(shape.stem, shape, space.terms(of: shape, charactersToo: false), rarities[index])
    }
    for digits in 1...6 {
      let hash = ScoredWord.hash(ofDigits: digits)
      let shape = WordShape(hash: hash, stem: hash, classes: [hash], characters: [])
      add(hash, shape, space.terms(of: shape, charactersToo: false), space.rarityOfUnknown)
    }
    var features: [(hash: UInt64, value: UInt32)] = []
    func keep(_ hash: UInt64, _ feature: PackedFeature?) {
      guard let feature else { return }
      let row = rows.append([FeatureSpace.Term(row: feature.row, value: 1)])
      features.append((hash, feature.bits & 0xFF00_0000 | UInt32(row)))
    }
    for hash in space.orderedCharacters { keep(hash, space.characters[hash]) }
    for hash in space.orderedGrams { keep(hash, space.grams[hash]) }
    return Scorer(
      locale: locale, intents: intents, calibration: .none,
      vocabulary: Vocabulary(
        table: FeatureTable(entries), words: words, rarityOfUnknown: space.rarityOfUnknown),
      features: FeatureTable(features), weights: space.weights, rows: rows.frozen, bias: rows.bias)
  }
}
