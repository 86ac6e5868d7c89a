package import Text

/// Why examples speak for an intent.
package struct ExampleExplanation: Sendable, Equatable {
  /// A word of the message and its part in the decision.
  package struct Term: Sendable, Equatable {
    /// Bytes of the match text.
    package var range: Range<Int>
    /// Share of everything that spoke for the intent and against the runner-up, 0...1.
    package var share: Float
  }

  /// The words that decided, strongest first; those that spoke against it are left out.
  package var terms: [Term] = []
  /// The example of the intent that is most like the message, as its author wrote it.
  package var nearest: String?
  /// How like: 1 for the same words, 0 for none in common.
  package var likeness: Float = 0
}

extension IntentEngine {
  /// Most terms of an explanation.
  private static let mostTerms = 5

  /// Explains what examples say about the message last ranked.
  ///
  /// Scores are sums over words and their neighbours, so each word's part in the lead of `intent` over `runnerUp` is
  /// exact. Slow, tens of microseconds and more: only for explanations.
  ///
  /// - Parameters:
  ///   - intent: The intent to explain.
  ///   - runnerUp: What it is compared with; `nil` for text to decline, or where there is none.
  package func explain(
    _ intent: Int, over runnerUp: Int?, _ message: TextAnalyzer, locale: Int = 0, with scratch: IntentScratch
  ) -> ExampleExplanation {
    var explanation = ExampleExplanation()
    guard knowledge.indices.contains(locale), let scorer = knowledge[locale].scorer,
      let label = scorer.intents.firstIndex(of: intent)
    else { return explanation }
    let other = scorer.intents.firstIndex(of: runnerUp)
    let words = scorer.contributions(to: label, over: other, message, scratch.scorer)
    let sum = words.reduce(Float(0)) { $0 + max(0, $1.weight) }
    explanation.terms = words.filter { $0.weight > 0 }.sorted { $0.weight > $1.weight }
      .prefix(Self.mostTerms).map { ExampleExplanation.Term(range: $0.range, share: $0.weight / sum) }
    if let nearest = Likeness(scorer).nearest(to: message, among: knowledge[locale].examples, of: intent) {
      (explanation.nearest, explanation.likeness) = (nearest.text, nearest.likeness)
    }
    return explanation
  }
}
