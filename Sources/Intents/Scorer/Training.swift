/// Networks that learn some of a set's examples, and the features that these consist of.
///
/// Networks know nothing of each other and are trained side by side.
struct Training {
  let space: FeatureSpace
  /// Of each word of the set.
  let wordTerms: [[FeatureSpace.Term]]
  let rarities: [Float]
  private let plan: TrainingPlan
  private let trainers: [NetworkTrainer]

  /// What the networks have learnt together, no feature yet among it.
  var labelRows: LabelRows { LabelRows(of: trainers.map(\.network)) }

  /// Learns the examples of the material from nothing.
  init(_ material: TrainingMaterial, labels: Int, _ plan: TrainingPlan, until interrupt: Interrupt) {
    let trainers = SideBySide.map(plan.members.count) { number in
      let trainer = NetworkTrainer(rows: material.space.rows, labels: labels, plan: plan, number: number)
      trainer.run(material.matrix, epochs: plan.epochs, until: interrupt)
      return trainer
    }
    self.init(material, plan, trainers)
  }

  /// Goes on where another training ended, with these examples: much sooner done than learning all of them from nothing.
  init(_ material: TrainingMaterial, continuing other: Training, until interrupt: Interrupt) {
    let plan = other.plan
    let known = material.space.rows(in: other.space)
    let trainers = SideBySide.map(other.trainers.count) { number in
      let trainer = NetworkTrainer(continuing: other.trainers[number], rows: known)
      trainer.run(material.matrix, epochs: plan.laterEpochs, until: interrupt)
      return trainer
    }
    self.init(material, plan, trainers)
  }

  private init(_ material: TrainingMaterial, _ plan: TrainingPlan, _ trainers: [NetworkTrainer]) {
    (space, wordTerms, rarities) = (material.space, material.wordTerms, material.rarities)
    self.plan = plan
    self.trainers = trainers
  }
}

/// What some of a set's examples consist of.
struct TrainingMaterial {
  let space: FeatureSpace
  let wordTerms: [[FeatureSpace.Term]]
  let rarities: [Float]
  private(set) var matrix = TermMatrix()

  init(_ set: TrainingSet, _ examples: [Int]) {
    // Features that only one example has say little, unless there are few examples to begin with.
    let least = examples.count >= set.labelCount * 12 ? 2 : 1
    let space = FeatureSpace(set, examples: examples, leastDocuments: least)
    let wordTerms = set.shapes.map { space.terms(of: $0) }
    let rarities = set.shapes.map { space.rarity(of: $0) }
    for example in examples {
      let terms = space.terms(of: set.examples[example], set, wordTerms, rarities)
      matrix.append(terms, label: set.labels[example])
    }
    (self.space, self.wordTerms, self.rarities) = (space, wordTerms, rarities)
  }
}
