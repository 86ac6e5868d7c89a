/// Examples of one locale, turned into a ``Scorer``. Deterministic; networks are trained side by side.
struct ScorerBuilder {
  let locale: String
  /// The intent of each label; `nil` for text to decline.
  let intents: [Int?]
  let set: TrainingSet
  let texts: [String]

  /// - Parameter examples: Raw texts with the number of their label.
  init(_ examples: [(text: String, label: Int)], intents: [Int?], locale: String) {
    self.locale = locale
    self.intents = intents
    texts = examples.map(\.text)
    set = TrainingSet(examples, labelCount: intents.count, locale: locale)
  }

  func build() -> Scorer {
    let calibration = calibrate()
    return train(on: Array(set.examples.indices), calibration)
  }

  var labelCount: Int { intents.count }

  /// Features that only one example has say little, unless there are few examples to begin with.
  private func leastDocuments(_ examples: Int) -> Int { examples >= labelCount * 12 ? 2 : 1 }

  func train(on examples: [Int], _ calibration: Calibration, plan: TrainingPlan? = nil) -> Scorer {
    let space = FeatureSpace(set, examples: examples, leastDocuments: leastDocuments(examples.count))
    let wordTerms = set.shapes.map { space.terms(of: $0) }
    let rarities = set.shapes.map { space.rarity(of: $0) }
    var matrix = TermMatrix()
    for example in examples {
      let terms = space.terms(of: set.examples[example], set, wordTerms, rarities)
      matrix.append(terms, label: set.labels[example])
    }
    let network = NetworkTrainer.train(
      matrix, rows: space.rows, labels: labelCount, plan: plan ?? .standard(examples: examples.count))
    return freeze(network, space, wordTerms, rarities, calibration)
  }

  // MARK: Freezing

  /// Sums the rows of every known word and keeps what messages need.
  private func freeze(
    _ network: Network, _ space: FeatureSpace, _ wordTerms: [[FeatureSpace.Term]], _ rarities: [Float],
    _ calibration: Calibration
  ) -> Scorer {
    var rows = RowStore(network)
    var words: [Vocabulary.Word] = []
    var entries: [(hash: UInt64, value: UInt32)] = []
    var known: Set<UInt64> = []
    func add(_ hash: UInt64, _ shape: WordShape, _ terms: [FeatureSpace.Term], _ rarity: Float) {
      guard known.insert(hash).inserted else { return }
      entries.append((hash, UInt32(words.count)))
      words.append(
        Vocabulary.Word(
          row: terms.isEmpty ? -1 : rows.append(terms), rarity: rarity, stem: shape.stemNumber,
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
      locale: locale, intents: intents, calibration: calibration,
      vocabulary: Vocabulary(
        table: FeatureTable(entries), words: words, rarityOfUnknown: space.rarityOfUnknown),
      features: FeatureTable(features), weights: space.weights, rows: rows.frozen,
      output: network.frozenOutput, hiddenBias: network.hiddenBiases,
      gated: network.gated, outputBias: network.outputBiases)
  }
}

/// Rows of a network, summed one after another.
private struct RowStore {
  private let network: Network
  private var weights: [Float] = []

  init(_ network: Network) { self.network = network }

  mutating func append(_ terms: [FeatureSpace.Term]) -> Int32 {
    let row = weights.count / network.hidden
    for block in 0..<network.hiddenBlocks {
      var sum = Network.Block.zero
      for term in terms { sum += network.features[Int(term.row) * network.hiddenBlocks + block] * term.value }
      for lane in 0..<Network.Block.scalarCount { weights.append(sum[lane]) }
    }
    return Int32(row)
  }

  var frozen: ByteRows { ByteRows(weights, columns: network.hidden) }
}

extension Network {
  fileprivate var frozenOutput: WeightRows {
    var halves: [UInt16] = []
    for block in 0..<hidden * labelBlocks {
      for lane in 0..<Block.scalarCount { halves.append(WeightRows.narrow(output[block][lane])) }
    }
    return WeightRows(halves, columns: paddedLabels)
  }

  fileprivate var hiddenBiases: [Float] { Self.floats(hiddenBias, hiddenBlocks) }
  fileprivate var outputBiases: [Float] { Self.floats(outputBias, labelBlocks) }

  private static func floats(_ blocks: UnsafeMutablePointer<Block>, _ count: Int) -> [Float] {
    (0..<count).flatMap { block in (0..<Block.scalarCount).map { blocks[block][$0] } }
  }
}
