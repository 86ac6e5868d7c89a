/// What features add to the score of each label, as networks have learnt it together: the mean of their scores.
///
/// Networks that are linear are one map from features to labels, however many units and networks it was learnt with. So a
/// message pays for its labels only, and their errors, which differ, cancel out for nothing.
struct LabelRows {
  private let networks: [Network]
  /// ``Network/paddedLabels`` of them, row after row.
  private(set) var weights: [Float] = []
  private(set) var count = 0

  /// - Parameter networks: Of the same features and labels; at least one.
  init(of networks: [Network]) { self.networks = networks }

  /// Labels, with padding, in a row.
  var columns: Int { networks[0].paddedLabels }

  var bias: [Float] {
    var sum = Array(repeating: Network.Block.zero, count: networks[0].labelBlocks)
    for network in networks { for block in sum.indices { sum[block] += network.outputBias[block] * share } }
    return sum.flatMap { block in block.indices.map { block[$0] } }
  }

  private var share: Float { 1 / Float(networks.count) }

  /// Appends the sum of so many features.
  ///
  /// - Returns: The row's number.
  mutating func append(_ terms: [FeatureSpace.Term]) -> Int32 {
    var scores = Array(repeating: Network.Block.zero, count: networks[0].labelBlocks)
    for network in networks { network.add(terms, times: share, to: &scores) }
    for block in scores { for lane in block.indices { weights.append(block[lane]) } }
    count += 1
    return Int32(count - 1)
  }

  var frozen: ByteRows { ByteRows(weights, columns: columns) }
}

extension Network {
  /// Adds what the features say for each label, without the labels' biases.
  fileprivate func add(_ terms: [FeatureSpace.Term], times share: Float, to scores: inout [Block]) {
    for block in 0..<hiddenBlocks {
      var units = Block.zero
      for term in terms { units += features[Int(term.row) * hiddenBlocks + block] * term.value }
      units *= share
      for lane in 0..<Block.scalarCount {
        let row = output + (block * Block.scalarCount + lane) * labelBlocks
        for label in 0..<labelBlocks { scores[label] += row[label] * units[lane] }
      }
    }
  }
}
