/// Builds the blobs of an FAQ part from its entries. The same entries give the same bytes.
///
/// Blobs: `index` (header), `entries/…` (pages of 100, see ``EntryPage``), `ids/…` (id to ordinal), `terms/…` and
/// `postings/…` (the inverted index), `wordings/…` (the questions' words in their order),
/// `words/…` (their spellings).
package struct FAQCompiler {
  private let defaultLocale: String

  /// - Parameter defaultLocale: The language of entries without a locale.
  package init(defaultLocale: String = "en") {
    self.defaultLocale = defaultLocale
  }

  /// - Parameters:
  ///   - entries: Ids must be unique; their order is the order of ``FAQIndex/page(_:size:)``.
  ///   - add: Takes each blob once.
  package func compile(
    _ entries: [FAQEntry], add: (_ name: String, _ body: [UInt8]) throws -> Void
  ) throws {
    let enabled = entries.filter(\.isEnabled)
    let ordered = enabled + entries.filter { !$0.isEnabled }
    var header = IndexHeader(
      enabled: enabled.count, total: ordered.count, postings: 0, idBits: 0, termBits: 0, words: 0,
      defaultLocale: defaultLocale, subtags: Self.subtags(of: enabled))

    for page in 0..<header.pageCount {
      let start = page * EntryPage.size
      let end = min(start + EntryPage.size, ordered.count)
      try add(BlobKind.entries.name(page), EntryPage.encode(ordered[start..<end]))
    }
    header.idBits = try addIds(ordered, add)

    var corpus = Corpus(tongues: header.tongues)
    for entry in enabled { corpus.append(entry) }
    let inverted = InvertedIndex(corpus)
    header.postings = inverted.count
    header.termBits = try inverted.encode(add: add)
    header.words = try addWords(corpus, inverted, add)
    try addWordings(corpus, inverted, add)
    try add(IndexHeader.name, header.encode())
  }

  private static func subtags(of entries: [FAQEntry]) -> [String] {
    Set(entries.map { $0.locale.map(TermHasher.Tongue.subtag(of:)) ?? "" }).sorted()
  }

  private func addIds(
    _ entries: [FAQEntry], _ add: (_ name: String, _ body: [UInt8]) throws -> Void
  ) throws -> Int {
    let table = KeyTable(kind: .ids, width: 1, rows: entries.count)
    let rows = entries.enumerated()
      .map { (key: Fingerprint.of($0.element.id), numbers: [UInt32($0.offset)]) }
      .sorted { ($0.key, $0.numbers[0]) < ($1.key, $1.numbers[0]) }
    try table.encode(rows, add: add)
    return table.bits
  }

  private func addWords(
    _ corpus: Corpus, _ inverted: InvertedIndex, _ add: (_ name: String, _ body: [UInt8]) throws -> Void
  ) throws -> Int {
    let words = corpus.spellings.map { text, term, tongue in
      WordList.Word(
        text: text, key: corpus.keys[Int(term)], entries: UInt32(inverted.entries(of: Int(term))),
        tongue: UInt16(tongue))
    }.sorted { ($0.text, $0.tongue) < ($1.text, $1.tongue) }
    for blob in 0..<WordList.blobCount(words.count) {
      let start = blob * WordList.wordsPerBlob
      let end = min(start + WordList.wordsPerBlob, words.count)
      try add(BlobKind.words.name(blob), WordList.encode(words[start..<end]))
    }
    return words.count
  }

  private func addWordings(
    _ corpus: Corpus, _ inverted: InvertedIndex, _ add: (_ name: String, _ body: [UInt8]) throws -> Void
  ) throws {
    for start in stride(from: 0, to: corpus.count, by: EntryPage.size) {
      let page = (start..<min(start + EntryPage.size, corpus.count)).map { entry in
        corpus.wordings(of: entry).map { words in
          words.map { Wording.Word(key: corpus.keys[Int($0)], weight: inverted.weights[Int($0)]) }
        }
      }
      try add(BlobKind.wordings.name(start / EntryPage.size), Wording.encode(page))
    }
  }
}

extension IndexHeader {
  /// The languages of ``subtags``.
  var tongues: [TermHasher.Tongue] {
    subtags.enumerated().map {
      TermHasher.Tongue(number: $0.offset, subtag: $0.element, defaultLocale: defaultLocale)
    }
  }
}
