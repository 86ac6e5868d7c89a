/// The terms, languages and spellings of an index that several threads read the entries of.
///
/// Numbers are given out in the order of the entries: the same as if one thread had read them all.
struct Vocabulary {
  /// The keys of terms, by their numbers.
  var keys: [UInt64] { terms.hashes }
  /// The words of questions and alternates, once for each language.
  private(set) var spellings: [EntryAnalyzer.Spelling] = []
  /// The languages met, in that order.
  private(set) var tongues: [TermHasher.Tongue] = []

  private let defaultLocale: String
  private var terms = NumberTable()
  private var spelled = NumberTable()
  /// By number of the analyzer: our numbers of its terms, and of its languages.
  private var numbers: [[UInt32]] = []
  private var places: [[Int]] = []

  init(defaultLocale: String) { self.defaultLocale = defaultLocale }

  /// Takes what a digest is the first of its analyzer to have; digests come in the order of their entries.
  mutating func add(_ digest: EntryDigest) {
    while numbers.count <= digest.analyzer {
      numbers.append([])
      places.append([])
    }
    for key in digest.newKeys { numbers[digest.analyzer].append(UInt32(terms.number(of: key).number)) }
    for tongue in digest.newTongues { places[digest.analyzer].append(place(of: tongue.subtag)) }
    for var spelling in digest.newSpellings where spelled.number(of: spelling.hash).isNew {
      spelling.term = numbers[digest.analyzer][Int(spelling.term)]
      spelling.tongue = places[digest.analyzer][spelling.tongue]
      spellings.append(spelling)
    }
  }

  /// Our numbers of an analyzer's terms.
  func numbers(of analyzer: Int) -> [UInt32] { numbers[analyzer] }

  private mutating func place(of subtag: String) -> Int {
    if let known = tongues.firstIndex(where: { $0.subtag == subtag }) { return known }
    tongues.append(TermHasher.Tongue(number: tongues.count, subtag: subtag, defaultLocale: defaultLocale))
    return tongues.count - 1
  }
}
