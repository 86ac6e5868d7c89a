private import Glibc

/// Turns scores into probabilities that mean what they say, and knows when to decline.
///
/// Learned from examples that the network had not seen (Guo et al. 2017, "On calibration of modern neural networks":
/// one temperature).
struct Calibration: Sendable, Equatable {
  /// Scores are divided by this.
  var temperature: Float
  /// A message whose best intent is less probable is out of scope.
  var declineBelow: Float
  /// Added to the score of the label for text to decline, in units of ``temperature``: shoppers stray further, and
  /// oftener, than the examples say (Saerens et al. 2002, "Adjusting the outputs of a classifier to new a priori
  /// probabilities").
  var declineBias: Float
  /// A message whose best label scores less than this is like nothing in the examples. The score itself says so better
  /// than the probability, which is shared out among the labels whatever they are worth (Liu et al. 2020,
  /// "Energy-based out-of-distribution detection"; Vaze et al. 2022, "Open-set recognition").
  var strangeBelow: Float = -.greatestFiniteMagnitude
  /// Two intents whose probabilities are closer than this, and which have most of it between them, are asked back
  /// about.
  var clarifyWithin: Float = 0

  static let none = Calibration(temperature: 1, declineBelow: 0, declineBias: 0)

  /// The share of probability that two labels must have together to be asked back about.
  static let clarifyFrom: Float = 0.6

  /// Replaces `count` scores by probabilities that sum to one.
  ///
  /// - Parameters:
  ///   - scores: Padded to a multiple of 16 floats, aligned; the padding becomes zero.
  ///   - declined: The label for text to decline, if there is one.
  /// - Returns: The highest of the scores.
  func probabilities(of scores: UnsafeMutablePointer<Float>, count: Int, declined: Int?) -> Float {
    if let declined { scores[declined] += declineBias * temperature }
    let lanes = SIMD16<Float>.scalarCount
    let blocks = (count + lanes - 1) / lanes
    for padding in count..<blocks * lanes { scores[padding] = -1e30 }
    let vectors = UnsafeMutableRawPointer(scores).assumingMemoryBound(to: SIMD16<Float>.self)
    var most = vectors[0]
    for block in 1..<max(1, blocks) { most = most.larger(vectors[block]) }
    let (top, scale) = (most.largest, 1 / temperature)
    var sum = SIMD16<Float>.zero
    for block in 0..<blocks {
      vectors[block] = ((vectors[block] - top) * scale).exponential
      sum += vectors[block]
    }
    let share = 1 / sum.total
    for block in 0..<blocks { vectors[block] *= share }
    return top
  }

  /// The temperature under which the true labels are most probable. Searched by golden section on a logarithmic scale.
  ///
  /// - Parameter cases: Scores of all labels, and the true one.
  static func temperature(for cases: [(scores: [Float], label: Int)]) -> Float {
    guard !cases.isEmpty else { return 1 }
    let golden = 0.618_033_988_75
    var (low, high) = (log(0.1), log(10.0))
    for _ in 0..<24 {
      let (left, right) = (high - golden * (high - low), low + golden * (high - low))
      if surprise(cases, exp(left)) < surprise(cases, exp(right)) { high = right } else { low = left }
    }
    return Float(exp((low + high) / 2))
  }

  /// The probability of the best label.
  static func top(_ scores: [Float], _ temperature: Float) -> Float { bestTwo(scores, temperature).first }

  /// The probabilities of the best label and of the next.
  static func bestTwo(_ scores: [Float], _ temperature: Float) -> (first: Float, second: Float) {
    var (top, next) = (-Float.greatestFiniteMagnitude, -Float.greatestFiniteMagnitude)
    for score in scores {
      if score > top { (top, next) = (score, top) } else if score > next { next = score }
    }
    let share = 1 / scores.reduce(0) { $0 + exp(Double(($1 - top) / temperature)) }
    return (Float(share), Float(share * exp(Double((next - top) / temperature))))
  }

  /// Sum of the negative logarithms of the true labels' probabilities.
  private static func surprise(_ cases: [(scores: [Float], label: Int)], _ temperature: Double) -> Double {
    cases.reduce(0) { total, example in
      let top = Double(example.scores.max() ?? 0)
      let sum = example.scores.reduce(0) { $0 + exp((Double($1) - top) / temperature) }
      return total + log(sum) - (Double(example.scores[example.label]) - top) / temperature
    }
  }
}
