private import Glibc

/// How the kinds of features weigh against each other. Tuned on CLINC150, Banking77 and HWU64.
struct FeatureWeights: Sendable {
  /// Of a word: its stem, its character n-grams together, each of its classes.
  var stem: Float = 1
  var characters: Float = 0.8
  var wordClass: Float = 0.4 / 3
  /// Of a message: its pairs of words together, its pairs and triples of classes together.
  var wordPairs: Float = 0.7
  var classGrams: Float = 0.5

  static let standard = FeatureWeights()
}

/// The features of a training set: which there are, how rare each is, what every word and example consists of.
///
/// A message is three unit vectors side by side: its words, its pairs of words, its pairs and triples of classes
/// (a word without a class stands for itself). A word is its stem, its character n-grams scaled to one
/// length, and its classes, all times the rarity of the stem. So what a *word* adds does not depend on the
/// message but for one factor, and the rows of a known word can be summed in advance.
struct FeatureSpace {
  /// One feature with its value.
  struct Term {
    var row: UInt32
    var value: Float
  }

  let weights = FeatureWeights.standard
  private(set) var rows = 0
  /// Stems and classes; rows that exist while training only.
  private var stems: [UInt64: PackedFeature] = [:]
  private var classes: [UInt64: PackedFeature] = [:]
  private(set) var characters: [UInt64: PackedFeature] = [:]
  private(set) var grams: [UInt64: PackedFeature] = [:]
  /// Rarity of stems, seen once or oftener.
  private var stemCounts: [UInt64: Int] = [:]
  private let documents: Int
  /// Features in the order they were first seen, so that a build is repeatable.
  private(set) var orderedCharacters: [UInt64] = []
  private(set) var orderedGrams: [UInt64] = []

  /// - Parameter leastDocuments: How many examples must have a feature for it to count.
  init(_ set: TrainingSet, examples: [Int], leastDocuments: Int) {
    documents = examples.count
    var (stemCount, classCount, characterCount, gramCount) =
      (FeatureCount(), FeatureCount(), FeatureCount(), FeatureCount())
    for (document, example) in examples.enumerated() {
      let words = set.examples[example]
      for word in words {
        let shape = set.shapes[Int(word)]
        stemCount.add(shape.stem, document)
        for hash in shape.classes { classCount.add(hash, document) }
        for hash in shape.characters { characterCount.add(hash, document) }
      }
      Self.forEachGram(of: words, set.shapes) { hash, _ in gramCount.add(hash, document) }
    }
    stemCounts = stemCount.counts
    stems = assign(stemCount, leastDocuments).table
    classes = assign(classCount, 1).table
    (characters, orderedCharacters) = assign(characterCount, leastDocuments)
    (grams, orderedGrams) = assign(gramCount, leastDocuments)
  }

  /// Gives a row to each feature that enough examples have.
  private mutating func assign(
    _ count: FeatureCount, _ least: Int
  ) -> (table: [UInt64: PackedFeature], order: [UInt64]) {
    var table: [UInt64: PackedFeature] = [:]
    var order: [UInt64] = []
    for hash in count.order {
      let found = count.counts[hash] ?? 0
      guard found >= least, rows < PackedFeature.mostRows else { continue }
      table[hash] = PackedFeature(row: rows, rarity: Rarity(documents: documents, with: found))
      order.append(hash)
      rows += 1
    }
    return (table, order)
  }

  /// For each row the row of the same feature in another space; -1 where it has no such feature.
  func rows(in other: FeatureSpace) -> [Int32] {
    var known = Array(repeating: Int32(-1), count: rows)
    for (own, others) in [
      (stems, other.stems), (classes, other.classes), (characters, other.characters), (grams, other.grams),
    ] {
      for (hash, feature) in own {
        if let place = others[hash]?.row { known[Int(feature.row)] = Int32(place) }
      }
    }
    return known
  }

  /// Calls `body` with each pair and triple of a message's words; `isClass` tells the two groups apart.
  static func forEachGram(of words: [Int32], _ shapes: [WordShape], _ body: (UInt64, _ isClass: Bool) -> Void)
  {
    var (word, wordClass, beforeClass) = (FeatureHash.messageStart, FeatureHash.messageStart, UInt32(0))
    for index in 0...words.count {
      let shape = index < words.count ? shapes[Int(words[index])] : nil
      let nextWord = shape?.number ?? FeatureHash.messageEnd
      let nextClass = shape?.classNumber ?? FeatureHash.messageEnd
      body(FeatureHash.pair(word, nextWord, .wordPair), false)
      body(FeatureHash.pair(wordClass, nextClass, .classPair), true)
      if index > 0 { body(FeatureHash.triple(beforeClass, wordClass, nextClass), true) }
      (word, beforeClass, wordClass) = (nextWord, wordClass, nextClass)
    }
  }

  /// How much a word counts among the words of its message.
  func rarity(of shape: WordShape) -> Float {
    Rarity(documents: documents, with: stemCounts[shape.stem] ?? 0).value
  }

  /// How much a word counts that no example has.
  var rarityOfUnknown: Float { Rarity(documents: documents, with: 0).value }

  /// What a word consists of, before its rarity.
  func terms(of shape: WordShape, charactersToo: Bool = true) -> [Term] {
    var terms: [Term] = []
    if let stem = stems[shape.stem] { terms.append(Term(row: stem.row, value: weights.stem)) }
    let share = weights.wordClass / Float(max(1, shape.classes.count)).squareRoot()
    for hash in shape.classes {
      guard let feature = classes[hash] else { continue }
      terms.append(Term(row: feature.row, value: share * feature.rarity))
    }
    guard charactersToo else { return terms }
    let grams = shape.characters.compactMap { characters[$0] }
    let length = grams.reduce(Float(0)) { $0 + $1.rarity * $1.rarity }.squareRoot()
    for gram in grams {
      terms.append(Term(row: gram.row, value: weights.characters * gram.rarity / length))
    }
    return terms
  }

  /// What an example consists of, given ``terms(of:charactersToo:)`` of every word.
  func terms(of words: [Int32], _ set: TrainingSet, _ wordTerms: [[Term]], _ rarities: [Float]) -> [Term] {
    var terms: [Term] = []
    let length = words.reduce(Float(0)) { $0 + rarities[Int($1)] * rarities[Int($1)] }.squareRoot()
    for word in words {
      let factor = rarities[Int(word)] / length
      for term in wordTerms[Int(word)] { terms.append(Term(row: term.row, value: term.value * factor)) }
    }
    var (wordGrams, classGrams): ([PackedFeature], [PackedFeature]) = ([], [])
    Self.forEachGram(of: words, set.shapes) { hash, isClass in
      guard let feature = grams[hash] else { return }
      if isClass { classGrams.append(feature) } else { wordGrams.append(feature) }
    }
    for (group, weight) in [(wordGrams, weights.wordPairs), (classGrams, weights.classGrams)] {
      let length = group.reduce(Float(0)) { $0 + $1.rarity * $1.rarity }.squareRoot()
      for feature in group { terms.append(Term(row: feature.row, value: weight * feature.rarity / length)) }
    }
    return terms
  }
}

/// In how many examples each feature occurs.
private struct FeatureCount {
  private(set) var counts: [UInt64: Int] = [:]
  private(set) var order: [UInt64] = []
  private var lastDocument: [UInt64: Int] = [:]

  mutating func add(_ hash: UInt64, _ document: Int) {
    guard lastDocument.updateValue(document, forKey: hash) != document else { return }
    if counts[hash, default: 0] == 0 { order.append(hash) }
    counts[hash, default: 0] += 1
  }
}
