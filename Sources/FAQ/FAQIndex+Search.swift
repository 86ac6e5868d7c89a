package import Text

extension FAQIndex {
  /// Candidates of the inverted index that are looked at more closely.
  private static let closerLook = 16

  /// Finds the entries that may answer a message.
  ///
  /// - Parameters:
  ///   - message: Analysed; its match text is what is searched for.
  ///   - locale: The shopper's; entries of other languages are left out. `nil`: ``defaultLocale``.
  ///   - limit: Most hits returned.
  ///   - scratch: Of this thread; its ``FAQScratch/hits`` are these hits until the next search.
  /// - Returns: Best first; equal ones in the order of the import. Empty when no word is known.
  /// - Throws: ``FAQError`` or the part's error when a blob cannot be read. Never for an index held in memory.
  /// - Complexity: One pass over the lists of at most 64 terms. Allocates nothing once `scratch` has grown.
  @discardableResult
  package func search(
    _ message: TextAnalyzer, locale: String? = nil, limit: Int = 5, into scratch: FAQScratch
  ) throws -> [FAQHit] {
    scratch.reset()
    try findTerms(message, locale, scratch)
    guard !scratch.terms.isEmpty, limit > 0 else { return [] }
    try addUp(scratch)
    selectCandidates(max(limit, Self.closerLook), scratch)
    try rank(scratch)
    if scratch.hits.count > limit { scratch.hits.removeSubrange(limit...) }
    return scratch.hits
  }

  /// The words of the message that a hit shares with the wording it was found by; for `--explain`.
  package func matchedWords(of hit: FAQHit, in message: TextAnalyzer) -> [String] {
    message.tokens.prefix(64).enumerated().filter { hit.matchedTokens >> UInt64($0.offset) & 1 == 1 }
      .map { String(decoding: message.match[$0.element.match.indices], as: UTF8.self) }
  }

  // MARK: Terms

  private func findTerms(_ message: TextAnalyzer, _ locale: String?, _ scratch: FAQScratch) throws {
    let tongues = scratch.tongues(of: self, locale)
    let tokens = message.tokens
    try message.match.withUnsafeBufferPointer { match in
      for index in 0..<min(tokens.count, FAQScratch.maximumTokens) {
        let word = UnsafeBufferPointer(rebasing: match[tokens[index].match.indices])
        var isKnown = false
        for tongue in tongues {
          guard let term = try term(scratch.hasher.key(of: word, tongue), token: index) else { continue }
          scratch.add(term)
          isKnown = true
        }
        if !isKnown { scratch.countUnknown(tokens[index].kind, weight: unknownWeight) }
      }
    }
  }

  private func term(_ key: UInt64, token: Int) throws -> FAQScratch.Term? {
    if let resident {
      return resident.term(key).map {
        .init(key: key, weight: $0.weight, token: token, place: .resident(start: $0.start, end: $0.end))
      }
    }
    let table = header.terms
    return try cache.blob(.terms, table.bucket(of: key)).withUnsafeBytes { bucket in
      let row = table.lowerBound(key, of: bucket)
      guard row < table.rowCount(bucket), table.key(row, of: bucket) == key else { return nil }
      let postings = PostingRow(row, of: bucket, table)
      return .init(key: key, weight: postings.weight, token: token, place: .paged(postings))
    }
  }

  // MARK: Sums

  private func addUp(_ scratch: FAQScratch) throws {
    if scratch.sums.count < count {
      scratch.sums += [UInt32](repeating: 0, count: count - scratch.sums.count)
    }
    try scratch.sums.withUnsafeMutableBufferPointer { sums in
      for term in scratch.terms {
        switch term.place {
        case .resident(let start, let end):
          resident?.add(Int(start)..<Int(end), weight: term.weight, to: sums)
        case .paged(let row):
          try cache.blob(.postings, Int(row.blob)).withUnsafeBytes { blob in
            try Postings.read(blob, row, below: UInt32(count)) { sums[$0] &+= UInt32($1) &* term.weight }
          }
        }
      }
    }
  }

  /// Keeps the candidates with the greatest sums, in order, and clears the sums.
  private func selectCandidates(_ limit: Int, _ scratch: FAQScratch) {
    scratch.sums.withUnsafeMutableBufferPointer { sums in
      var least: UInt32 = 0
      for ordinal in 0..<count where sums[ordinal] != 0 {
        let sum = sums[ordinal]
        sums[ordinal] = 0
        guard sum > least else { continue }
        scratch.insert(.init(ordinal: ordinal, sum: sum), limit: limit)
        if scratch.candidates.count == limit { least = scratch.candidates[limit - 1].sum }
      }
    }
  }

  // MARK: Ranking

  private func rank(_ scratch: FAQScratch) throws {
    var known: UInt32 = 0
    for term in scratch.terms { known += term.weight }
    let judge = WordingJudge(
      terms: scratch.terms, filter: scratch.filter, known: known, scratch.unknownWeight)
    for candidate in scratch.candidates {
      let page = candidate.ordinal / EntryPage.size
      let body = try resident?.wordings[page] ?? cache.blob(.wordings, page)
      let hit = try body.withUnsafeBytes { bytes in
        try judge.hit(
          candidate, Wording.bytes(ofEntry: candidate.ordinal % EntryPage.size, of: bytes))
      }
      scratch.insert(hit)
    }
  }
}

extension ResidentIndex {
  /// Adds a term's impacts to the sums of its entries. One addition a posting.
  @inline(__always)
  fileprivate func add(_ range: Range<Int>, weight: UInt32, to sums: UnsafeMutableBufferPointer<UInt32>) {
    entries.withUnsafeBufferPointer { entries in
      impacts.withUnsafeBufferPointer { impacts in
        for posting in range { sums[Int(entries[posting])] &+= UInt32(impacts[posting]) &* weight }
      }
    }
  }
}

extension FAQScratch {
  fileprivate func countUnknown(_ kind: Token.Kind, weight: UInt32) {
    if case .identifier = kind { return }
    unknownWeight = min(unknownWeight + weight, UInt32.max / 4)
    unknownWords += 1
  }

  /// Puts a candidate in its place; of equal ones the earlier stays first.
  fileprivate func insert(_ candidate: Candidate, limit: Int) {
    if candidates.count == limit { candidates.removeLast() }
    var place = candidates.count
    while place > 0, candidates[place - 1].sum < candidate.sum { place -= 1 }
    candidates.insert(candidate, at: place)
  }

  fileprivate func insert(_ hit: FAQHit) {
    var place = hits.count
    while place > 0, hits[place - 1].rank < hit.rank { place -= 1 }
    hits.insert(hit, at: place)
  }
}
