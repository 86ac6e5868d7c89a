import Text

/// Turns the words of a text into term keys: fingerprints of their stems, told apart by language.
///
/// One per thread. Stems of words seen before are remembered in a table of fixed size, so that most words
/// cost one hash and one look-up.
struct TermHasher {
  /// A language an index has entries in. Entries without a locale are in the language `""`, whose words are
  /// stemmed as the store's own language has it.
  struct Tongue: Sendable, Equatable {
    /// Index in ``IndexHeader/subtags``.
    let number: Int
    /// Primary subtag (`de`), or empty.
    let subtag: String
    let stems: Language?
    /// Xored into the keys of its terms.
    let salt: UInt64

    init(number: Int, subtag: String, defaultLocale: String) {
      self.number = number
      self.subtag = subtag
      stems = Language(locale: subtag.isEmpty ? defaultLocale : subtag)
      salt = subtag.isEmpty ? 0 : Fingerprint.of(subtag)
    }

    /// The primary subtag of a locale, in lower case: `de` of `de-AT`.
    static func subtag(of locale: String) -> String {
      locale.prefix { $0 != "-" && $0 != "_" }.lowercased()
    }
  }

  private static let slots = 2048

  private var stemmers: [Language: Stemmer] = [:]
  private var words = [UInt64](repeating: 0, count: TermHasher.slots)
  private var keys = [UInt64](repeating: 0, count: TermHasher.slots)

  /// The key of a folded word.
  mutating func key(of word: UnsafeBufferPointer<UInt8>, _ tongue: Tongue) -> UInt64 {
    let hash = Fingerprint.of(word) ^ tongue.salt
    let slot = Int(truncatingIfNeeded: hash % UInt64(Self.slots))
    if words[slot] == hash { return keys[slot] }
    let key = stemmedKey(of: word, tongue) ^ tongue.salt
    words[slot] = hash
    keys[slot] = key
    return key
  }

  /// The keys of a text's words; folds the text, so for building, not for messages.
  mutating func keys(of text: String, _ tongue: Tongue) -> [UInt64] {
    let analyzer = TextAnalyzer(language: tongue.stems ?? .english)
    analyzer.analyze(text)
    return analyzer.match.withUnsafeBufferPointer { match in
      analyzer.tokens.map { key(of: UnsafeBufferPointer(rebasing: match[$0.match.indices]), tongue) }
    }
  }

  private mutating func stemmedKey(of word: UnsafeBufferPointer<UInt8>, _ tongue: Tongue) -> UInt64 {
    guard let language = tongue.stems else { return Fingerprint.of(word) }
    let stemmer = stemmers[language] ?? Stemmer(language)
    stemmers[language] = stemmer
    return stemmer.withStem(of: word) { Fingerprint.of($0) }
  }
}
