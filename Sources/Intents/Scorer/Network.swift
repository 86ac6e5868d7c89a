import Dice

/// A network of one hidden layer while it is trained: feature rows, hidden units, labels.
///
/// `label scores = output × Σ value × row + outputBias`. It is linear: the units are fewer than the labels, or left out at
/// random, which is what makes it generalise, and when it has learnt they are multiplied away (``LabelRows``).
final class Network {
  /// Width of every vector: blocks of so many floats.
  typealias Block = SIMD16<Float>

  let rows: Int
  let labels: Int
  /// Blocks of a feature row, and of a row of the output layer.
  let hiddenBlocks: Int
  let labelBlocks: Int
  let features: UnsafeMutablePointer<Block>
  let output: UnsafeMutablePointer<Block>
  let outputBias: UnsafeMutablePointer<Block>

  var hidden: Int { hiddenBlocks * Block.scalarCount }
  var paddedLabels: Int { labelBlocks * Block.scalarCount }

  /// - Parameter hidden: Number of hidden units, a multiple of 32.
  init(rows: Int, hidden: Int, labels: Int, dice: inout Dice) {
    self.rows = rows
    self.labels = labels
    hiddenBlocks = hidden / Block.scalarCount
    // Whole blocks of a row of bytes later, hence an even number of blocks.
    labelBlocks = (labels + 31) / 32 * 2
    features = .allocate(capacity: max(1, rows * hiddenBlocks))
    output = .allocate(capacity: hidden * labelBlocks)
    outputBias = .allocate(capacity: labelBlocks)
    outputBias.initialize(repeating: .zero, count: labelBlocks)
    // Uniform, with deviations of 0.1 and of 1/√hidden.
    Self.fill(features, rows * hiddenBlocks, Float(0.1) * Float(3).squareRoot(), &dice)
    Self.fill(output, hidden * labelBlocks, (Float(3) / Float(hidden)).squareRoot(), &dice)
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
    outputBias.update(from: other.outputBias, count: labelBlocks)
  }

  deinit {
    features.deallocate()
    output.deallocate()
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
