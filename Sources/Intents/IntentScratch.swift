package import Patterns

/// A rule that matched.
package struct RuleCandidate: Sendable, Equatable {
  package var intent: Int
  /// Number of the rule, for ``IntentEngine/ruleID(_:locale:)``.
  package var rule: Int
  package var priority: Int
  /// Least number of literal letters and digits that a match of the rule has.
  package var literalEvidence: Int
  /// What it matched: bytes of the match text.
  package var range: Range<Int>
  /// Its named groups: indices of ``IntentScratch/groups``.
  package var groups: Range<Int>
}

/// An intent that examples speak for.
package struct ExampleCandidate: Sendable, Equatable {
  /// `nil`: text to decline, learned from examples labelled `oos`.
  package var intent: Int?
  /// Calibrated: of candidates at 0.8, four in five are right.
  package var probability: Float
}

/// What one thread needs to rank messages; reused, so that a message allocates nothing in steady state.
package final class IntentScratch {
  /// Most example candidates that are kept.
  package static let mostExamples = 5

  /// The best rule of each intent that any rule matched for, best first: higher priority, then more literal
  /// evidence, then the longer match, then the earlier in the files.
  package internal(set) var rules: [RuleCandidate] = []
  /// The most probable labels, best first. Empty when nothing of the message is known, or there are no examples.
  package internal(set) var examples: [ExampleCandidate] = []
  /// Decline when the best example candidate is less probable: set when the part was built, so that it costs hardly any
  /// in-scope text.
  package internal(set) var declineBelow: Float = 0
  /// Whether ``declineBelow`` is all that a probability must reach: held-out examples set it, and there are none to decline.
  package internal(set) var hasOwnFloor = false
  /// Whether the message is like nothing in the examples, however probable its best candidate is among them.
  package internal(set) var isStrange = false
  /// Whether the two best example candidates are too close for either to be taken without asking.
  package internal(set) var isClose = false
  package let patterns = PatternScratch()
  let scorer = ScorerScratch()

  package init() {}

  /// Named groups of the rules that matched, by ``RuleCandidate/groups``.
  package var groups: [PatternScratch.Group] { patterns.groups }

  /// Rules that hit a limit, or were left out for a message's deadline, since the start.
  package var ruleFaults: Int { patterns.faults + patterns.deadlinesMissed }

  /// Forgets the message ranked last.
  func forgetExamples() {
    examples.removeAll(keepingCapacity: true)
    declineBelow = 0
    hasOwnFloor = false
    isStrange = false
    isClose = false
  }

  /// Sets what calibration says of the candidates that were kept.
  func judge(by calibration: Calibration, declines: Bool) {
    hasOwnFloor = !declines && calibration.declineBelow > 0
    declineBelow = calibration.declineBelow
    isStrange = scorer.top < calibration.strangeBelow
    guard examples.count > 1, examples[0].intent != nil, examples[1].intent != nil else { return }
    let (first, second) = (examples[0].probability, examples[1].probability)
    isClose = first - second < calibration.clarifyWithin && first + second >= Calibration.clarifyFrom
  }

  /// Picks the best labels of the message scored last.
  func keepBest(of scorer: Scorer) {
    let probabilities = self.scorer.scores
    // Most labels of most messages have next to none: they are passed over sixteen at a time.
    let blocks = UnsafeMutableRawPointer(probabilities).assumingMemoryBound(to: SIMD16<Float>.self)
    let count = scorer.intents.count
    var lowest: Float = 0
    for block in 0..<(count + 15) / 16 where blocks[block].largest > lowest || block * 16 < Self.mostExamples
    {
      for label in block * 16..<min(block * 16 + 16, count) {
        let probability = probabilities[label]
        guard examples.count < Self.mostExamples || probability > lowest else { continue }
        insert(ExampleCandidate(intent: scorer.intents[label], probability: probability))
        lowest = examples[examples.count - 1].probability
      }
    }
  }

  /// Puts a candidate in its place; the last gives way when there are enough.
  private func insert(_ candidate: ExampleCandidate) {
    if examples.count < Self.mostExamples {
      examples.append(candidate)
    } else {
      examples[Self.mostExamples - 1] = candidate
    }
    var position = examples.count - 1
    while position > 0, examples[position - 1].probability < candidate.probability {
      examples.swapAt(position, position - 1)
      position -= 1
    }
  }
}
