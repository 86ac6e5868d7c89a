/// What matching a ``PatternSet`` writes to. One per thread; serves every set, one after the other.
///
/// Only ``PatternSet/match(_:with:deadline:)`` writes to it and nothing it calls comes back here, so that its
/// properties need no dynamic exclusivity check.
package final class PatternScratch {
  /// One rule that matched.
  package struct Match: Sendable, Equatable {
    /// Index of the rule in its set.
    package var rule: Int
    /// Bytes of the match text.
    package var range: Range<Int>
    /// Its named groups, as indices of ``PatternScratch/groups``.
    package var groups: Range<Int>
  }

  /// A named group that took part in a match.
  package struct Group: Sendable, Equatable {
    package var name: String
    /// Bytes of the match text.
    package var range: Range<Int>
  }

  /// Rules that matched the message last looked at, by rising index.
  @exclusivity(unchecked) package private(set) var matches: [Match] = []
  @exclusivity(unchecked) package private(set) var groups: [Group] = []
  /// Messages for which the deadline passed before every candidate was tried.
  package internal(set) var deadlinesMissed = 0

  /// Limits hit since the start: see ``MatchScratch/faults``.
  package var faults: Int { match.faults }
  /// Candidates that PCRE2 was asked to confirm for the message last looked at.
  package var candidateCount: Int { candidates.rules.count }

  let match: MatchScratch
  let prefilter = PrefilterScratch()
  @exclusivity(unchecked) var candidates = Candidates()

  package init(matchLimit: Int = MatchScratch.defaultMatchLimit) {
    match = MatchScratch(matchLimit: matchLimit)
  }

  /// Of each group, the rank of the first rule that matched, under the number of the message.
  @exclusivity(unchecked) private var bestOfGroup: [(message: UInt32, rank: UInt32)] = []
  @exclusivity(unchecked) private var message: UInt32 = 0

  func begin(groups count: Int) {
    message &+= 1
    if bestOfGroup.count < count || message == 0 {
      bestOfGroup = Array(repeating: (0, 0), count: count)
      message = 1
    }
    matches.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
  }

  /// Whether a rule of a better rank has matched for the group.
  func isBeaten(_ group: Int, _ rank: UInt32) -> Bool {
    bestOfGroup[group].message == message && bestOfGroup[group].rank < rank
  }

  /// Ranks come rising: the first is the best.
  func noteBest(_ group: Int, _ rank: UInt32) {
    if bestOfGroup[group].message != message { bestOfGroup[group] = (message, rank) }
  }

  func add(_ rule: Int, _ range: Range<Int>, _ pattern: Pattern) {
    let first = groups.count
    for group in pattern.groups {
      if let range = match.range(ofGroup: group.number) {
        groups.append(Group(name: group.name, range: range))
      }
    }
    matches.append(Match(rule: rule, range: range, groups: first..<groups.count))
  }

  func removeLast() {
    let last = matches.removeLast()
    groups.removeSubrange(last.groups)
  }
}
