import Text

/// The FAQ of one revision: entries by id and by page, and the search over them.
///
/// Build one when the revision is opened and share it between threads; it never changes. The search of a small
/// store is held in memory; everything else is read from the part when first needed, through a cache of bounded size.
package final class FAQIndex: Sendable {
  /// An index with at most this many postings (about 5 bytes each) is held in memory.
  package static let defaultResidentPostings = 400_000

  let header: IndexHeader
  let cache: PageCache
  /// The inverted index of a small store.
  let resident: ResidentIndex?
  let tongues: [TermHasher.Tongue]
  let concepts: ConceptTable
  /// What a word that no entry has weighs.
  let unknownWeight: UInt32

  /// - Parameters:
  ///   - cacheBytes: Bytes of blobs kept at most, entries and index together.
  ///   - entriesOnly: Nothing will be searched for: a part of an older layout will do.
  ///   - read: Reads and verifies a blob of the part by name; called from any thread.
  /// - Throws: ``FAQError``, or what `read` throws.
  package init(
    cacheBytes: Int = PageCache.defaultBytes, residentPostings: Int = FAQIndex.defaultResidentPostings,
    entriesOnly: Bool = false, reading read: @escaping @Sendable (_ name: String) throws -> [UInt8]
  ) throws {
    let header = try IndexHeader(try read(IndexHeader.name), entriesOnly: entriesOnly)
    self.header = header
    tongues = header.tongues
    unknownWeight = Weight.of(entries: 1, among: header.enabled)
    concepts = entriesOnly ? .none : try ConceptTable(encoded: try read(ConceptTable.name))
    cache = PageCache(bytes: cacheBytes, read: read)
    resident =
      !entriesOnly && header.postings <= residentPostings
      ? try ResidentIndex(header, read: { try read($0.name($1)) }) : nil
  }

  /// Entries that can be found and are listed; their ordinals are `0 ..< count`.
  package var count: Int { header.enabled }

  /// All entries, those that are not enabled included.
  var total: Int { header.total }

  /// The language of entries without a locale.
  package var defaultLocale: String { header.defaultLocale }

  /// Hits and misses of the cache, for the metrics.
  package var cacheStatistics: PageCache.Statistics { cache.statistics }

  // MARK: Entries

  /// The entry a hit stands for.
  ///
  /// - Throws: ``FAQError`` or the part's error when its page cannot be read: the revision is damaged.
  /// - Complexity: One page from the cache, or one blob read; decodes this entry alone.
  package func entry(_ ordinal: Int) throws -> FAQEntry {
    precondition(ordinal >= 0 && ordinal < header.total, "ordinals come from this index")
    let page = try cache.blob(.entries, ordinal / EntryPage.size)
    return try page.withUnsafeBytes { try EntryPage.entry(ordinal % EntryPage.size, of: $0) }
  }

  /// What the entry a hit stands for says: less than all of it, and less work.
  package func answer(_ ordinal: Int) throws -> FAQAnswer {
    precondition(ordinal >= 0 && ordinal < header.total, "ordinals come from this index")
    let page = try cache.blob(.entries, ordinal / EntryPage.size)
    return try page.withUnsafeBytes { try EntryPage.answer(ordinal % EntryPage.size, of: $0) }
  }

  /// The id of an entry; reads less than all of it.
  package func id(_ ordinal: Int) throws -> String {
    precondition(ordinal >= 0 && ordinal < header.total, "ordinals come from this index")
    let page = try cache.blob(.entries, ordinal / EntryPage.size)
    return try page.withUnsafeBytes { try EntryPage.id(ordinal % EntryPage.size, of: $0) }
  }

  /// The entry with an id; `nil` when there is none, or it is not enabled.
  package func entry(id: String) throws -> FAQEntry? {
    guard let ordinal = try ordinal(id: id), ordinal < header.enabled else { return nil }
    return try entry(ordinal)
  }

  /// A page of the listing, in the order of the import.
  ///
  /// - Parameters:
  ///   - number: From 1; a page behind the last is empty.
  ///   - size: Entries a page, at least 1.
  package func page(_ number: Int, size: Int) throws -> [FAQEntry] {
    precondition(size >= 1, "the route refuses a page of nothing")
    let (start, overflow) = (number - 1).multipliedReportingOverflow(by: size)
    guard number >= 1, !overflow, start < count else { return [] }
    return try (start..<min(count, start + size)).map(entry)
  }

  /// Hands over every entry, those that are not enabled last; for merging, exporting and comparing.
  package func forEachEntry(_ body: (FAQEntry) throws -> Void) throws {
    for ordinal in 0..<header.total { try body(entry(ordinal)) }
  }

  /// The ordinal of the entry with an id, enabled or not; `nil` when there is none.
  func ordinal(id: String) throws -> Int? {
    let (table, key) = (header.ids, Fingerprint.of(id))
    let number = table.bucket(of: key)
    let ordinals: [Int] = try cache.blob(.ids, number).withUnsafeBytes { bucket in
      var found: [Int] = []
      var row = table.lowerBound(key, of: bucket)
      while row < table.rowCount(bucket), table.key(row, of: bucket) == key {
        found.append(Int(table.number(0, ofRow: row, of: bucket)))
        row += 1
      }
      return found
    }
    for ordinal in ordinals {
      guard ordinal < header.total else { throw FAQError.malformed }
      if try self.id(ordinal) == id { return ordinal }
    }
    return nil
  }
}
