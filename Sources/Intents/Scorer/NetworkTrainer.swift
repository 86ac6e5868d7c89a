import Dice

/// How a network is trained.
struct TrainingPlan: Sendable {
  /// One of the networks that are trained apart and joined.
  struct Member: Sendable {
    /// Hidden units, a multiple of 32.
    var hidden: Int
    /// Chance that a feature is left out of one step.
    var featureDropout: Float
  }

  /// Two networks do better than one of their size together on every set, by 0.003 to 0.008.
  var members = [Member(hidden: 64, featureDropout: 0.5), Member(hidden: 64, featureDropout: 0.5)]
  /// Times that every example is shown.
  var epochs = 14
  var rate: Float = 0.4
  /// Chance that a hidden unit is left out of one step.
  var hiddenDropout: Float = 0.4
  /// An example is passed over while the gradient of its scores is shorter than this, squared.
  var leastLoss: Float = 0.01
  var seed: UInt64 = 1
  /// Times that all examples are shown once most are learnt.
  var laterEpochs: Int { (epochs + 2) / 3 }

  /// From so many examples on a third network, a wider one and more features that are left out gain 0.005 on average over
  /// CLINC150, HWU64 and Banking77. A store of fewer is understood as well without, and its owner waits less for a change
  /// to be live.
  static let large = 6_000

  /// A plan for a set of this size: few examples are shown oftener.
  ///
  /// - Parameter isLarge: Whether the whole set is, of which these examples may be a part.
  static func standard(examples: Int, isLarge: Bool) -> TrainingPlan {
    var plan = TrainingPlan()
    let count = max(1, examples)
    plan.epochs = max(min(40, 60_000 / count), min(20, max(12, 225_000 / count)))
    if isLarge {
      plan.members = [
        Member(hidden: 128, featureDropout: 0.7), Member(hidden: 64, featureDropout: 0.65),
        Member(hidden: 64, featureDropout: 0.65),
      ]
    }
    return plan
  }
}

/// Examples as rows of terms, one after another.
struct TermMatrix {
  private(set) var starts: [Int32] = [0]
  private(set) var terms: [FeatureSpace.Term] = []
  private(set) var labels: [Int32] = []
  /// Of any row.
  private(set) var mostTerms = 0

  var count: Int { labels.count }

  mutating func append(_ row: [FeatureSpace.Term], label: Int32) {
    terms += row
    starts.append(Int32(terms.count))
    labels.append(label)
    mostTerms = max(mostTerms, row.count)
  }

  @inline(__always)
  func withTerms(of row: Int, _ body: (UnsafeBufferPointer<FeatureSpace.Term>) -> Void) {
    let range = Int(starts[row])..<Int(starts[row + 1])
    terms.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
  }
}

/// Trains a ``Network`` by stochastic gradient descent on the softmax loss.
///
/// One example a step; a rate per row from the gradients it has seen (AdaGrad: Duchi, Hazan and Singer 2011), falling
/// to nothing over the run; features and hidden units left out at random (dropout: Srivastava et al. 2014), which is
/// what makes a network of so many features generalise. One thread each, a fixed seed: the same bits every time.
final class NetworkTrainer {
  private typealias Block = Network.Block
  private typealias Term = FeatureSpace.Term

  let network: Network
  private let plan: TrainingPlan
  private let member: TrainingPlan.Member
  private var dice: Dice
  /// Squared gradients seen, a sum for each feature row and each hidden unit.
  private let featureHistory: UnsafeMutablePointer<Float>
  private var outputHistory: [Float]
  private let hidden: UnsafeMutablePointer<Block>
  private let gate: UnsafeMutablePointer<Block>
  private let hiddenGradient: UnsafeMutablePointer<Block>
  private let scores: UnsafeMutablePointer<Block>
  /// The features of this step.
  private var kept: UnsafeMutablePointer<Term>
  private var keptCount = 0

