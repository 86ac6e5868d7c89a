private import Text

/// Calibration on examples that a network has not seen.
extension ScorerBuilder {
  /// Where there are more examples than this, one held-out fifth says enough, and a second training is all it costs.
  private static let mostForFolds = 4000
  private static let folds = 5
  /// Share of in-scope text that declining may cost.
  private static let declinedShare = 0.005

  /// An example that was held out: the scores it got, and its label.
  typealias HeldOut = (scores: [Float], label: Int)

  /// Trains on part of the examples and looks at the rest; every example is held out once when there are few.
  func calibrate() -> Calibration {
    guard labelCount > 1, set.examples.count >= Self.folds * 2 else { return .none }
    var cases: [HeldOut] = []
    for fold in 0..<(set.examples.count > Self.mostForFolds ? 1 : Self.folds) {
      let (rest, held) = split(fold)
      cases += score(held, by: train(on: rest, .none))
    }
    let temperature = Calibration.temperature(for: cases)
    return Calibration(temperature: temperature, declineBelow: threshold(cases, temperature))
  }

  /// Every fifth example of each label, starting with the one numbered `fold`, and the others.
  private func split(_ fold: Int) -> (rest: [Int], held: [Int]) {
    var seen = Array(repeating: 0, count: labelCount)
    var (rest, held): ([Int], [Int]) = ([], [])
    for example in set.examples.indices {
      let label = Int(set.labels[example])
      if seen[label] % Self.folds == fold { held.append(example) } else { rest.append(example) }
      seen[label] += 1
    }
    return (rest, held)
  }

  private func score(_ held: [Int], by scorer: Scorer) -> [HeldOut] {
    let (analyzer, scratch) = (TextAnalyzer(language: scorer.language), ScorerScratch())
    return held.map { example in
      analyzer.analyze(texts[example])
      let label = Int(set.labels[example])
      guard scorer.rawScores(analyzer, scratch) else {
        return (Array(repeating: 0, count: labelCount), label)
      }
      return (Array(UnsafeBufferPointer(start: scratch.scores, count: labelCount)), label)
    }
  }

  /// The probability below which no more than ``declinedShare`` of in-scope text falls.
  private func threshold(_ cases: [HeldOut], _ temperature: Float) -> Float {
    let tops = cases.filter { intents[$0.label] != nil }.map { Calibration.top($0.scores, temperature) }
      .sorted()
    return tops.isEmpty ? 0 : tops[Int(Double(tops.count) * Self.declinedShare)]
  }
}
