private import Text

/// Calibration on examples that a network has not seen.
extension ScorerBuilder {
  /// Where there are more examples than this, one held-out fifth says enough, and a second training is all it costs.
  private static let mostForFolds = 1500
  private static let folds = 5
  /// Share of in-scope text that declining may cost. Half of the 0.5 % we promise: shoppers' text strays further from
  /// the examples than examples do from each other; of CLINC150's development text 0.9 % fell below the threshold
  /// that cost 0.5 % here.
  private static let declinedShare = 0.0025
  /// Share of the in-scope text that is understood which may be spent, where there are examples to decline.
  private static let biasedShare = 0.017

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
    var calibration = Calibration(
      temperature: temperature, declineBelow: 0, declineBias: bias(cases, temperature))
    calibration.declineBelow = threshold(cases, calibration)
    return calibration
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
  private func threshold(_ cases: [HeldOut], _ calibration: Calibration) -> Float {
    let inScope = cases.filter { intents[$0.label] != nil }
    let tops = inScope.map { Calibration.top(biased($0.scores, calibration), calibration.temperature) }
      .sorted()
    return tops.isEmpty ? 0 : tops[Int(Double(tops.count) * Self.declinedShare)]
  }

  private func biased(_ scores: [Float], _ calibration: Calibration) -> [Float] {
    guard let declined = intents.firstIndex(of: nil) else { return scores }
    var scores = scores
    scores[declined] += calibration.declineBias * calibration.temperature
    return scores
  }

  /// The largest bias towards declining that costs no more than ``biasedShare`` of the in-scope text that is
  /// understood. All of it is spent: no list of examples shows how far shoppers stray.
  private func bias(_ cases: [HeldOut], _ temperature: Float) -> Float {
    guard let declined = intents.firstIndex(of: nil) else { return 0 }
    var leads: [Float] = []
    for (scores, label) in cases where label != declined {
      let best = scores.indices.filter { $0 != declined }.max { scores[$0] < scores[$1] }
      if label == best { leads.append((scores[label] - scores[declined]) / temperature) }
    }
    leads.sort()
    return leads.isEmpty ? 0 : max(0, leads[Int(Double(leads.count) * Self.biasedShare)])
  }
}
