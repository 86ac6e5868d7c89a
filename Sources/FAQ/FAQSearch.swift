import Text

/// One search: the message's terms, the sum of their impacts for each entry, the best of them, the hits.
///
/// A value that is kept from search to search for its buffers' sake.
struct FAQSearch {
  /// Words of a message that are looked up: the weightiest, should there be more.
  static let maximumTerms = 64
  /// Tokens of a message that are looked at.
  static let maximumTokens = 512

  /// What a word that had to be repaired weighs against one that is spelt right.
  private static let repairedShare: Float = 0.7

  /// Candidates of the inverted index that are looked at more closely, even when fewer are asked for.
  static let closerLook = 8

  /// A word of the message that the index knows.
  struct Term {
    var key: UInt64
    var weight: UInt32
    /// Its first place in the message.
    var token: Int
    var place: Place

    enum Place {
      /// Postings `start ..< end` of the ``ResidentIndex``.
      case resident(start: UInt32, end: UInt32)
      case paged(PostingRow)
    }
  }

  struct Candidate {
    var ordinal: Int
    var sum: UInt32
  }

  private(set) var hits: [FAQHit] = []

  private var hasher = TermHasher()
  /// Distinct terms of the message.
  private var terms: [Term] = []
  private var query = QueryWords()
  /// Sum of impacts by ordinal; zero between searches.
  private var sums: [UInt32] = []
  private var candidates: [Candidate] = []

  /// Another index may stem the same words in another language.
  mutating func forgetStems() { hasher = TermHasher() }

  mutating func run(
    _ index: FAQIndex, _ message: TextAnalyzer, _ tongues: [TermHasher.Tongue], limit: Int
  ) throws {
    terms.removeAll(keepingCapacity: true)
    candidates.removeAll(keepingCapacity: true)
    hits.removeAll(keepingCapacity: true)
    query.reset()
    guard limit > 0, index.count > 0 else { return }
    try findTerms(index, message, tongues)
    guard !terms.isEmpty else { return }
    do {
      try addUp(index)
    } catch {
      // What was added up before the damage was met must not count for the next message.
      sums.removeAll()
      throw error
    }
    selectCandidates(max(limit, Self.closerLook), among: index.count)
    try judge(index, limit: limit)
  }

  // MARK: Terms

  private mutating func findTerms(
    _ index: FAQIndex, _ message: TextAnalyzer, _ tongues: [TermHasher.Tongue]
  ) throws {
    let tokens = message.tokens
    try message.match.withUnsafeBufferPointer { match in
      for number in 0..<min(tokens.count, Self.maximumTokens) {
        let word = UnsafeBufferPointer(rebasing: match[tokens[number].match.indices])
        var isKnown = false
        for tongue in tongues {
          guard let term = try index.term(hasher.key(of: word, tongue), token: number) else { continue }
          add(term)
          isKnown = true
        }
        if !isKnown { addUnknown(word, tokens[number], number, tongues, index) }
      }
    }
    for term in terms { query.add(key: term.key, weight: term.weight, token: term.token) }
  }

  /// Adds what an unknown word may have meant, at a part of its weight; the rest of it stays unknown.
  private mutating func addUnknown(
    _ word: UnsafeBufferPointer<UInt8>, _ token: Token, _ number: Int, _ tongues: [TermHasher.Tongue],
    _ index: FAQIndex
  ) {
    if token.isIdentifier { return }
    guard token.kind == .word,
      let meant = tongues.lazy.compactMap({ index.resident?.term(like: word, salt: $0.salt) }).first
    else {
      return query.addUnknown(index.unknownWeight)
    }
    query.addUnknown(UInt32(Float(index.unknownWeight) * (1 - Self.repairedShare)))
    add(
      Term(
        key: meant.key, weight: UInt32(Float(meant.weight) * Self.repairedShare), token: number,
        place: .resident(start: meant.start, end: meant.end)))
  }

  /// Adds a term, unless it is there; when there are too many, the lightest is dropped.
  private mutating func add(_ term: Term) {
    for known in terms where known.key == term.key { return }
    guard terms.count == Self.maximumTerms else { return terms.append(term) }
    var lightest = 0
    for place in 1..<terms.count where terms[place].weight < terms[lightest].weight { lightest = place }
    if terms[lightest].weight < term.weight { terms[lightest] = term }
  }

  // MARK: Sums

  private mutating func addUp(_ index: FAQIndex) throws {
    if sums.count < index.count { sums += [UInt32](repeating: 0, count: index.count - sums.count) }
    try sums.withUnsafeMutableBufferPointer { sums in
      for term in terms {
        switch term.place {
        case .resident(let start, let end):
          index.resident?.add(Int(start)..<Int(end), weight: term.weight, to: sums)
        case .paged(let row):
          try index.cache.blob(.postings, Int(row.blob)).withUnsafeBytes { blob in
            try Postings.read(blob, row, below: UInt32(index.count)) {
              sums[$0] &+= UInt32($1) &* term.weight
            }
          }
        }
      }
    }
  }

  /// Keeps the candidates with the greatest sums, in order, and clears the sums.
  private mutating func selectCandidates(_ limit: Int, among count: Int) {
    var candidates = candidates
    self.candidates = []
    sums.withUnsafeMutableBufferPointer { sums in
      var least: UInt32 = 0
      for ordinal in 0..<count where sums[ordinal] > least {
        candidates.insert(Candidate(ordinal: ordinal, sum: sums[ordinal]), limit: limit)
        if candidates.count == limit { least = candidates[limit - 1].sum }
      }
      sums.update(repeating: 0)
    }
    self.candidates = candidates
  }

  // MARK: Hits

  /// Looks at the candidates' wordings and puts them in their final order.
  private mutating func judge(_ index: FAQIndex, limit: Int) throws {
    for candidate in candidates {
      let page = candidate.ordinal / EntryPage.size
      let body = try index.resident?.wordings[page] ?? index.cache.blob(.wordings, page)
      let hit = try body.withUnsafeBytes { bytes in
        try query.hit(candidate, Wording.bytes(ofEntry: candidate.ordinal % EntryPage.size, of: bytes))
      }
      insert(hit)
    }
    let next = hits.count > 1 ? hits[1].rank : 0
    for place in hits.indices {
      let lead = place == 0 && hits[0].rank > 0 ? 1 - next / hits[0].rank : 0
      hits[place].score = QueryWords.score(hits[place].score, lead: lead)
    }
    if hits.count > limit { hits.removeSubrange(limit...) }
  }

  /// Puts a hit in its place; of equal ones the earlier stays first.
  private mutating func insert(_ hit: FAQHit) {
    hits.append(hit)
    var place = hits.count - 1
    while place > 0, hits[place - 1].rank < hit.rank {
      hits[place] = hits[place - 1]
      place -= 1
    }
    hits[place] = hit
  }
}

extension [FAQSearch.Candidate] {
  /// Puts a candidate in its place; of equal ones the earlier stays first.
  fileprivate mutating func insert(_ candidate: Element, limit: Int) {
    if count == limit { removeLast() }
    append(candidate)
    var place = count - 1
    while place > 0, self[place - 1].sum < candidate.sum {
      self[place] = self[place - 1]
      place -= 1
    }
    self[place] = candidate
  }
}

extension Token {
  fileprivate var isIdentifier: Bool {
    if case .identifier = kind { return true }
    return false
  }
}
