/// Looks closely at a candidate: how much of the message its best wording covers, and how much of that wording
/// the message says.
struct WordingJudge {
  private let terms: [FAQScratch.Term]
  private let filter: UInt64
  /// Weights of the message's words: those the index knows, and all.
  private let known: UInt32
  private let all: Float

  init(terms: [FAQScratch.Term], filter: UInt64, known: UInt32, _ unknown: UInt32) {
    self.terms = terms
    self.filter = filter
    self.known = known
    all = Float(known) + Float(unknown)
  }

  private struct Match {
    /// Terms of the message the wording has: bit *i* is term *i*.
    var terms: UInt64 = 0
    var words = 0
    var weight: UInt32 = 0
    var matchedWords = 0
    var matchedWeight: UInt32 = 0
  }

  func hit(
    _ candidate: FAQScratch.Candidate, _ wordings: UnsafeRawBufferPointer
  ) throws(FAQError) -> FAQHit {
    var hit = FAQHit(
      ordinal: candidate.ordinal, score: 0, rank: Float(candidate.sum), matchedTokens: 0, isExact: false)
    var reader = ByteReader(wordings)
    for _ in 0..<(try reader.read(UInt8.self)) {
      let match = try self.match(&reader)
      let score = self.score(match)
      guard score > hit.score else { continue }
      hit.score = score
      hit.matchedTokens = tokens(match)
      hit.isExact = match.matchedWords == match.words && Float(matchedWeight(match)) == all
    }
    return hit
  }

  private func match(_ reader: inout ByteReader) throws(FAQError) -> Match {
    var match = Match()
    match.words = Int(try reader.read(UInt8.self))
    for _ in 0..<match.words {
      let (key, weight) = (try reader.read(UInt32.self), UInt32(try reader.read(UInt16.self)))
      match.weight += weight
      guard let term = index(of: key) else { continue }
      match.terms |= 1 << UInt64(term)
      match.matchedWords += 1
      match.matchedWeight += weight
    }
    return match
  }

  private func index(of key: UInt32) -> Int? {
    guard filter & FAQScratch.bit(UInt64(key)) != 0 else { return nil }
    return terms.firstIndex { UInt32(truncatingIfNeeded: $0.key) == key }
  }

  private func matchedWeight(_ match: Match) -> UInt32 {
    var weight: UInt32 = 0
    for index in terms.indices where match.terms >> UInt64(index) & 1 == 1 { weight += terms[index].weight }
    return weight
  }

  /// Harmonic mean of the share of the message that is in the wording and the share of the wording that is in the
  /// message, by weight.
  private func score(_ match: Match) -> Float {
    guard match.matchedWeight > 0, all > 0 else { return 0 }
    let ofMessage = Float(matchedWeight(match)) / all
    let ofWording = Float(match.matchedWeight) / Float(match.weight)
    return 2 * ofMessage * ofWording / (ofMessage + ofWording)
  }

  private func tokens(_ match: Match) -> UInt64 {
    var tokens: UInt64 = 0
    for index in terms.indices where match.terms >> UInt64(index) & 1 == 1 && terms[index].token < 64 {
      tokens |= 1 << UInt64(terms[index].token)
    }
    return tokens
  }
}