  /// A network that has learnt nothing.
  ///
  /// - Parameter number: Which of the plan's members it is.
  convenience init(rows: Int, labels: Int, plan: TrainingPlan, number: Int) {
    let dice = Dice(seed: plan.seed + UInt64(number))
    self.init(dice, plan, plan.members[number], rows: rows, labels: labels)
  }

  /// A network of other features that knows what another has learnt so far.
  ///
  /// - Parameter known: For each row the other's row of the same feature; -1 for a feature that it has not.
  convenience init(continuing other: NetworkTrainer, rows known: [Int32]) {
    let old = other.network
    self.init(other.dice, other.plan, other.member, rows: known.count, labels: old.labels)
    network.learn(from: old, rows: known)
    for (row, place) in known.enumerated() where place >= 0 {
      featureHistory[row] = other.featureHistory[Int(place)]
    }
    outputHistory = other.outputHistory
  }

  private init(_ dice: Dice, _ plan: TrainingPlan, _ member: TrainingPlan.Member, rows: Int, labels: Int) {
    self.dice = dice
    self.plan = plan
    self.member = member
    network = Network(rows: rows, hidden: member.hidden, labels: labels, dice: &self.dice)
    featureHistory = .allocate(capacity: max(1, rows))
    featureHistory.initialize(repeating: 0.01, count: rows)
    outputHistory = Array(repeating: 0.01, count: network.hidden)
    hidden = .allocate(capacity: network.hiddenBlocks)
    gate = .allocate(capacity: network.hiddenBlocks)
    hiddenGradient = .allocate(capacity: network.hiddenBlocks)
    scores = .allocate(capacity: network.labelBlocks)
    kept = .allocate(capacity: 1)
  }

  deinit {
    featureHistory.deallocate()
    for buffer in [hidden, gate, hiddenGradient, scores] { buffer.deallocate() }
    kept.deallocate()
  }

  /// Shows every example so many times, or fewer when it is interrupted.
  func run(_ matrix: TermMatrix, epochs: Int, until interrupt: Interrupt) {
    kept.deallocate()
    kept = .allocate(capacity: matrix.mostTerms + 1)
    var order = Array(0..<matrix.count)
    for epoch in 0..<epochs where !interrupt.isRaised {
      for index in stride(from: order.count - 1, to: 0, by: -1) {
        order.swapAt(index, dice.roll(index + 1))
      }
      let rate = plan.rate * (1 - Float(epoch) / Float(epochs)) + 0.001
      for example in order {
        keepTerms(of: matrix, example)
        forward()
        let loss = subtractTruth(Int(matrix.labels[example]))
        if loss > plan.leastLoss { backward(rate, loss) }
      }
    }
  }

  /// Leaves features out at random and makes up for it in the values of the others.
  private func keepTerms(of matrix: TermMatrix, _ example: Int) {
    let scale = 1 / (1 - member.featureDropout)
    // What the dice's upper 24 bits must reach. Every term is written and only those kept are counted: nothing to guess
    // for the processor, which would be wrong two times of five.
    let least = UInt64((member.featureDropout * 0x1p24).rounded(.up))
    var (dice, count) = (dice, 0)
    let kept = kept
    matrix.withTerms(of: example) { terms in
      for term in terms {
        kept[count] = Term(row: term.row, value: term.value * scale)
        count &+= dice.next() >> 40 >= least ? 1 : 0
      }
    }
    self.dice = dice
    keptCount = count
  }

  private func forward() {
    sumFeatures()
    gateHidden()
    let labelBlocks = network.labelBlocks
    scores.update(from: network.outputBias, count: labelBlocks)
    for unit in 0..<network.hidden {
      let activity = lane(hidden, unit)
      guard activity != 0 else { continue }
      let row = network.output + unit * labelBlocks
      for block in 0..<labelBlocks { scores[block] += row[block] * activity }
    }
  }

