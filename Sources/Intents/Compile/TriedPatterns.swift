/// The patterns that the live part was built with: each was tried on messages made to slow it then, which is half of what
/// compiling rules costs, and need not be tried again.
///
/// A pattern counts as the same when its text and every list it could name are.
struct TriedPatterns {
  private var texts: [String: Set<String>] = [:]

  static let none = TriedPatterns()

  private init() {}

  /// - Parameter kept: What the live part was built from.
  init(_ kept: IntentSource, for source: IntentSource) {
    for locale in source.locales where kept.listTexts(for: locale) == source.listTexts(for: locale) {
      let rules = kept.intents.lazy.filter { $0.locale == locale }.flatMap(\.rules)
      texts[locale] = Set(rules.flatMap { [$0.match.text] + ($0.unless.map { [$0.text] } ?? []) })
    }
  }

  func contains(_ pattern: String, locale: String) -> Bool { texts[locale]?.contains(pattern) == true }
}

extension IntentSource {
  /// The lists of a locale by name, those of the default locale beneath its own.
  func lists(for locale: String) -> [String: List] {
    var lists: [String: List] = [:]
    for list in self.lists where list.locale == Self.defaultLocale { lists[list.name] = list }
    for list in self.lists where list.locale == locale { lists[list.name] = list }
    return lists
  }

  fileprivate func listTexts(for locale: String) -> [String: [String]] {
    lists(for: locale).mapValues { $0.items.map(\.text) }
  }
}
