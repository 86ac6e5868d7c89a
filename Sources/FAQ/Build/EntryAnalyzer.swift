import Text

/// Turns entries into term numbers and keeps the vocabulary: what it holds grows with the words of a language, not with the entries.
///
/// One per thread; the numbers are its own. ``Vocabulary`` says what they are to the index.
struct EntryAnalyzer {
  /// A word as it is written (folded), once for each language.
  struct Spelling {
    var text: String
    /// Fingerprint of the text, told apart by language.
    var hash: UInt64
    var term: UInt32
    var tongue: Int
  }

  /// The keys of terms, by their numbers.
  var keys: [UInt64] { terms.hashes }
  /// The words of questions and alternates.
  private(set) var spellings: [Spelling] = []
  /// The languages met, in that order.
  private(set) var tongues: [TermHasher.Tongue] = []

  private let defaultLocale: String
  private let synonyms: Synonyms
  private var terms = NumberTable()
  /// Written words, told apart by language, and their terms.
  private var written = NumberTable()
  private var termOfWritten: [UInt32] = []
  private var isSpelled: [Bool] = []
  private var hasher = TermHasher()
  private var analyzers: [Language: TextAnalyzer] = [:]
  private var concepts: [ConceptTable] = []
  private var places: [String: Int] = [:]
  private var stretchKeys: [UInt64] = []

  init(defaultLocale: String, synonyms: Synonyms) {
    self.defaultLocale = defaultLocale
    self.synonyms = synonyms
  }

  /// Fills `entry` with the words of an entry.
  mutating func read(_ source: FAQEntry, into entry: inout EntryWords) {
    let place = tongue(of: source.locale)
    entry.removeAll()
    append(source.question, .wording, place, to: &entry)
    for alternate in source.alternates { append(alternate, .wording, place, to: &entry) }
    append(source.answer, .answer, place, to: &entry)
    if source.category != nil || !source.tags.isEmpty {
      append(([source.category ?? ""] + source.tags).joined(separator: " "), .label, place, to: &entry)
    }
  }

  private mutating func tongue(of locale: String?) -> Int {
    let subtag = locale.map(TermHasher.Tongue.subtag(of:)) ?? ""
    if let place = places[subtag] { return place }
    let tongue = TermHasher.Tongue(number: tongues.count, subtag: subtag, defaultLocale: defaultLocale)
    tongues.append(tongue)
    places[subtag] = tongue.number
    concepts.append(ConceptTable(synonyms, tongues: [tongue], defaultLocale: defaultLocale))
    return tongue.number
  }

  private mutating func append(
    _ text: String, _ field: EntryWords.Field, _ place: Int, to entry: inout EntryWords
  ) {
    guard !text.isEmpty else { return }
    let tongue = tongues[place]
    let language = tongue.stems ?? .english
    let analyzer = analyzers[language] ?? TextAnalyzer(language: language)
    analyzers[language] = analyzer
    // `_` is part of a word in shoppers' text, a space in the labels of editors.
    analyzer.analyze(field == .label ? String(text.map { $0 == "_" ? " " : $0 }) : text)
    let (start, firstPhrase) = (entry.words.count, entry.phrases.count)
    analyzer.match.withUnsafeBufferPointer { match in
      for token in analyzer.tokens {
        let word = UnsafeBufferPointer(rebasing: match[token.match.indices])
        entry.words.append(number(of: word, tongue, isSpelled: field == .wording && token.kind == .word))
      }
    }
    if field != .answer { appendPhrases(from: start, place, to: &entry) }
    entry.stretches.append(
      .init(field: field, words: start..<entry.words.count, phrases: firstPhrase..<entry.phrases.count))
  }

  /// The number of a word's term. A word seen before costs one hash and one look-up.
  private mutating func number(
    of word: UnsafeBufferPointer<UInt8>, _ tongue: TermHasher.Tongue, isSpelled: Bool
  ) -> UInt32 {
    let hash = Fingerprint.of(word) ^ tongue.salt
    let (place, isNew) = written.number(of: hash)
    if isNew {
      termOfWritten.append(UInt32(terms.number(of: hasher.key(of: word, tongue)).number))
      self.isSpelled.append(false)
    }
    if isSpelled, !self.isSpelled[place] {
      self.isSpelled[place] = true
      spellings.append(
        Spelling(
          text: String(decoding: word, as: UTF8.self), hash: hash, term: termOfWritten[place],
          tongue: tongue.number))
    }
    return termOfWritten[place]
  }

  private mutating func appendPhrases(from start: Int, _ place: Int, to entry: inout EntryWords) {
    let concepts = concepts[place]
    if concepts.isEmpty { return }
    stretchKeys.removeAll(keepingCapacity: true)
    for word in entry.words[start...].prefix(255) { stretchKeys.append(terms.hashes[Int(word)]) }
    concepts.forEachPhrase(in: stretchKeys) { first, words, meanings in
      for meaning in concepts.meanings[meanings] {
        let concept = UInt32(terms.number(of: meaning.concept).number)
        entry.phrases.append(.init(concept: concept, first: UInt8(first), words: UInt8(words)))
      }
    }
  }
}
