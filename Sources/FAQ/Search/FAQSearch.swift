import Text

/// One search: the message's terms, the sum of their impacts for each entry, the best of them, the hits.
///
/// A value that is kept from search to search for its buffers' sake.
struct FAQSearch {
  /// Words of a message that are looked up: the weightiest, should there be more.
  static let maximumTerms = 64
  /// Tokens of a message that are looked at.
  static let maximumTokens = 512

  /// Sums by which it is found out how great one has to be.
  private static let sampledSums = 4_096

  /// What a word that had to be repaired weighs against one that is spelt right.
  private static let repairedShare: Float = 0.7
  /// What a word weighs of which the message has the beginning.
  private static let completedShare: Float = 0.6
  /// What a synonym counts at most against the word itself when a candidate is looked at.
  private static let relatedShare: Float = 0.8

  /// Candidates of the inverted index that are looked at more closely when `limit` are asked for.
  static func closerLook(_ limit: Int) -> Int { max(limit, min(24, 4 + 2 * limit)) }

  /// A word of the message, or what one means, that the index knows.
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

  /// An entry with the sum of its impacts, in one number by which candidates are put in order.
  struct Candidate {
    /// The sum, and below it what the ordinal lacks to the greatest there can be.
    fileprivate let key: UInt64

    init(ordinal: Int, sum: UInt32) {
      key = UInt64(sum) << 32 | UInt64(~UInt32(truncatingIfNeeded: ordinal))
    }

    var ordinal: Int { Int(~UInt32(truncatingIfNeeded: key)) }
    var sum: UInt32 { UInt32(truncatingIfNeeded: key >> 32) }
  }

  private(set) var hits: [FAQHit] = []

  private var hasher = TermHasher()
  /// Distinct terms of the message.
  private var terms: [Term] = []
  private var query = QueryWords()
  /// Keys of the message's words in one language, and the bits ``QueryWords`` gave them.
  private var keys: [UInt64] = []
  private var bits: [UInt64] = []
  /// Sum of impacts by ordinal; zero between searches.
  private var sums: [UInt32] = []
  private var windows = WindowSearch()
  private var candidates: [Candidate] = []
  /// The greatest sums of groups of entries.
  private var maxima: [UInt32] = []

  /// Another index may stem the same words in another language.
  mutating func forgetStems() { hasher = TermHasher() }

  /// - Parameter prefix: Whether the last word may be the beginning of one.
  mutating func run(
    _ index: FAQIndex, _ message: TextAnalyzer, _ tongues: [TermHasher.Tongue], limit: Int,
    prefix: Bool = false
  ) throws {
    terms.removeAll(keepingCapacity: true)
    candidates.removeAll(keepingCapacity: true)
    hits.removeAll(keepingCapacity: true)
    query.reset()
    guard limit > 0, index.count > 0 else { return }
    try findTerms(index, message, tongues, prefix: prefix)
    guard !terms.isEmpty else { return }
    let depth = Self.closerLook(limit)
    if let resident = index.resident {
      addUp(resident, index.count)
      selectCandidates(depth, among: index.count)
    } else {
      try windows.run(terms, index, limit: depth)
      candidates = windows.candidates
    }
    try judge(index, limit: limit)
  }

  // MARK: Terms

  private mutating func findTerms(
    _ index: FAQIndex, _ message: TextAnalyzer, _ tongues: [TermHasher.Tongue], prefix: Bool
  ) throws {
    let tokens = message.tokens
    let count = min(tokens.count, Self.maximumTokens)
    bits.removeAll(keepingCapacity: true)
    try message.match.withUnsafeBufferPointer { match in
      for number in 0..<count {
        let word = UnsafeBufferPointer(rebasing: match[tokens[number].match.indices])
        var (bit, isKnown) = (UInt64(0), false)
        for tongue in tongues {
          guard let term = try index.term(hasher.key(of: word, tongue), token: number) else { continue }
          bit |= add(term)
          isKnown = true
        }
        if prefix, number == tokens.count - 1 { bit |= try addCompletions(of: word, number, tongues, index) }
        if bit == 0, !isKnown { bit = addUnknown(word, tokens[number], number, tongues, index) }
        bits.append(bit)
      }
      if index.concepts.isEmpty { return }
      for tongue in tongues {
        keys.removeAll(keepingCapacity: true)
        for token in tokens.prefix(count) {
          keys.append(hasher.key(of: UnsafeBufferPointer(rebasing: match[token.match.indices]), tongue))
        }
        try findConcepts(index)
      }
    }
  }

