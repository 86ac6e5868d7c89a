/// Builds the blobs of an FAQ part from entries that come one by one. The same entries give the same bytes.
///
/// Memory grows with the vocabulary, and by 16 bytes an entry for the ids; everything else is written at once or set aside in files
/// without a name.
///
/// Blobs: `index` (header), `entries/…` (pages of 100, see ``EntryPage``), `ids/…` (id to ordinal), `terms/…`, `postings/…` and
/// `windows/…` (the inverted index, see ``Postings`` and ``WideList``), `wordings/…` (the questions' words in their order), `words/…`
/// (their spellings), `concepts` (what has synonyms).
package final class FAQBuilder {
  /// Entries whose fields' mean lengths are taken for those of all.
  private static let sampleSize = 4_096

  private let defaultLocale: String
  private let add: (_ name: String, _ body: [UInt8]) throws -> Void
  private var analyzer: EntryAnalyzer
  private var ids: [(key: UInt64, ordinal: UInt32)] = []
  private var page: [FAQEntry] = []
  private var pages = 0
  private var enabled = 0
  private var disabled = 0
  private let disabledEntries: Spool
  private let wordings: Spool
  private var sample: [EntryWords] = []
  private var meter: ImpactMeter?
  private var runs: PostingRuns
  private var words = EntryWords()
  private var spooled = ByteWriter()

  /// - Parameters:
  ///   - defaultLocale: The language of entries without a locale.
  ///   - synonyms: Those of the editors, and the shipped ones unless the store does without.
  ///   - folder: Where files may be made for what does not fit in memory.
  ///   - add: Takes each blob once.
  package init(
    defaultLocale: String = "en", synonyms: Synonyms = .builtIn, folder: String = "/tmp",
    add: @escaping (_ name: String, _ body: [UInt8]) throws -> Void
  ) {
    self.defaultLocale = defaultLocale
    self.add = add
    analyzer = EntryAnalyzer(defaultLocale: defaultLocale, synonyms: synonyms)
    disabledEntries = Spool(folder: folder)
    wordings = Spool(folder: folder)
    runs = PostingRuns(spool: Spool(folder: folder))
  }

  /// Takes the next entry; ids must be unique. The order is that of ``FAQIndex/page(_:size:)``.
  ///
  /// - Throws: ``FAQError/cannotSpool(_:code:)``, or what `add` throws.
  package func append(_ entry: FAQEntry) throws {
    guard entry.isEnabled else {
      let body = EntryPage.encode([entry])
      spooled.writeVarint(UInt32(body.count))
      spooled.write(body)
      disabled += 1
      return try disabledEntries.append(spooled.take())
    }
    try store(entry)
    analyzer.read(entry, into: &words)
    Wording.spool(words, to: &spooled)
    try wordings.append(spooled.bytes)
    spooled.removeAll()
    if meter == nil {
      sample.append(words)
      if sample.count == Self.sampleSize { try measureSample() }
    } else {
      try measure(words, enabled)
    }
    enabled += 1
  }

  private func store(_ entry: FAQEntry) throws {
    ids.append((Fingerprint.of(entry.id), UInt32(ids.count)))
    page.append(entry)
    if page.count == EntryPage.size { try closePage() }
  }

  private func closePage() throws {
    guard !page.isEmpty else { return }
    try add(BlobKind.entries.name(pages), EntryPage.encode(page[...]))
    pages += 1
    page.removeAll(keepingCapacity: true)
  }

  private func measureSample() throws {
    meter = ImpactMeter(sample: sample)
    for (entry, words) in sample.enumerated() { try measure(words, entry) }
    sample = []
  }

  private func measure(_ words: EntryWords, _ entry: Int) throws {
    try meter?.measure(words, terms: analyzer.keys.count) { term, impact in
      try runs.append(term: term, entry: entry, impact: impact)
    }
  }

  /// Writes everything that had to wait for the last entry.
  package func finish() throws {
    if meter == nil { try measureSample() }
    var disabledEntries = SpoolReader(disabledEntries)
    for _ in 0..<disabled {
      let body = try disabledEntries.readBytes(Int(disabledEntries.readVarint()))
      try store(body.withUnsafeBytes { try EntryPage.entry(0, of: $0) })
    }
    try closePage()
    var header = IndexHeader(
      enabled: enabled, total: ids.count, postings: 0, idBits: 0, termBits: 0, words: 0,
      defaultLocale: defaultLocale, subtags: analyzer.tongues.map(\.subtag))
    header.idBits = try addIds()
    let concepts = analyzer.concepts(entries: enabled)
    try add(ConceptTable.name, concepts.encode())
    try add(Synonyms.name, analyzer.synonyms.encoded)
    let dropped = droppedConcepts(keeping: concepts)
    var index = TermTableBuilder(
      keys: analyzer.keys, entries: enabled, functionWords: functionWords, add: add)
    try runs.drain { term, entries, impacts in
      if !dropped.contains(analyzer.keys[term]) { try index.append(term, entries, impacts) }
    }
    (header.postings, header.termBits) = try index.finish()
    header.words = try addWords(index)
    try addWordings(index.weights, dropped)
    try add(IndexHeader.name, header.encode())
  }

  private var functionWords: Set<UInt64> {
    analyzer.tongues.reduce(into: []) { $0.formUnion(FunctionWords.keys($1)) }
  }

  /// Concepts that weigh nothing in a store of this size.
  private func droppedConcepts(keeping concepts: ConceptTable) -> Set<UInt64> {
    let kept = Set(concepts.meanings.lazy.filter { $0.share > 0 }.map(\.concept))
    return Set(concepts.meanings.lazy.map(\.concept)).subtracting(kept)
  }

  private func addIds() throws -> Int {
    let table = KeyTable(kind: .ids, width: 1, rows: ids.count)
    ids.sort { ($0.key, $0.ordinal) < ($1.key, $1.ordinal) }
    try table.encode(rows: ids.count, key: { ids[$0].key }, write: { $1.write(ids[$0].ordinal) }, add: add)
    ids = []
    return table.bits
  }

  private func addWords(_ index: TermTableBuilder) throws -> Int {
    let spellings = analyzer.spellings.sorted { ($0.text, $0.tongue) < ($1.text, $1.tongue) }
    for blob in 0..<WordList.blobCount(spellings.count) {
      let start = blob * WordList.wordsPerBlob
      let words = spellings[start..<min(start + WordList.wordsPerBlob, spellings.count)].map {
        WordList.Word(
          text: $0.text, key: analyzer.keys[Int($0.term)], entries: index.entries[Int($0.term)],
          tongue: UInt16($0.tongue))
      }
      try add(BlobKind.words.name(blob), WordList.encode(words[...]))
    }
    return spellings.count
  }

  private func addWordings(_ weights: [UInt32], _ dropped: Set<UInt64>) throws {
    let keys = analyzer.keys
    var reader = SpoolReader(wordings)
    for start in stride(from: 0, to: enabled, by: EntryPage.size) {
      let body = try Wording.page(
        entries: min(EntryPage.size, enabled - start), from: &reader, keys: keys, weights: weights,
        hasMeaning: { !dropped.contains(keys[$0]) })
      try add(BlobKind.wordings.name(start / EntryPage.size), body)
    }
  }
}