  /// Sums the rows of the features that were kept, two blocks at a time so that the sums stay in registers.
  private func sumFeatures() {
    let stride = network.hiddenBlocks
    let terms = UnsafeBufferPointer(start: kept, count: keptCount)
    for first in Swift.stride(from: 0, to: stride, by: 2) {
      var (left, right) = (Block.zero, Block.zero)
      let column = network.features + first
      for term in terms {
        let row = column + Int(term.row) &* stride
        left += row[0] * term.value
        right += row[1] * term.value
      }
      (hidden[first], hidden[first + 1]) = (left, right)
    }
  }

  /// Leaves units out at random, and makes up for it in the others.
  private func gateHidden() {
    let dropped = SIMD16<UInt32>(repeating: UInt32(plan.hiddenDropout * 256))
    let open = Block(repeating: 1 / (1 - plan.hiddenDropout))
    for block in 0..<network.hiddenBlocks {
      let fallen = unsafeBitCast(SIMD2(dice.next(), dice.next()), to: SIMD16<UInt8>.self)
      let isKept = SIMD16<UInt32>(truncatingIfNeeded: fallen) .>= dropped
      gate[block] = Block.zero.replacing(with: open, where: isKept)
      hidden[block] *= gate[block]
    }
  }

  /// Turns scores into probabilities, subtracts the truth: the gradient of the loss.
  ///
  /// - Returns: Its squared length.
  private func subtractTruth(_ label: Int) -> Float {
    let values = UnsafeMutableRawPointer(scores).assumingMemoryBound(to: Float.self)
    for padding in network.labels..<network.paddedLabels { values[padding] = -1e30 }
    var most = scores[0]
    for block in 1..<network.labelBlocks { most = most.larger(scores[block]) }
    let top = most.largest
    var sum = Block.zero
    for block in 0..<network.labelBlocks {
      scores[block] = (scores[block] - top).exponential
      sum += scores[block]
    }
    let share = 1 / sum.total
    for block in 0..<network.labelBlocks { scores[block] *= share }
    values[label] -= 1
    var length = Block.zero
    for block in 0..<network.labelBlocks { length += scores[block] * scores[block] }
    return length.total
  }

  private func backward(_ rate: Float, _ loss: Float) {
    let labelBlocks = network.labelBlocks
    for block in 0..<network.hiddenBlocks { hiddenGradient[block] = .zero }
    let gradient = UnsafeMutableRawPointer(hiddenGradient).assumingMemoryBound(to: Float.self)
    for unit in 0..<network.hidden {
      let open = lane(gate, unit)
      guard open != 0 else { continue }
      let activity = lane(hidden, unit)
      let row = network.output + unit * labelBlocks
      outputHistory[unit] += activity * activity * loss
      let step = rate * activity / outputHistory[unit].squareRoot()
      var sum = Block.zero
      for block in 0..<labelBlocks {
        sum += row[block] * scores[block]
        row[block] -= scores[block] * step
      }
      gradient[unit] = sum.total * open
    }
    for block in 0..<labelBlocks { network.outputBias[block] -= scores[block] * (rate * 0.01) }
    descend(rate)
  }

  /// Moves the rows of the features that were kept.
  private func descend(_ rate: Float) {
    let blocks = network.hiddenBlocks
    var square = Block.zero
    for block in 0..<blocks { square += hiddenGradient[block] * hiddenGradient[block] }
    let length = square.total
    let (features, history) = (network.features, featureHistory)
    for term in UnsafeBufferPointer(start: kept, count: keptCount) {
      let row = Int(term.row)
      history[row] += term.value * term.value * length
      let step = rate * term.value / history[row].squareRoot()
      let weights = features + row &* blocks
      for block in 0..<blocks { weights[block] -= hiddenGradient[block] * step }
    }
  }

  @inline(__always)
  private func lane(_ blocks: UnsafeMutablePointer<Block>, _ unit: Int) -> Float {
    UnsafeMutableRawPointer(blocks).assumingMemoryBound(to: Float.self)[unit]
  }
}
