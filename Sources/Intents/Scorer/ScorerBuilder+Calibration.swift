private import Text

/// Calibration on examples that a network has not seen.
extension ScorerBuilder {
  /// Where there are more examples than this, one held-out fifth says enough, and a second training is all it costs.
  static let mostForFolds = 1500
  static let folds = 5
  /// Shares of the in-scope text that is understood which may be spent: on text that is like nothing known, on text that
  /// could be anything, and on asking back. Together far less than the 0.5 % we promise: shoppers' text strays further
  /// from the examples than examples do from each other. A quarter of a per cent here cost 0.43 % of CLINC150's development text.
  private static let strangeShare = 0.0005
  private static let vagueShare = 0.0002
  private static let clarifiedShare = 0.0005
  /// Without examples to decline, where fewer held-out examples were understood than this, they do not say enough about the
  /// least probability that is answered: a floor for all stores cost 0.2 to 0.6 % of the development texts.
  private static let floor: Float = 0.3
  private static let leastForFloor = 200
  /// The same on declining, where there are examples to decline.
  private static let biasedShare = 0.010
  private static let strangeShareWithExamples = 0.005

  /// An example that was held out: the scores it got, and its label.
  typealias HeldOut = (scores: [Float], label: Int)

  /// Trains on all examples but those of one fold, and looks at these.
  func heldOut(fold: Int) -> [HeldOut] {
    let (rest, held) = split(fold)
    return score(held, by: freeze(train(rest)))
  }

  func calibrate(on cases: [HeldOut]) -> Calibration {
    let temperature = Calibration.temperature(for: cases)
    var calibration = Calibration(
      temperature: temperature, declineBelow: 0, declineBias: bias(cases, temperature))
    bound(&calibration, cases)
    return calibration
  }

  /// Sets the bounds below which text is declined or asked back about, by the held-out examples that are understood.
  private func bound(_ calibration: inout Calibration, _ cases: [HeldOut]) {
    let declined = intents.firstIndex(of: nil)
    var (tops, probabilities, margins): ([Float], [Float], [Float]) = ([], [], [])
    for (scores, label) in cases where label != declined {
      let scores = biased(scores, calibration)
      guard let top = scores.max(), scores[label] == top else { continue }
      let (first, second) = Calibration.bestTwo(scores, calibration.temperature)
      tops.append(top)
      probabilities.append(first)
      if first + second >= Calibration.clarifyFrom { margins.append(first - second) }
    }
    let strangeShare = declined == nil ? Self.strangeShare : Self.strangeShareWithExamples
    let count = Double(tops.count)
    if let bound = Self.bound(tops, spending: count * strangeShare) { calibration.strangeBelow = bound }
    calibration.declineBelow = Self.bound(probabilities, spending: count * Self.vagueShare) ?? 0
    if declined == nil, tops.count < Self.leastForFloor {
      calibration.declineBelow = max(calibration.declineBelow, Self.floor)
    }
    // Where not even one example may be spent, a part of what the closest one would take.
    let clarified = count * Self.clarifiedShare
    calibration.clarifyWithin = (Self.bound(margins, spending: clarified) ?? 0) * Float(min(1, clarified))
  }

  /// The value that `number` of the values stay below; `nil` when there are none.
  private static func bound(_ values: [Float], spending number: Double) -> Float? {
    values.isEmpty ? nil : values.sorted()[min(Int(number), values.count - 1)]
  }

  /// Every fifth example of each label, starting with the one numbered `fold`, and the others.
  func split(_ fold: Int) -> (rest: [Int], held: [Int]) {
    var seen = Array(repeating: 0, count: labelCount)
    var (rest, held): ([Int], [Int]) = ([], [])
    for example in set.examples.indices {
      let label = Int(set.labels[example])
      if seen[label] % Self.folds == fold { held.append(example) } else { rest.append(example) }
      seen[label] += 1
    }
    return (rest, held)
  }

  func score(_ held: [Int], by scorer: Scorer) -> [HeldOut] {
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
