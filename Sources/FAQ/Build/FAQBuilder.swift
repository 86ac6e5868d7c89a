private import Threads

/// Builds the blobs of an FAQ part from entries that come one by one. The same entries give the same bytes.
///
/// Words are found by several threads (``OrderedWork``), each with numbers of its own for them; everything else is done in the
/// order of the entries by the one that calls. Memory grows with the vocabulary, and by 16 bytes an entry for the ids; what
/// else there is is written at once or set aside in files without a name.
///
/// Blobs: `index` (header), `entries/…` (pages of 100, see ``EntryPage``), `ids/…` (id to ordinal), `terms/…`, `postings/…` and
/// `windows/…` (the inverted index, see ``Postings`` and ``WideList``), `wordings/…` (the questions' words in their order), `words/…`
/// (their spellings), `concepts` (what has synonyms).
package final class FAQBuilder {
  /// Entries whose fields' mean lengths are taken for those of all.
  private static let sampleSize = 4_096

  /// Entries that are read at a time.
  private static let batchSize = 200

  private let defaultLocale: String
  private let synonyms: Synonyms
  private let threads: Int?
  private let add: (_ name: String, _ body: [UInt8]) throws -> Void
  private var vocabulary: Vocabulary
  /// What is read on this thread; the entries of the sample are.
  private let digester: Held
  private var work: OrderedWork<[FAQEntry], EntryDigest>?
  private var batch: [FAQEntry] = []
  private var ids: [(key: UInt64, ordinal: UInt32)] = []
  /// Entries of the page that is being filled, as ``EntryPage`` has them, and where each ends.
  private var page = ByteWriter()
  private var pageEnds: [Int] = []
  private var pages = 0
  private var enabled = 0
  private var disabled = 0
  private let disabledEntries: Spool
  private let wordings: Spool
  private var sample: (entries: [FAQEntry], words: [EntryWords]) = ([], [])
  private var isMeasuring = false
  private var runs: PostingRuns
  private var spooled = ByteWriter()

  /// A digester that this thread and what it gives work to share; a box, since both change it.
  private final class Held {
    var digester: EntryDigester
    init(_ digester: EntryDigester) { self.digester = digester }
  }

  /// - Parameters:
  ///   - defaultLocale: The language of entries without a locale.
  ///   - synonyms: Those of the editors, and the shipped ones unless the store does without.
  ///   - folder: Where files may be made for what does not fit in memory.
  ///   - threads: Beside this one, for a store of more than a few thousand entries; `nil`: as many as are usual.
  ///   - add: Takes each blob once.
  package init(
    defaultLocale: String = "en", synonyms: Synonyms = .builtIn, folder: String = "/tmp", threads: Int? = nil,
    add: @escaping (_ name: String, _ body: [UInt8]) throws -> Void
  ) {
    self.defaultLocale = defaultLocale
    self.add = add
    self.synonyms = synonyms
    self.threads = threads
    vocabulary = Vocabulary(defaultLocale: defaultLocale)
    digester = Held(EntryDigester(0, defaultLocale: defaultLocale, synonyms: synonyms))
    disabledEntries = Spool(folder: folder)
    wordings = Spool(folder: folder)
    runs = PostingRuns(spool: Spool(folder: folder))
  }

  deinit { work?.close() }

  /// Takes the next entry; ids must be unique. The order is that of ``FAQIndex/page(_:size:)``.
  ///
  /// - Throws: ``FAQError/cannotSpool(_:code:)``, or what `add` throws.
  package func append(_ entry: FAQEntry) throws {
    guard entry.isEnabled else { return try setAside(entry) }
    guard isMeasuring else {
      sample.entries.append(entry)
      sample.words.append(digester.digester.words(of: entry))
      if sample.entries.count == Self.sampleSize { try measureSample() }
      return
    }
    batch.append(entry)
    if batch.count == Self.batchSize { try readBatch() }
  }

  private func setAside(_ entry: FAQEntry) throws {
    var body = ByteWriter()
    EntryPage.write(entry, to: &body)
    spooled.writeVarint(UInt32(body.count))
    spooled.write(body.bytes)
    disabled += 1
    try disabledEntries.append(spooled.take())
  }

  private func measureSample() throws {
    isMeasuring = true
    let lengths = ImpactMeter.Lengths(sample: sample.words)
    digester.digester.settle(lengths)
    try take(digester.digester.digest(sample.entries, sample.words))
    sample = ([], [])
    let (locale, synonyms, digester, numbers) = (defaultLocale, synonyms, digester, Counter())
    work = OrderedWork(
      threads: threads ?? Processors.usualThreads, name: "faq", own: { digester.digester.digest($0) },
      worker: {
        var digester = EntryDigester(
          numbers.next(), defaultLocale: locale, synonyms: synonyms, lengths: lengths)
        return { digester.digest($0) }
      })
  }

  private func readBatch() throws {
    guard !batch.isEmpty else { return }
    let entries = batch
    batch = []
    batch.reserveCapacity(Self.batchSize)
    try work?.add(entries, take)
  }

  /// Adds what was made of some entries to pages and index.
  private func take(_ digest: EntryDigest) throws {
    vocabulary.add(digest)
    let numbers = vocabulary.numbers(of: digest.analyzer)
    var (start, term) = (0, 0)
    for (place, end) in digest.ends.enumerated() {
      try store(digest.bytes.bytes[start..<end], id: digest.ids[place])
      start = end
      for _ in 0..<digest.termCounts[place] {
        try runs.append(term: numbers[Int(digest.terms[term])], entry: enabled, impact: digest.impacts[term])
        term += 1
      }
      enabled += 1
    }
    Wording.spool(digest.wordings, entries: digest.ends.count, numbers: numbers, to: &spooled)
    try wordings.append(spooled.bytes)
    spooled.removeAll()
  }

  private func store(_ entry: ArraySlice<UInt8>, id: UInt64) throws {
    ids.append((id, UInt32(ids.count)))
    page.write(entry)
    pageEnds.append(page.count)
    if pageEnds.count == EntryPage.size { try closePage() }
  }

  private func closePage() throws {
    guard !pageEnds.isEmpty else { return }
    try add(BlobKind.entries.name(pages), EntryPage.page(of: page.bytes, ends: pageEnds))
    pages += 1
    page.removeAll()
    pageEnds.removeAll(keepingCapacity: true)
  }

  /// Writes everything that had to wait for the last entry.
  package func finish() throws {
    if !isMeasuring { try measureSample() }
    try readBatch()
    try work?.finish(take)
    work?.close()
    var disabledEntries = SpoolReader(disabledEntries)
    for _ in 0..<disabled {
      let body = try disabledEntries.readBytes(Int(disabledEntries.readVarint()))
      let id = try body.withUnsafeBytes { try EntryPage.entry(at: 0, of: $0).id }
      try store(body[...], id: Fingerprint.of(id))
    }
    try closePage()
    var header = IndexHeader(
      enabled: enabled, total: ids.count, postings: 0, idBits: 0, termBits: 0, words: 0,
      defaultLocale: defaultLocale, subtags: vocabulary.tongues.map(\.subtag))
    header.idBits = try addIds()
    let concepts = ConceptTable(synonyms, tongues: vocabulary.tongues, defaultLocale: defaultLocale)
      .settled(entries: enabled)
    try add(ConceptTable.name, concepts.encode())
    try add(Synonyms.name, synonyms.encoded)
    let dropped = droppedConcepts(keeping: concepts)
    var index = TermTableBuilder(
      keys: vocabulary.keys, entries: enabled, functionWords: functionWords, add: add)
    try runs.drain { term, entries, impacts in
      if !dropped.contains(vocabulary.keys[term]) { try index.append(term, entries, impacts) }
    }
    (header.postings, header.termBits) = try index.finish()
    header.words = try addWords(index)
    try addWordings(index.weights, dropped)
    try add(IndexHeader.name, header.encode())
  }

  private var functionWords: Set<UInt64> {
    vocabulary.tongues.reduce(into: []) { $0.formUnion(FunctionWords.keys($1)) }
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
    let spellings = vocabulary.spellings.sorted { ($0.text, $0.tongue) < ($1.text, $1.tongue) }
    for blob in 0..<WordList.blobCount(spellings.count) {
      let start = blob * WordList.wordsPerBlob
      let words = spellings[start..<min(start + WordList.wordsPerBlob, spellings.count)].map {
        WordList.Word(
          text: $0.text, key: vocabulary.keys[Int($0.term)], entries: index.entries[Int($0.term)],
          tongue: UInt16($0.tongue))
      }
      try add(BlobKind.words.name(blob), WordList.encode(words[...]))
    }
    return spellings.count
  }

  private func addWordings(_ weights: [UInt32], _ dropped: Set<UInt64>) throws {
    let keys = vocabulary.keys
    var reader = SpoolReader(wordings)
    for start in stride(from: 0, to: enabled, by: EntryPage.size) {
      let body = try Wording.page(
        entries: min(EntryPage.size, enabled - start), from: &reader, keys: keys, weights: weights,
        hasMeaning: { !dropped.contains(keys[$0]) })
      try add(BlobKind.wordings.name(start / EntryPage.size), body)
    }
  }
}
