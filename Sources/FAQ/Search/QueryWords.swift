private import Glibc

/// The words of a message, for a close look at a candidate: how much of the message its best wording covers, word for word or by
/// a synonym, and how much of that wording the message says.
struct QueryWords {
  /// Words told apart.
  static let maximum = 64

  /// A word of the message; its place in ``words`` is its bit in a mask.
  private struct Word {
    /// Lower half of the term's key; zero when no entry has the word.
    var key: UInt32
    var weight: Float
    var token: Int
  }

  /// A phrase of the message that has synonyms.
  private struct Concept {
    var key: UInt32
    /// Bits of its words.
    var words: UInt64
    /// What a synonym counts against the word itself.
    var share: Float
  }

  /// What makes a hit the right one: a logistic regression, fitted on the development queries of four FAQs and on
  /// shoppers' messages to the starter store, with questions of other fields mixed in.
  private enum Sureness {
    static let ofMessage: Float = 3.25
    static let ofWording: Float = 2.3
    static let lead: Float = 1.95
    static let words: Float = 2.1
    static let unknown: Float = -2.55
    static let bias: Float = -3.7
    /// Matched words beyond these do not make it surer.
    static let enoughWords: Float = 4
  }

  /// What is added to BM25's sum (as a share of what it could be) to rank by: the likeness of message and wording (the harmonic
  /// mean of the shares each covers of the other), the share of words that stand next to each other in both, and the share
  /// covered of the message's squared weights, in which a telling word counts for more than several that say little.
  ///
  /// Found by logistic regression on half of the development queries of four FAQs, the other half looked at, then rounded
  /// within the plateau.
  private enum Closeness {
    static let likeness: Float = 0.4
    static let neighbours: Float = 0.05
    static let telling: Float = 0.2
  }

  private var words: [Word] = []
  /// By the lowest six bits of a key: the place in ``words`` of the first that has them, plus one.
  private var slots = [UInt8](repeating: 0, count: 64)
  private var concepts: [Concept] = []
  /// One bit of 64 for each key, for a quick no.
  private var filter: UInt64 = 0
  private var conceptFilter: UInt64 = 0
  private var known: Float = 0
  private var unknown: Float = 0
  /// Sum of the squared weights of all words.
  private var squares: Float = 0

  /// How a wording and the message cover each other.
  private struct Match {
    /// Words of the message found word for word, and by a synonym.
    var found: UInt64 = 0
    var related: UInt64 = 0
    var words = 0
    var matchedWords = 0
    var ofMessage: Float = 0
    var ofWording: Float = 0
    var neighbours: Float = 0
    var telling: Float = 0
  }

  mutating func reset() {
    words.removeAll(keepingCapacity: true)
    concepts.removeAll(keepingCapacity: true)
    while filter != 0 {
      slots[filter.trailingZeroBitCount] = 0
      filter &= filter - 1
    }
    (conceptFilter, known, unknown, squares) = (0, 0, 0, 0)
  }

  /// Adds a word that entries have.
  ///
  /// - Returns: Its bit; zero when there are too many words.
  @discardableResult
  mutating func add(key: UInt64, weight: UInt32, token: Int) -> UInt64 {
    guard words.count < Self.maximum else { return 0 }
    words.append(Word(key: UInt32(truncatingIfNeeded: key), weight: Float(weight), token: token))
    let slot = Int(key & 63)
    if slots[slot] == 0 { slots[slot] = UInt8(words.count) }
    filter |= Self.bit(words[words.count - 1].key)
    known += Float(weight)
    squares += Float(weight) * Float(weight)
    return 1 << UInt64(words.count - 1)
  }

  /// Adds a word no entry has.
  ///
  /// - Returns: Its bit; zero when there are too many words.
  @discardableResult
  mutating func addUnknown(_ weight: UInt32, token: Int) -> UInt64 {
    unknown += Float(weight)
    guard words.count < Self.maximum else { return 0 }
    words.append(Word(key: 0, weight: Float(weight), token: token))
    squares += Float(weight) * Float(weight)
    return 1 << UInt64(words.count - 1)
  }

