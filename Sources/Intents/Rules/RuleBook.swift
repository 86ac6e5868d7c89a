import Patterns
import Text

/// The rules of one locale, in the order in which they win.
final class RuleBook: Sendable {
  struct Rule: Sendable, Equatable {
    var id: String
    var intent: Int
    var priority: Int
    var literalEvidence: Int
    /// Position in the files, the last tie-break.
    var position: Int

    /// Whether it wins over another whatever the lengths of their matches: priority, then literal evidence.
    func outranks(_ other: Rule) -> Bool {
      (priority, literalEvidence) > (other.priority, other.literalEvidence)
    }
  }

  /// In the order of ``patterns``: by ``Rule/outranks(_:)``, then as the files have them.
  let rules: [Rule]
  let patterns: PatternSet

  init(rules: [Rule], patterns: PatternSet) {
    self.rules = rules
    self.patterns = patterns
  }

  /// Fills `scratch.rules` for a message's match text.
  func rank(_ message: [UInt8], into scratch: IntentScratch, deadline: ContinuousClock.Instant?) {
    message.withUnsafeBufferPointer { patterns.match($0, with: scratch.patterns, deadline: deadline) }
    for match in scratch.patterns.matches {
      let rule = rules[match.rule]
      let candidate = RuleCandidate(
        intent: rule.intent, rule: match.rule, priority: rule.priority, literalEvidence: rule.literalEvidence,
        range: match.range, groups: match.groups)
      insert(candidate, rule, into: scratch)
    }
  }

  /// Keeps the best rule of each intent. Matches come best first but for their lengths, so that a later one
  /// can only pass those of its own rank.
  private func insert(_ candidate: RuleCandidate, _ rule: Rule, into scratch: IntentScratch) {
    var position = scratch.rules.count
    while position > 0 {
      let other = scratch.rules[position - 1]
      guard !rules[other.rule].outranks(rule), other.range.count < candidate.range.count else { break }
      position -= 1
    }
    if let same = scratch.rules.firstIndex(where: { $0.intent == candidate.intent }) {
      guard position <= same else { return }
      scratch.rules.remove(at: same)
    }
    scratch.rules.insert(candidate, at: position)
  }
}
