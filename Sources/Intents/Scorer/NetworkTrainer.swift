/// How a network is trained.
struct TrainingPlan: Sendable {
  var hidden = 128
  /// Times that every example is shown.
  var epochs = 14
  var rate: Float = 0.4
  /// Chance that a feature, or a hidden unit, is left out of one step.
  var featureDropout: Float = 0.4
  var hiddenDropout: Float = 0.4
  var seed: UInt64 = 1

  /// A plan for a set of this size: few examples are shown oftener.
  static func standard(examples: Int) -> TrainingPlan {
    var plan = TrainingPlan()
    plan.epochs = min(60, max(12, 180_000 / max(1, examples)))
    return plan
  }
}

/// Examples as rows of terms, one after another.
struct TermMatrix {
  private(set) var starts: [Int32] = [0]
  private(set) var terms: [FeatureSpace.Term] = []
  private(set) var labels: [Int32] = []

  var count: Int { labels.count }

  mutating func append(_ row: [FeatureSpace.Term], label: Int32) {
    terms += row
    starts.append(Int32(terms.count))
    labels.append(label)
  }
}

/// Trains a ``Network`` by stochastic gradient descent on the softmax loss.
///
/// One example a step; a rate per row from the gradients it has seen (AdaGrad: Duchi, Hazan and Singer 2011), falling
/// to nothing over the run; features and hidden units left out at random (dropout: Srivastava et al. 2014), which is
/// what makes a network of so many features generalise. One thread, a fixed seed: the same bits every time.
struct NetworkTrainer {
  private typealias Block = Network.Block

  private let plan: TrainingPlan
  private let network: Network
  private var random: SplitMix
  /// Squared gradients seen, a sum for each feature row and each hidden unit.
  private var featureHistory: [Float]
  private var outputHistory: [Float]
  private var hidden: [Block]
  private var gate: [Block]
  private var hiddenGradient: [Block]
  private var scores: [Block]
  private var kept: [FeatureSpace.Term] = []

  static func train(_ matrix: TermMatrix, rows: Int, labels: Int, plan: TrainingPlan) -> Network {
    var random = SplitMix(seed: plan.seed)
    let network = Network(rows: rows, hidden: plan.hidden, labels: labels, random: &random)
    var trainer = NetworkTrainer(network, plan, random)
    trainer.run(matrix)
    return network
  }

  private init(_ network: Network, _ plan: TrainingPlan, _ random: SplitMix) {
    self.network = network
    self.plan = plan
    self.random = random
    featureHistory = Array(repeating: 0.01, count: network.rows)
    outputHistory = Array(repeating: 0.01, count: network.hidden)
    hidden = Array(repeating: .zero, count: network.hiddenBlocks)
    gate = hidden
    hiddenGradient = hidden
    scores = Array(repeating: .zero, count: network.labelBlocks)
  }

  private mutating func run(_ matrix: TermMatrix) {
    var order = Array(0..<matrix.count)
    for epoch in 0..<plan.epochs {
      for index in stride(from: order.count - 1, to: 0, by: -1) {
        order.swapAt(index, random.below(index + 1))
      }
      let rate = plan.rate * (1 - Float(epoch) / Float(plan.epochs)) + 0.001
      for example in order {
        keepTerms(of: matrix, example)
        forward()
        let loss = subtractTruth(Int(matrix.labels[example]))
        if loss > 1e-9 { backward(rate, loss) }
      }
    }
  }

  /// Leaves features out at random and makes up for it in the values of the others.
  private mutating func keepTerms(of matrix: TermMatrix, _ example: Int) {
    kept.removeAll(keepingCapacity: true)
    let scale = 1 / (1 - plan.featureDropout)
    for index in Int(matrix.starts[example])..<Int(matrix.starts[example + 1]) {
      guard random.unit() >= plan.featureDropout else { continue }
      var term = matrix.terms[index]
      term.value *= scale
      kept.append(term)
    }
  }

  private mutating func forward() {
    let (hiddenBlocks, labelBlocks) = (network.hiddenBlocks, network.labelBlocks)
    for block in 0..<hiddenBlocks { hidden[block] = network.hiddenBias[block] }
    hidden.withUnsafeMutableBufferPointer { hidden in
      for term in kept {
        let row = network.features + Int(term.row) * hiddenBlocks
        for block in 0..<hiddenBlocks { hidden[block] += row[block] * term.value }
      }
    }
    let scale = 1 / (1 - plan.hiddenDropout)
    for block in 0..<hiddenBlocks {
      var open = Block.zero
      for lane in 0..<Block.scalarCount where random.unit() >= plan.hiddenDropout { open[lane] = scale }
      gate[block] = open.replacing(with: 0, where: hidden[block] .<= 0)
      hidden[block] *= gate[block]
    }
    for block in 0..<labelBlocks { scores[block] = network.outputBias[block] }
    scores.withUnsafeMutableBufferPointer { scores in
      for unit in 0..<network.hidden {
        let activity = hidden[unit / Block.scalarCount][unit % Block.scalarCount]
        guard activity != 0 else { continue }
        let row = network.output + unit * labelBlocks
        for block in 0..<labelBlocks { scores[block] += row[block] * activity }
      }
    }
  }

  /// Turns scores into probabilities, subtracts the truth: the gradient of the loss.
  ///
  /// - Returns: Its squared length.
  private mutating func subtractTruth(_ label: Int) -> Float {
    let lanes = Block.scalarCount
    for padding in network.labels..<network.paddedLabels { scores[padding / lanes][padding % lanes] = -1e30 }
    let most = scores.reduce(-Float.infinity) { max($0, $1.max()) }
    var sum = Block.zero
    for block in scores.indices {
      scores[block] = (scores[block] - most).exponential
      sum += scores[block]
    }
    let scale = 1 / sum.sum()
    for block in scores.indices { scores[block] *= scale }
    scores[label / lanes][label % lanes] -= 1
    return scores.reduce(Float(0)) { $0 + ($1 * $1).sum() }
  }

  private mutating func backward(_ rate: Float, _ loss: Float) {
    let (hiddenBlocks, labelBlocks, lanes) = (network.hiddenBlocks, network.labelBlocks, Block.scalarCount)
    for block in 0..<hiddenBlocks { hiddenGradient[block] = .zero }
    scores.withUnsafeBufferPointer { scores in
      for unit in 0..<network.hidden {
        let (block, lane) = (unit / lanes, unit % lanes)
        let open = gate[block][lane]
        guard open != 0 else { continue }
        let activity = hidden[block][lane]
        let row = network.output + unit * labelBlocks
        outputHistory[unit] += activity * activity * loss
        let step = rate * activity / outputHistory[unit].squareRoot()
        var sum = Block.zero
        for block in 0..<labelBlocks {
          sum += row[block] * scores[block]
          row[block] -= scores[block] * step
        }
        hiddenGradient[block][lane] = sum.sum() * open
      }
      for block in 0..<labelBlocks { network.outputBias[block] -= scores[block] * (rate * 0.01) }
    }
    hiddenGradient.withUnsafeBufferPointer { gradient in
      let length = gradient.reduce(Float(0)) { $0 + ($1 * $1).sum() }
      for term in kept {
        let row = Int(term.row)
        featureHistory[row] += term.value * term.value * length
        let step = rate * term.value / featureHistory[row].squareRoot()
        let weights = network.features + row * hiddenBlocks
        for block in 0..<hiddenBlocks { weights[block] -= gradient[block] * step }
      }
    }
  }
}