  /// Adds to what is unknown, beside a word that is known in part.
  mutating func addDoubt(_ weight: UInt32) { unknown += Float(weight) }

  mutating func add(concept: UInt64, words: UInt64, share: Float) {
    let key = UInt32(truncatingIfNeeded: concept)
    concepts.append(Concept(key: key, words: words, share: share))
    conceptFilter |= Self.bit(key)
  }

  /// The bit of a word that was added; zero when there was no room for it.
  func bit(of key: UInt64) -> UInt64 {
    words.firstIndex { $0.key == UInt32(truncatingIfNeeded: key) }.map { 1 << UInt64($0) } ?? 0
  }

  private static func bit(_ key: UInt32) -> UInt64 { 1 << UInt64(key & 63) }

  private var total: Float { max(1, known + unknown) }

  /// The hit of a candidate; its score is still the logit of the regression, without the lead, and its words are bits of
  /// ``words``: most candidates are dropped, the others are for ``settle(_:lead:)``.
  ///
  /// - Parameter wordings: See ``Wording``.
  func hit(
    _ candidate: FAQSearch.Candidate, _ wordings: UnsafeRawBufferPointer
  ) throws(FAQError) -> FAQHit {
    var hit = FAQHit(ordinal: candidate.ordinal, score: -.infinity, rank: 0)
    var best = Match()
    var at = 1
    for _ in 0..<wordings[0] {
      let match = try self.match(wordings, &at)
      let likeness =
        2 * match.ofMessage * match.ofWording / max(.leastNormalMagnitude, match.ofMessage + match.ofWording)
      let closeness =
        Closeness.likeness * likeness + Closeness.neighbours * match.neighbours
        + Closeness.telling * match.telling
      hit.rank = max(hit.rank, closeness)
      let count = Float((match.found | match.related).nonzeroBitCount)
      let sureness =
        Sureness.ofMessage * match.ofMessage + Sureness.ofWording * match.ofWording
        + Sureness.words * min(1, count / Sureness.enoughWords)
      guard sureness > hit.score else { continue }
      hit.score = sureness
      best = match
    }
    (hit.matchedTokens, hit.relatedTokens) = (best.found, best.related & ~best.found)
    hit.isExact =
      best.words > 0 && best.matchedWords == best.words && best.found.nonzeroBitCount == words.count
      && unknown == 0
    hit.score += Sureness.unknown * unseen(best) / total + Sureness.bias
    hit.rank += Float(candidate.sum) / (255 * total)
    return hit
  }

  /// The rank that no look at a candidate can exceed.
  func most(_ candidate: FAQSearch.Candidate) -> Float {
    Float(candidate.sum) / (255 * total) + Closeness.likeness + Closeness.neighbours + Closeness.telling
  }

  /// The weight of words that no entry has, and that the match does not know by a synonym.
  private func unseen(_ match: Match) -> Float {
    var seen: Float = 0
    var rest = match.related
    while rest != 0 {
      let word = words[rest.trailingZeroBitCount]
      if word.key == 0 { seen += word.weight }
      rest &= rest - 1
    }
    return unknown - min(unknown, seen)
  }

  /// Makes the logit of a hit a probability, and its words tokens of the message.
  ///
  /// - Parameter lead: How far the next hit is behind, `0 ... 1`; zero for all but the first.
  func settle(_ hit: inout FAQHit, lead: Float) {
    hit.score = 1 / (1 + expf(-hit.score - Sureness.lead * lead))
    hit.matchedTokens = tokens(of: hit.matchedTokens)
    hit.relatedTokens = tokens(of: hit.relatedTokens)
  }
}

// MARK: - One wording

