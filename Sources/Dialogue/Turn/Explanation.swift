/// Why a turn was answered as it was. Made only when it is asked for.
package struct Explanation: Sendable, Equatable {
  /// A place in the shopper's own message.
  package struct Span: Sendable, Equatable {
    /// Offsets in Unicode code points, the end not included.
    package var start: Int
    package var end: Int
    /// The words themselves, as they were typed.
    package var text: String
  }

  /// One reading that was weighed.
  package struct Candidate: Sendable, Equatable {
    package var name: String
    package var score: Double
    package var source: IntentSourceKind
    package var rule: String?
  }

  /// A word or n-gram of the message and what it added to the decision.
  package struct Term: Sendable, Equatable {
    package var text: String
    package var weight: Double
  }

  /// Words that were read as others than those typed.
  package struct Repair: Sendable, Equatable {
    /// As it was typed.
    package var from: Span
    /// What it was read as, folded.
    package var to: String
  }

  /// The rule that matched, `<intent>#<n>` or its own id.
  package var rule: String?
  package var span: Span?
  /// The best first; the second is the runner-up.
  package var candidates: [Candidate] = []
  /// How far the best is ahead of the runner-up.
  package var margin: Double = 0
  package var terms: [Term] = []
  /// The example of the store that comes nearest.
  package var nearest: String?
  package var faqID: String?
  package var faqScore: Double?
  /// The words of the message that the FAQ entry's question or alternate has too, and those of which it has a synonym.
  package var faqWords: [String] = []
  package var faqSynonyms: [String] = []
  /// What was taken from the message: kind and value.
  package var identifiers: [Slot] = []
  /// Misspelt words and what they were read as, in the order of the message.
  package var repairs: [Repair] = []
  package var flow: String?
  package var step: String?
  /// The policy table that decided, its row (`nil` when none held), and what it decided.
  package var policy: String?
  package var row: String?
  package var decision: PolicyDecision?

  package init() {}

  package var runnerUp: Candidate? { candidates.count > 1 ? candidates[1] : nil }
}
