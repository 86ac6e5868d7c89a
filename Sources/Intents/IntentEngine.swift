import Patterns
package import Text

/// Ranks the intents a message may mean, from the rules and the examples of one revision.
///
/// Load one from the blobs of an intents part, share it between threads, replace the whole value to switch to another
/// revision. It does no I/O and remembers nothing between messages; what a message needs is in the
/// caller's ``IntentScratch``. It ranks; deciding is the dialogue's.
package final class IntentEngine: Sendable {
  /// Names of the intents, by number. `oos` is not among them: what it has learned to decline has no number.
  package let names: [String]
  /// Locales with knowledge of their own, by number; the default one first.
  package let locales: [String]
  let knowledge: [LocaleKnowledge]
  private let numbers: [String: Int]

  init(names: [String], knowledge: [LocaleKnowledge]) {
    self.names = names
    self.knowledge = knowledge
    locales = knowledge.map(\.locale)
    numbers = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
  }

  /// The number of an intent, for whoever has its name.
  package func number(of name: String) -> Int? { numbers[name] }

  /// The locale to answer a request in: the tag itself, its language, or the default. `0` when there is none.
  package func locale(for tag: String) -> Int {
    if let exact = locales.firstIndex(of: tag) { return exact }
    let language = tag.prefix { $0 != "-" && $0 != "_" }
    return locales.firstIndex { $0 == language } ?? locales.firstIndex { $0.hasPrefix(language + "-") } ?? 0
  }

  // MARK: Candidates

  /// Ranks rules and examples for the message that `message` analysed last; `scratch` then holds both lists.
  ///
  /// - Complexity: one scan of the match text, a match for each rule whose literals it holds, and one pass over
  ///   the weights of its words. No allocation in steady state.
  package func rank(
    _ message: TextAnalyzer, locale: Int = 0, into scratch: IntentScratch,
    deadline: ContinuousClock.Instant? = nil
  ) {
    rankRules(message, locale: locale, into: scratch, deadline: deadline)
    rankExamples(message, locale: locale, into: scratch)
  }

  /// The rules half of ``rank(_:locale:into:deadline:)``: fills ``IntentScratch/rules``.
  package func rankRules(
    _ message: TextAnalyzer, locale: Int = 0, into scratch: IntentScratch,
    deadline: ContinuousClock.Instant? = nil
  ) {
    scratch.rules.removeAll(keepingCapacity: true)
    guard knowledge.indices.contains(locale), let book = knowledge[locale].rules else { return }
    book.rank(message.match, into: scratch, deadline: deadline)
  }

  /// As ``rankRules(_:locale:into:deadline:)``, for match text at hand; for measurements and `check`.
  package func rankRules(matchText: [UInt8], locale: Int = 0, into scratch: IntentScratch) {
    scratch.rules.removeAll(keepingCapacity: true)
    guard knowledge.indices.contains(locale), let book = knowledge[locale].rules else { return }
    book.rank(matchText, into: scratch, deadline: nil)
  }

  /// The examples half of ``rank(_:locale:into:deadline:)``: fills ``IntentScratch/examples``.
  package func rankExamples(_ message: TextAnalyzer, locale: Int = 0, into scratch: IntentScratch) {
    scratch.forgetExamples()
    guard knowledge.indices.contains(locale), let scorer = knowledge[locale].scorer else { return }
    guard scorer.score(message, scratch.scorer) else { return }
    scratch.keepBest(of: scorer)
    scratch.judge(by: scorer.calibration, declines: scorer.declined != nil)
  }

  // MARK: For explanations and neighbours

  /// The id of a rule, as its author gave it or numbered within its intent.
  package func ruleID(_ rule: Int, locale: Int) -> String {
    knowledge[locale].rules?.rules[rule].id ?? ""
  }

  /// The examples of a locale as their authors wrote them.
  package func exampleTexts(locale: Int) -> [String] {
    knowledge.indices.contains(locale) ? knowledge[locale].examples.texts : []
  }

  /// The words of rules, lists and examples, for the repair of misspelt ones.
  package func spelling(locale: Int) -> SpellingIndex? {
    knowledge.indices.contains(locale) ? knowledge[locale].spelling : nil
  }
}

/// Everything of one locale.
struct LocaleKnowledge: Sendable {
  let locale: String
  let rules: RuleBook?
  let scorer: Scorer?
  let examples: ExampleTexts
  let spelling: SpellingIndex?
}
