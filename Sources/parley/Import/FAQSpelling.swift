import FAQ
import Text

/// The words of an FAQ, for the repair of misspelt ones: an index for each language it has entries in.
struct FAQSpelling {
  /// The language of entries that name none.
  private static let defaultLanguage = "en"
  /// Entries whose words are taken, the first of each language: enough to know a language by.
  private static let mostEntries = 20_000

  private var builders: [String: (builder: SpellingBuilder, entries: Int)] = [:]

  init() {}

  /// Of entries that are at hand.
  init(_ forEachEntry: ((FAQEntry) throws -> Void) throws -> Void) rethrows {
    var spelling = FAQSpelling()
    try forEachEntry { spelling.add($0) }
    self = spelling
  }

  mutating func add(_ entry: FAQEntry) {
    guard entry.isEnabled else { return }
    let language = (entry.locale ?? Self.defaultLanguage).prefix { $0 != "-" && $0 != "_" }.lowercased()
    if let taken = builders[language]?.entries, taken >= Self.mostEntries { return }
    var (builder, taken) =
      builders.removeValue(forKey: language)
      ?? (SpellingBuilder(language: Language(locale: language) ?? .english), 0)
    for text in [entry.question] + entry.alternates { builder.add(text) }
    // What answers say is not what shoppers ask, but it is no misspelling either.
    builder.add(entry.answer, isMeant: false)
    taken += 1
    builders[language] = (builder, taken)
  }

  /// By language, in the order of their names.
  func indexes() -> [(locale: String, words: SpellingIndex)] {
    builders.sorted { $0.key < $1.key }.map { ($0.key, $0.value.builder.build()) }
  }
}