extension QueryWords {
  /// Compares with the wording at `at` and moves behind it.
  private func match(_ wordings: UnsafeRawBufferPointer, _ at: inout Int) throws(FAQError) -> Match {
    guard at + 2 <= wordings.count else { throw .malformed }
    var match = Match(words: Int(wordings[at]))
    let phrases = Int(wordings[at + 1])
    let start = at + 2
    let behind = start + match.words * Wording.bytesPerWord
    at = behind + phrases * Wording.bytesPerWord
    guard at <= wordings.count, match.words <= 64 else { throw .malformed }
    var (weight, own, neighbours): (Float, Float, Float) = (0, 0, 0)
    var matched: UInt64 = 0
    var before = -1
    for place in 0..<match.words {
      let (key, share) = Self.word(wordings, start + place * Wording.bytesPerWord)
      weight += share
      guard filter & Self.bit(key) != 0, key != 0, let word = firstWord(of: key) else {
        before = -1
        continue
      }
      if before >= 0, words[word].token == words[before].token + 1 {
        neighbours += (words[before].weight + words[word].weight) / 2
      }
      before = word
      match.found |= 1 << UInt64(word)
      match.matchedWords += 1
      matched |= 1 << UInt64(place)
      own += share
    }
    var message = sum(match.found)
    if conceptFilter != 0, phrases > 0 {
      relate(wordings, start, behind, phrases, matched, &match, &message, &own)
    }
    match.ofMessage = min(1, message.weight / total)
    match.telling = message.square / max(1, squares)
    match.ofWording = own / max(1, weight)
    match.neighbours = min(1, neighbours / total)
    return match
  }

  /// The first word of a key whose bit the filter has.
  @inline(__always)
  private func firstWord(of key: UInt32) -> Int? {
    let first = Int(slots[Int(key & 63)]) - 1
    if words[first].key == key { return first }
    return words[first...].firstIndex { $0.key == key }
  }

  /// Adds what the wording says in other words.
  private func relate(
    _ wordings: UnsafeRawBufferPointer, _ start: Int, _ phrasesStart: Int, _ phrases: Int, _ matched: UInt64,
    _ match: inout Match, _ message: inout (weight: Float, square: Float), _ own: inout Float
  ) {
    var covered = matched
    for phrase in 0..<phrases {
      let at = phrasesStart + phrase * Wording.bytesPerWord
      let key = UInt32(littleEndian: wordings.loadUnaligned(fromByteOffset: at, as: UInt32.self))
      guard conceptFilter & Self.bit(key) != 0 else { continue }
      for concept in concepts where concept.key == key {
        let added = concept.words & ~match.found & ~match.related
        match.related |= added
        let said = sum(added)
        message.weight += concept.share * said.weight
        message.square += concept.share * concept.share * said.square
        let first = Int(wordings[at + 4])
        for word in first..<max(first, min(match.words, first + Int(wordings[at + 5])))
        where covered >> UInt64(word) & 1 == 0 {
          covered |= 1 << UInt64(word)
          own += concept.share * Self.word(wordings, start + word * Wording.bytesPerWord).weight
        }
      }
    }
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> (key: UInt32, weight: Float) {
    (
      UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)),
      Float(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 4, as: UInt16.self))) * 16
    )
  }

  /// The weights of some words of the message, and their squares.
  private func sum(_ mask: UInt64) -> (weight: Float, square: Float) {
    var (sum, rest): ((weight: Float, square: Float), UInt64) = ((0, 0), mask)
    while rest != 0 {
      let weight = words[rest.trailingZeroBitCount].weight
      sum.weight += weight
      sum.square += weight * weight
      rest &= rest - 1
    }
    return sum
  }

  private func tokens(of mask: UInt64) -> UInt64 {
    var (tokens, rest) = (UInt64(0), mask)
    while rest != 0 {
      let token = words[rest.trailingZeroBitCount].token
      if token < 64 { tokens |= 1 << UInt64(token) }
      rest &= rest - 1
    }
    return tokens
  }
}
