import Dice

/// A network of one hidden layer while it is trained: feature rows, hidden units, labels.
///
/// `label scores = output × f(Σ value × row + hiddenBias) + outputBias`, where `f` cuts off what is negative, but leaves the
/// units from ``gated`` on as they are.
final class Network {
  /// Width of every vector: blocks of so many floats.
  typealias Block = SIMD16<Float>

  let rows: Int
  let labels: Int
  /// The first so many hidden units are cut off at zero, the others are linear.
  let gated: Int
  /// Blocks of a feature row, and of a row of the output layer.
  let hiddenBlocks: Int
  let labelBlocks: Int
  let features: UnsafeMutablePointer<Block>
  let output: UnsafeMutablePointer<Block>
  let hiddenBias: UnsafeMutablePointer<Block>
  let outputBias: UnsafeMutablePointer<Block>

  var hidden: Int { hiddenBlocks * Block.scalarCount }
  var paddedLabels: Int { labelBlocks * Block.scalarCount }

  /// - Parameter hidden: Number of hidden units, a multiple of 32; all of them linear, or none.
  init(rows: Int, hidden: Int, isLinear: Bool, labels: Int, dice: inout Dice) {
    self.rows = rows
    self.labels = labels
    gated = isLinear ? 0 : hidden
    hiddenBlocks = hidden / Block.scalarCount
    // Whole cache lines of bfloat16 later, hence an even number of blocks.
    labelBlocks = (labels + 31) / 32 * 2
    features = .allocate(capacity: max(1, rows * hiddenBlocks))
    output = .allocate(capacity: hidden * labelBlocks)
    hiddenBias = .allocate(capacity: hiddenBlocks)
    outputBias = .allocate(capacity: labelBlocks)
    hiddenBias.initialize(repeating: .zero, count: hiddenBlocks)
    outputBias.initialize(repeating: .zero, count: labelBlocks)
    // Uniform, with deviations of 0.1 and of 1/√hidden.
    Self.fill(features, rows * hiddenBlocks, Float(0.1) * Float(3).squareRoot(), &dice)
    Self.fill(output, hidden * labelBlocks, (Float(3) / Float(hidden)).squareRoot(), &dice)
  }

  /// Several networks of the same features and labels side by side, whose scores are averaged: their errors differ, and
  /// a message costs no more than with one network of their size together.
  ///
  /// - Parameter networks: Linear ones last.
  init(joining networks: [Network]) {
    let (first, share) = (networks[0], 1 / Float(networks.count))
    rows = first.rows
    labels = first.labels
    gated = networks.reduce(0) { $0 + $1.gated }
    hiddenBlocks = networks.reduce(0) { $0 + $1.hiddenBlocks }
    labelBlocks = first.labelBlocks
    features = .allocate(capacity: max(1, rows * hiddenBlocks))
    output = .allocate(capacity: hiddenBlocks * Block.scalarCount * labelBlocks)
    hiddenBias = .allocate(capacity: hiddenBlocks)
    outputBias = .allocate(capacity: labelBlocks)
    outputBias.initialize(repeating: .zero, count: labelBlocks)
    var offset = 0
    for network in networks {
      for row in 0..<rows {
        let own = network.features + row * network.hiddenBlocks
        (features + row * hiddenBlocks + offset).update(from: own, count: network.hiddenBlocks)
      }
      let below = output + offset * Block.scalarCount * labelBlocks
      for block in 0..<network.hidden * labelBlocks { below[block] = network.output[block] * share }
      (hiddenBias + offset).update(from: network.hiddenBias, count: network.hiddenBlocks)
      for block in 0..<labelBlocks { outputBias[block] += network.outputBias[block] * share }
      offset += network.hiddenBlocks
    }
  }

  /// Takes over what a network of the same units and labels has learnt of the features that both have.
  ///
  /// - Parameter known: For each row the other's row of the same feature; -1 for a feature that it has not.
  func learn(from other: Network, rows known: [Int32]) {
    for (row, place) in known.enumerated() where place >= 0 {
      (features + row * hiddenBlocks).update(
        from: other.features + Int(place) * hiddenBlocks, count: hiddenBlocks)
    }
    output.update(from: other.output, count: hidden * labelBlocks)
    hiddenBias.update(from: other.hiddenBias, count: hiddenBlocks)
    outputBias.update(from: other.outputBias, count: labelBlocks)
  }

  deinit {
    features.deallocate()
    output.deallocate()
    hiddenBias.deallocate()
    outputBias.deallocate()
  }

  private static func fill(
    _ blocks: UnsafeMutablePointer<Block>, _ count: Int, _ bound: Float, _ dice: inout Dice
  ) {
    for block in 0..<count {
      var values = Block.zero
      for lane in 0..<Block.scalarCount { values[lane] = (dice.unit() * 2 - 1) * bound }
      blocks[block] = values
    }
  }
}