  /// Adds what phrases of the message mean.
  private mutating func findConcepts(_ index: FAQIndex) throws {
    let concepts = index.concepts
    var failure: (any Error)?
    concepts.forEachPhrase(in: keys) { first, words, meanings in
      let mask = bits[first..<first + words].reduce(0, |)
      for meaning in concepts.meanings[meanings] {
        do {
          guard var term = try index.term(meaning.concept, token: first) else { continue }
          term.weight = UInt32(Float(term.weight) * meaning.share)
          add(concept: term)
          let share = min(Self.relatedShare, 1.25 * meaning.share * Float(meanings.count))
          query.add(concept: meaning.concept, words: mask, share: share)
        } catch {
          failure = error
        }
      }
    }
    if let failure { throw failure }
  }

  /// Adds the terms whose words begin with the last word of the message.
  private mutating func addCompletions(
    of word: UnsafeBufferPointer<UInt8>, _ number: Int, _ tongues: [TermHasher.Tongue], _ index: FAQIndex
  ) throws -> UInt64 {
    var bit: UInt64 = 0
    for key in try index.completions(of: word, tongues) {
      guard var term = try index.term(key, token: number) else { continue }
      term.weight = UInt32(Float(term.weight) * Self.completedShare)
      bit |= add(term)
    }
    return bit
  }

  /// Adds what an unknown word may have meant, at a part of its weight; the rest of it stays unknown.
  private mutating func addUnknown(
    _ word: UnsafeBufferPointer<UInt8>, _ token: Token, _ number: Int, _ tongues: [TermHasher.Tongue],
    _ index: FAQIndex
  ) -> UInt64 {
    if token.isIdentifier { return 0 }
    guard token.kind == .word,
      let meant = tongues.lazy.compactMap({ index.resident?.term(like: word, salt: $0.salt) }).first
    else { return query.addUnknown(index.unknownWeight, token: number) }
    query.addDoubt(UInt32(Float(index.unknownWeight) * (1 - Self.repairedShare)))
    return add(
      Term(
        key: meant.key, weight: UInt32(Float(meant.weight) * Self.repairedShare), token: number,
        place: .resident(start: meant.start, end: meant.end)))
  }

  /// Adds a word's term, unless it is there.
  ///
  /// - Returns: Its bit; zero when there are too many.
  private mutating func add(_ term: Term) -> UInt64 {
    for known in terms where known.key == term.key { return query.bit(of: term.key) }
    guard terms.count < Self.maximumTerms else { return 0 }
    terms.append(term)
    return query.add(key: term.key, weight: term.weight, token: term.token)
  }

  private mutating func add(concept term: Term) {
    for known in terms where known.key == term.key { return }
    if terms.count < 2 * Self.maximumTerms { terms.append(term) }
  }

  // MARK: Sums

  private mutating func addUp(_ resident: ResidentIndex, _ count: Int) {
    if sums.count < count { sums += [UInt32](repeating: 0, count: count - sums.count) }
    sums.withUnsafeMutableBufferPointer { sums in
      for term in terms {
        guard term.weight > 0, case .resident(let start, let end) = term.place else { continue }
        resident.add(Int(start)..<Int(end), weight: term.weight, to: sums)
      }
    }
  }

