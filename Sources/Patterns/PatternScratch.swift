/// What matching a ``PatternSet`` writes to. One per thread; serves every set, one after the other.
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
  package private(set) var matches: [Match] = []
  package private(set) var groups: [Group] = []
  /// Messages for which the deadline passed before every candidate was tried.
  package internal(set) var deadlinesMissed = 0

  /// Limits hit since the start: see ``MatchScratch/faults``.
  package var faults: Int { match.faults }
  /// Candidates that PCRE2 was asked to confirm for the message last looked at.
  package var candidateCount: Int { candidates.rules.count }

  let match: MatchScratch
  let prefilter = PrefilterScratch()
  var candidates = Candidates()

  package init(matchLimit: Int = MatchScratch.defaultMatchLimit) {
    match = MatchScratch(matchLimit: matchLimit)
  }

  func begin() {
    matches.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
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

/// From the literals hit to the rules to confirm.
struct Candidates {
  /// By rising index.
  private(set) var rules: [UInt32] = []
  /// For each set of the index, the message that last hit it.
  private var hitIn: [UInt32] = []
  private var hitSets: [UInt32] = []
  /// Counts messages; 0 is none.
  private var message: UInt32 = 0

  mutating func collect(from index: PrefilterIndex, hits: [UInt32]) {
    rules.removeAll(keepingCapacity: true)
    hitSets.removeAll(keepingCapacity: true)
    begin(setCount: index.rulesOfSet.count)
    for literal in hits {
      for set in index.setsOfLiteral[literal] where hitIn[Int(set)] != message {
        hitIn[Int(set)] = message
        hitSets.append(set)
      }
    }
    for set in hitSets {
      for rule in index.rulesOfSet[set]
      where index.furtherSetsOfRule[rule].allSatisfy({ hitIn[Int($0)] == message }) {
        rules.append(rule)
      }
    }
    rules.append(contentsOf: index.unfiltered)
    rules.sort()
  }

  /// Forgets the message before: by its number, unless another index or the end of the numbers came up.
  private mutating func begin(setCount: Int) {
    message &+= 1
    if hitIn.count != setCount || message == 0 {
      hitIn = Array(repeating: 0, count: setCount)
      message = 1
    }
  }
}
