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

  /// What makes a hit the right one: a logistic regression, fitted on the development queries of three FAQs with
  /// questions of other fields mixed in (docs/benchmarks.md).
  private enum Sureness {
    static let ofMessage: Float = 3.3
    static let ofWording: Float = 3.6
    static let lead: Float = 3.3
    static let words: Float = 1.9
    static let unknown: Float = -4
    static let bias: Float = -4.2
    /// Matched words beyond these do not make it surer.
    static let enoughWords: Float = 4
  }

  private struct Match {
    /// Terms of the message the wording has: bit *i* is term *i*.
    var terms: UInt64 = 0
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

  /// The hit of a candidate.
  ///
  /// - Parameters:
  ///   - lead: How far the next candidate is behind, `0 ... 1`; zero for all but the first.
  ///   - wordings: See ``Wording``.
  func hit(
    _ candidate: FAQSearch.Candidate, lead: Float, _ wordings: UnsafeRawBufferPointer
  ) throws(FAQError) -> FAQHit {
    var hit = FAQHit(
      ordinal: candidate.ordinal, score: 0, rank: Float(candidate.sum), matchedTokens: 0, isExact: false)
    var best = -Float.infinity
    var at = 1
    for _ in 0..<wordings[0] {
      let match = try self.match(wordings, &at)
      let matched = matchedWeight(match)
      let likeness = likeness(match, matched)
      guard likeness > best else { continue }
      best = likeness
      hit.matchedTokens = tokens(of: match)
      hit.isExact = match.matchedWords == match.words && matched == known && unknown == 0
    }
    best += Sureness.lead * lead + Sureness.unknown * unknown / (known + unknown) + Sureness.bias
    hit.score = 1 / (1 + expf(-best))
    return hit
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
      match.terms |= 1 << UInt64(term)
      match.matchedWords += 1
      match.matchedWeight += UInt32(weight)
    }
    at = end
    return match
  }

  private func likeness(_ match: Match, _ matched: Float) -> Float {
    guard match.weight > 0, known > 0 else { return 0 }
    return Sureness.ofMessage * matched / (known + unknown)
      + Sureness.ofWording * Float(match.matchedWeight) / Float(match.weight)
      + Sureness.words * min(1, Float(match.terms.nonzeroBitCount) / Sureness.enoughWords)
  }

  private func matchedWeight(_ match: Match) -> Float {
    var (weight, rest) = (Float(0), match.terms)
    while rest != 0 {
      weight += Float(weights[rest.trailingZeroBitCount])
      rest &= rest - 1
    }
    return weight
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