  /// Keeps the candidates with the greatest sums, in order, and clears the sums.
  private mutating func selectCandidates(_ limit: Int, among count: Int) {
    var (candidates, maxima) = (candidates, maxima)
    (self.candidates, self.maxima) = ([], [])
    sums.withUnsafeMutableBufferPointer { sums in
      // A sum that so many others reach is none of the greatest.
      let bytes = UnsafeRawBufferPointer(sums)
      let reached = Self.reached(by: limit, UnsafeRawBufferPointer(rebasing: bytes[..<(count * 4)]), &maxima)
      var least = reached > 0 ? reached - 1 : 0
      // Eight at a time: most reach no place.
      for first in stride(from: 0, to: count, by: 8) {
        if first + 8 <= count {
          // Sums are below 2³¹: the sign of the difference tells.
          let eight = bytes.loadUnaligned(fromByteOffset: first * 4, as: SIMD8<Int32>.self)
          let missing = SIMD8(repeating: Int32(truncatingIfNeeded: least)) &- eight
          let four = missing.lowHalf | missing.highHalf
          let two = four.lowHalf | four.highHalf
          if two.x | two.y >= 0 { continue }
        }
        for ordinal in first..<min(first + 8, count) where sums[ordinal] > least {
          candidates.insert(Candidate(ordinal: ordinal, sum: sums[ordinal]), limit: limit)
          if candidates.count == limit { least = candidates[limit - 1].sum }
        }
      }
      sums[..<count].update(repeating: 0)
    }
    (self.candidates, self.maxima) = (candidates, maxima)
  }

  /// A sum that `limit` of the first entries have or exceed; 0 when it is not known. The greatest sums of groups of eight,
  /// each another entry's, are counted by their leading bits.
  private static func reached(
    by limit: Int, _ sums: UnsafeRawBufferPointer, _ maxima: inout [UInt32]
  ) -> UInt32 {
    let end = min(sums.count, sampledSums * 4) & ~31
    guard end >= limit * 32 else { return 0 }
    maxima.removeAll(keepingCapacity: true)
    var greatest: UInt32 = 0
    for first in stride(from: 0, to: end, by: 32) {
      let eight = sums.loadUnaligned(fromByteOffset: first, as: SIMD8<Int32>.self)
      let four = pointwiseMax(eight.lowHalf, eight.highHalf)
      let two = pointwiseMax(four.lowHalf, four.highHalf)
      let most = UInt32(bitPattern: max(two.x, two.y))
      greatest = max(greatest, most)
      maxima.append(most)
    }
    // The greatest has a number from 32 to 63, or the least there can be.
    let shift = UInt32(max(0, 26 - greatest.leadingZeroBitCount))
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: 64) { counts in
      counts.initialize(repeating: 0)
      for most in maxima { counts[Int(most >> shift)] += 1 }
      var (number, reaching) = (63, counts[63])
      while number > 0, reaching < limit {
        number -= 1
        reaching += counts[number]
      }
      return UInt32(number) << shift
    }
  }

  // MARK: Hits

  /// Looks at the candidates' wordings and puts them in their final order.
  private mutating func judge(_ index: FAQIndex, limit: Int) throws {
    for candidate in candidates {
      // They come by their sums: none further on can reach the hits that are asked for, or the lead of the first.
      let enough = max(limit, 2)
      if hits.count >= enough, query.most(candidate) < hits[enough - 1].rank { break }
      let page = candidate.ordinal / EntryPage.size
      let body = try index.resident?.wordings[page] ?? index.cache.blob(.wordings, page)
      let hit = try body.withUnsafeBytes { bytes in
        try query.hit(candidate, Wording.bytes(ofEntry: candidate.ordinal % EntryPage.size, of: bytes))
      }
      insert(hit)
    }
    let next = hits.count > 1 ? hits[1].rank : 0
    if hits.count > limit { hits.removeSubrange(limit...) }
    for place in hits.indices {
      let lead = place == 0 && hits[0].rank > 0 ? 1 - next / hits[0].rank : 0
      query.settle(&hits[place], lead: lead)
    }
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

extension FAQSearch.Candidate {
  /// By the greater sum; of equal ones the earlier entry.
  @inline(__always)
  func precedes(_ other: Self) -> Bool { key > other.key }
}

extension [FAQSearch.Candidate] {
  /// Puts a candidate in its place, the earlier of equal ones first, and drops the last when there are too many.
  mutating func insert(_ candidate: Element, limit: Int) {
    if count < limit {
      append(candidate)
    } else if self[count - 1].precedes(candidate) {
      return
    }
    withUnsafeMutableBufferPointer { candidates in
      var place = candidates.count - 1
      while place > 0, candidate.precedes(candidates[place - 1]) {
        candidates[place] = candidates[place - 1]
        place -= 1
      }
      candidates[place] = candidate
    }
  }
}

extension Token {
  fileprivate var isIdentifier: Bool {
    if case .identifier = kind { return true }
    return false
  }
}
