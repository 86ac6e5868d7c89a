private import Glibc

/// The words of a message, for a close look at a candidate: how much of the message its best wording covers, and how
/// much of that wording the message says.
struct QueryWords {
  /// Lower halves of the terms' keys, their weights and tokens.
  private var keys: [UInt32] = []
  private var weights: [UInt32] = []
  private var tokens: [UInt8] = []
  /// One bit of 64 for each key, for a quick no.
  private var filter: UInt64 = 0
  private var known: Float = 0
  private var unknown: Float = 0

  /// What makes a hit the right one: a logistic regression, fitted on the development queries of three FAQs and on
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

  /// What the likeness of message and wording (the harmonic mean of the shares each covers of the other) adds to the
  /// rank, whose other part is BM25's sum as a share of what it could be.
  private static let likeness: Float = 0.1

  private struct Match {
    /// Terms of the message the wording has: bit *i* is term *i*; and their weight.
    var terms: UInt64 = 0
    var termWeight: UInt32 = 0
    var words = 0
    var matchedWords = 0
    var weight: UInt32 = 0
    var matchedWeight: UInt32 = 0
  }

  mutating func reset() {
    keys.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
    tokens.removeAll(keepingCapacity: true)
    (filter, known, unknown) = (0, 0, 0)
  }

  mutating func add(key: UInt64, weight: UInt32, token: Int) {
    keys.append(UInt32(truncatingIfNeeded: key))
    weights.append(weight)
    tokens.append(UInt8(clamping: token))
    filter |= Self.bit(keys[keys.count - 1])
    known += Float(weight)
  }

  /// A word no entry has.
  mutating func addUnknown(_ weight: UInt32) { unknown += Float(weight) }

  private static func bit(_ key: UInt32) -> UInt64 { 1 << UInt64(key & 63) }

  /// The hit of a candidate; its score is still the logit of the regression, without the lead.
  ///
  /// - Parameter wordings: See ``Wording``.
  func hit(
    _ candidate: FAQSearch.Candidate, _ wordings: UnsafeRawBufferPointer
  ) throws(FAQError) -> FAQHit {
    var hit = FAQHit(ordinal: candidate.ordinal, score: -.infinity, rank: 0, matchedTokens: 0, isExact: false)
    var best = Match()
    var at = 1
    for _ in 0..<wordings[0] {
      let match = try self.match(wordings, &at)
      let matched = Float(match.termWeight)
      let ofMessage = matched / max(1, known + unknown)
      let ofWording = Float(match.matchedWeight) / Float(max(1, match.weight))
      let sureness =
        Sureness.ofMessage * ofMessage + Sureness.ofWording * ofWording
        + Sureness.words * min(1, Float(match.terms.nonzeroBitCount) / Sureness.enoughWords)
      guard sureness > hit.score else { continue }
      hit.score = sureness
      hit.rank = 2 * ofMessage * ofWording / max(.leastNormalMagnitude, ofMessage + ofWording)
      best = match
    }
    hit.matchedTokens = tokens(of: best)
    hit.isExact = best.matchedWords == best.words && best.terms.nonzeroBitCount == keys.count && unknown == 0
    hit.score += Sureness.unknown * unknown / max(1, known + unknown) + Sureness.bias
    hit.rank = Float(candidate.sum) / (255 * max(1, known + unknown)) + Self.likeness * hit.rank
    return hit
  }

  /// A probability from a logit.
  ///
  /// - Parameter lead: How far the next hit is behind, `0 ... 1`; zero for all but the first.
  static func score(_ logit: Float, lead: Float) -> Float {
    1 / (1 + expf(-logit - Sureness.lead * lead))
  }

  /// Compares with the wording at `at` and moves behind it.
  private func match(_ wordings: UnsafeRawBufferPointer, _ at: inout Int) throws(FAQError) -> Match {
    guard at < wordings.count else { throw .malformed }
    var match = Match(words: Int(wordings[at]))
    let end = at + 1 + match.words * Wording.bytesPerWord
    guard end <= wordings.count else { throw .malformed }
    for word in stride(from: at + 1, to: end, by: Wording.bytesPerWord) {
      let key = UInt32(littleEndian: wordings.loadUnaligned(fromByteOffset: word, as: UInt32.self))
      let weight = UInt16(littleEndian: wordings.loadUnaligned(fromByteOffset: word + 4, as: UInt16.self))
      match.weight += UInt32(weight)
      guard filter & Self.bit(key) != 0, let term = keys.firstIndex(of: key) else { continue }
      let bit: UInt64 = 1 << UInt64(term)
      if match.terms & bit == 0 { match.termWeight += weights[term] }
      match.terms |= bit
      match.matchedWords += 1
      match.matchedWeight += UInt32(weight)
    }
    at = end
    return match
  }

  private func tokens(of match: Match) -> UInt64 {
    var (mask, rest) = (UInt64(0), match.terms)
    while rest != 0 {
      let token = tokens[rest.trailingZeroBitCount]
      if token < 64 { mask |= 1 << UInt64(token) }
      rest &= rest - 1
    }
    return mask
  }
}
