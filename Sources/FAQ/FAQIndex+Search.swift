package import Text

extension FAQIndex {
  /// Finds the entries that may answer a message.
  ///
  /// A word that no entry has is taken for a misspelling of one that entries have, if they differ by a letter; only in
  /// an index held in memory.
  ///
  /// - Parameters:
  ///   - message: Analysed; its match text is what is searched for.
  ///   - locale: The shopper's; entries of other languages are left out. `nil`: ``defaultLocale``.
  ///   - limit: Most hits returned.
  ///   - prefix: Whether the last word may be the beginning of one, as while it is typed.
  ///   - scratch: Of this thread; its ``FAQScratch/hits`` are these hits until the next search.
  /// - Returns: Best first; equal ones in the order of the import. Empty when no word is known.
  /// - Throws: ``FAQError`` or the part's error when a blob cannot be read. Never for an index held in memory.
  /// - Complexity: One pass over the lists of at most 64 terms. Allocates nothing once `scratch` has grown.
  @discardableResult
  package func search(
    _ message: TextAnalyzer, locale: String? = nil, limit: Int = 5, prefix: Bool = false,
    into scratch: FAQScratch
  ) throws -> [FAQHit] {
    let tongues = scratch.tongues(of: self, locale)
    try scratch.search.run(self, message, tongues, limit: limit, prefix: prefix)
    return scratch.hits
  }

  /// The words of the message that a hit shares with the wording it was found by; for `--explain`.
  package func matchedWords(of hit: FAQHit, in message: TextAnalyzer) -> [String] {
    words(hit.matchedTokens, of: message)
  }

  /// The words of the message whose synonyms stand in the wording a hit was found by; for `--explain`.
  package func relatedWords(of hit: FAQHit, in message: TextAnalyzer) -> [String] {
    words(hit.relatedTokens, of: message)
  }

  private func words(_ tokens: UInt64, of message: TextAnalyzer) -> [String] {
    message.tokens.prefix(64).enumerated().filter { tokens >> UInt64($0.offset) & 1 == 1 }
      .map { String(decoding: message.match[$0.element.match.indices], as: UTF8.self) }
  }

  /// The term of a key; `nil` when no entry has it.
  func term(_ key: UInt64, token: Int) throws -> FAQSearch.Term? {
    if let resident {
      return resident.term(key).map {
        FAQSearch.Term(
          key: key, weight: $0.weight, token: token, place: .resident(start: $0.start, end: $0.end))
      }
    }
    let table = header.terms
    return try cache.blob(.terms, table.bucket(of: key)).withUnsafeBytes { bucket in
      let row = table.lowerBound(key, of: bucket)
      guard row < table.rowCount(bucket), table.key(row, of: bucket) == key else { return nil }
      let postings = PostingRow(row, of: bucket, table)
      return FAQSearch.Term(key: key, weight: postings.weight, token: token, place: .paged(postings))
    }
  }
}

extension ResidentIndex {
  /// Adds a term's impacts to the sums of its entries. One addition a posting.
  @inline(__always)
  func add(_ range: Range<Int>, weight: UInt32, to sums: UnsafeMutableBufferPointer<UInt32>) {
    entries.withUnsafeBufferPointer { entries in
      impacts.withUnsafeBufferPointer { impacts in
        for posting in range { sums[Int(entries[posting])] &+= UInt32(impacts[posting]) &* weight }
      }
    }
  }
}
