/// What a thread made of some entries, in their order; terms and languages by the numbers of its ``EntryAnalyzer``.
struct EntryDigest: Sendable {
  /// Which analyzer numbered the terms.
  var analyzer: Int
  /// What that analyzer met for the first time, in the order of its numbers.
  var newKeys: [UInt64] = []
  var newTongues: [TermHasher.Tongue] = []
  var newSpellings: [EntryAnalyzer.Spelling] = []

  /// The entries as a page holds them (``EntryPage/write(_:to:)``), where each ends, and the fingerprints of their ids.
  var bytes = ByteWriter()
  var ends: [Int] = []
  var ids: [UInt64] = []

  /// Terms and their impacts, and how many each entry has.
  var terms: [UInt32] = []
  var impacts: [UInt8] = []
  var termCounts: [Int] = []
  /// What ``Wording`` sets aside of all of them, one after another.
  var wordings: [UInt32] = []
}

/// Makes digests on one thread.
struct EntryDigester {
  private let number: Int
  private var analyzer: EntryAnalyzer
  private var meter: ImpactMeter?
  private var words = EntryWords()
  /// How much of what the analyzer met was handed over.
  private var toldKeys = 0
  private var toldTongues = 0
  private var toldSpellings = 0

  /// - Parameters:
  ///   - number: Of its analyzer.
  ///   - lengths: `nil`: not known yet, see ``settle(_:)``.
  init(_ number: Int, defaultLocale: String, synonyms: Synonyms, lengths: ImpactMeter.Lengths? = nil) {
    self.number = number
    analyzer = EntryAnalyzer(defaultLocale: defaultLocale, synonyms: synonyms)
    meter = lengths.map { ImpactMeter($0) }
  }

  /// Impacts can be worked out from now on.
  mutating func settle(_ lengths: ImpactMeter.Lengths) { meter = ImpactMeter(lengths) }

  /// The words of an entry whose impacts are worked out later.
  mutating func words(of entry: FAQEntry) -> EntryWords {
    var words = EntryWords()
    analyzer.read(entry, into: &words)
    return words
  }

  /// Reads entries that are found.
  mutating func digest(_ entries: [FAQEntry]) -> EntryDigest {
    var digest = EntryDigest(analyzer: number)
    digest.terms.reserveCapacity(entries.count * 48)
    digest.impacts.reserveCapacity(entries.count * 48)
    digest.wordings.reserveCapacity(entries.count * 24)
    for entry in entries {
      analyzer.read(entry, into: &words)
      add(entry, words, to: &digest)
    }
    handOver(to: &digest)
    return digest
  }

  /// The digest of entries whose words were read before, see ``words(of:)``.
  mutating func digest(_ entries: [FAQEntry], _ words: [EntryWords]) -> EntryDigest {
    var digest = EntryDigest(analyzer: number)
    for (entry, words) in zip(entries, words) { add(entry, words, to: &digest) }
    handOver(to: &digest)
    return digest
  }

  private mutating func add(_ entry: FAQEntry, _ words: EntryWords, to digest: inout EntryDigest) {
    EntryPage.write(entry, to: &digest.bytes)
    digest.ends.append(digest.bytes.count)
    digest.ids.append(Fingerprint.of(entry.id))
    let before = digest.terms.count
    meter?.measure(words, terms: analyzer.keys.count) { term, impact in
      digest.terms.append(term)
      digest.impacts.append(impact)
    }
    digest.termCounts.append(digest.terms.count - before)
    Wording.list(words, to: &digest.wordings)
  }

  private mutating func handOver(to digest: inout EntryDigest) {
    digest.newKeys = Array(analyzer.keys[toldKeys...])
    digest.newTongues = Array(analyzer.tongues[toldTongues...])
    digest.newSpellings = Array(analyzer.spellings[toldSpellings...])
    toldKeys = analyzer.keys.count
    toldTongues = analyzer.tongues.count
    toldSpellings = analyzer.spellings.count
  }
}
