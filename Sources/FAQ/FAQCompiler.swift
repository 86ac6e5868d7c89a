/// Builds the blobs of an FAQ part from entries in memory; see ``FAQBuilder`` for what they are.
package struct FAQCompiler {
  private let defaultLocale: String
  private let synonyms: Synonyms
  private let spoolFolder: String
  private let threads: Int?

  /// - Parameters:
  ///   - defaultLocale: The language of entries without a locale.
  ///   - synonyms: Those of the editors, and the shipped ones unless the store does without.
  ///   - spoolFolder: Where files may be made for what does not fit in memory.
  ///   - threads: Beside the one that calls; `nil`: as many as are usual. The blobs are the same.
  package init(
    defaultLocale: String = "en", synonyms: Synonyms = .builtIn, spoolFolder: String = "/tmp",
    threads: Int? = nil
  ) {
    self.threads = threads
    self.spoolFolder = spoolFolder
    self.defaultLocale = defaultLocale
    self.synonyms = synonyms
  }

  /// - Parameters:
  ///   - entries: Ids must be unique; their order is the order of ``FAQIndex/page(_:size:)``.
  ///   - add: Takes each blob once.
  package func compile(
    _ entries: some Sequence<FAQEntry>, add: (_ name: String, _ body: [UInt8]) throws -> Void
  ) throws {
    try compile({ body in for entry in entries { try body(entry) } }, add: add)
  }

  /// - Parameters:
  ///   - forEachEntry: Hands over the entries one by one.
  ///   - add: Takes each blob once.
  package func compile(
    _ forEachEntry: ((FAQEntry) throws -> Void) throws -> Void,
    add: (_ name: String, _ body: [UInt8]) throws -> Void
  ) throws {
    try withoutActuallyEscaping(add) { add in
      let builder = FAQBuilder(
        defaultLocale: defaultLocale, synonyms: synonyms, folder: spoolFolder, threads: threads,
        add: add)
      try forEachEntry { try builder.append($0) }
      try builder.finish()
    }
  }

  /// An FAQ that is of no part: its blobs are set aside in a file without a name.
  package func preview(_ forEachEntry: ((FAQEntry) throws -> Void) throws -> Void) throws -> FAQIndex {
    let blobs = BlobSpool(folder: spoolFolder)
    try compile(forEachEntry) { try blobs.add($0, $1) }
    return try FAQIndex { try blobs.read($0) }
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
