import Text

/// The entries to be indexed as streams of term numbers, field by field.
struct Corpus {
  /// What a stretch of words is to its entry.
  enum Field: UInt8, CaseIterable {
    /// The question, and each alternate.
    case wording
    case answer
    /// Category and tags.
    case label
  }

  private struct Stretch {
    var field: Field
    var end: UInt32
  }

  /// The folded words of questions and alternates with their terms' numbers, each spelling of a language once.
  private(set) var spellings: [(text: String, term: UInt32, tongue: Int)] = []
  private var spelled: Set<UInt64> = []

  /// The key of each term, by its number.
  private(set) var keys: [UInt64] = []

  /// Keys of words that weigh less than their rarity says.
  let functionWords: Set<UInt64>

  private var numbers: [UInt64: UInt32] = [:]
  private var words: [UInt32] = []
  private var stretches: [Stretch] = []
  /// Index behind the last stretch of each entry.
  private var ends: [UInt32] = []
  private var totals = [Int](repeating: 0, count: Field.allCases.count)
  private var lengths = [Int](repeating: 0, count: Field.allCases.count)

  private let tongues: [String: TermHasher.Tongue]
  private var hasher = TermHasher()
  private var analyzers: [Language: TextAnalyzer] = [:]

  init(tongues: [TermHasher.Tongue]) {
    functionWords = tongues.reduce(into: []) { $0.formUnion(FunctionWords.keys($1)) }
    self.tongues = Dictionary(uniqueKeysWithValues: tongues.map { ($0.subtag, $0) })
  }

  var count: Int { ends.count }

  mutating func append(_ entry: FAQEntry) {
    let subtag = entry.locale.map(TermHasher.Tongue.subtag(of:)) ?? ""
    guard let tongue = tongues[subtag] else { preconditionFailure("the header lists every entry's language") }
    append(entry.question, .wording, tongue)
    for alternate in entry.alternates { append(alternate, .wording, tongue) }
    append(entry.answer, .answer, tongue)
    append(([entry.category ?? ""] + entry.tags).joined(separator: " "), .label, tongue)
    ends.append(UInt32(stretches.count))
  }

  private mutating func append(_ text: String, _ field: Field, _ tongue: TermHasher.Tongue) {
    guard !text.isEmpty else { return }
    let language = tongue.stems ?? .english
    let analyzer = analyzers[language] ?? TextAnalyzer(language: language)
    analyzers[language] = analyzer
    // `_` is part of a word in shoppers' text, a space in the labels of editors.
    analyzer.analyze(field == .label ? String(text.map { $0 == "_" ? " " : $0 }) : text)
    analyzer.match.withUnsafeBufferPointer { match in
      for token in analyzer.tokens {
        let word = UnsafeBufferPointer(rebasing: match[token.match.indices])
        let number = number(of: hasher.key(of: word, tongue))
        words.append(number)
        if field == .wording, token.kind == .word, spelled.insert(Fingerprint.of(word) ^ tongue.salt).inserted
        {
          spellings.append((String(decoding: word, as: UTF8.self), number, tongue.number))
        }
      }
    }
    totals[Int(field.rawValue)] += 1
    lengths[Int(field.rawValue)] += analyzer.tokens.count
    stretches.append(Stretch(field: field, end: UInt32(words.count)))
  }

  private mutating func number(of key: UInt64) -> UInt32 {
    if let number = numbers[key] { return number }
    let number = UInt32(keys.count)
    keys.append(key)
    numbers[key] = number
    return number
  }

  /// Mean number of words of a field where it is not empty; at least 1.
  func meanLength(_ field: Field) -> Float {
    let (total, length) = (totals[Int(field.rawValue)], lengths[Int(field.rawValue)])
    return total == 0 ? 1 : max(1, Float(length) / Float(total))
  }

  /// Calls `body` with each stretch of an entry: its field and its words as term numbers.
  func forEachStretch(of entry: Int, _ body: (Field, ArraySlice<UInt32>) -> Void) {
    let first = entry == 0 ? 0 : Int(ends[entry - 1])
    for index in first..<Int(ends[entry]) {
      let start = index == 0 ? 0 : Int(stretches[index - 1].end)
      body(stretches[index].field, words[start..<Int(stretches[index].end)])
    }
  }

  /// The words of an entry's question and alternates.
  func wordings(of entry: Int) -> [ArraySlice<UInt32>] {
    var wordings: [ArraySlice<UInt32>] = []
    forEachStretch(of: entry) { field, words in if field == .wording { wordings.append(words) } }
    return wordings
  }
}
