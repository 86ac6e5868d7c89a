/// The rules of a revision behind one pass over a message's words: which of thousands match, at a cost that
/// hardly grows with their number.
///
/// The words of the message are looked up in a table; a rule is a candidate when each of its word sets (at most
/// ``PrefilterIndex/mostWordSets``) was hit. Rules that need no whole word are found by their literals, for which
/// Vectorscan scans the message; rules without either are candidates always. PCRE2 confirms candidates and
/// captures. Programs are compiled on first use, so that loading 10,000 rules takes milliseconds.
///
/// Build one when a revision is built, keep ``serialized()`` in it, share the loaded one between threads.
package final class PatternSet: Sendable {
  /// One rule: a pattern, and one that must not match beside it.
  package struct Rule: Sendable {
    package var pattern: PatternSyntax
    package var unless: PatternSyntax?
    /// Of the rules of a group only the best that match are wanted; `nil` is a group of its own.
    package var group: UInt32?
    /// Lower is better; rising from rule to rule. Rules of equal rank are all tried.
    package var rank: UInt32

    package init(
      _ pattern: PatternSyntax, unless: PatternSyntax? = nil, group: UInt32? = nil, rank: UInt32 = 0
    ) {
      self.pattern = pattern
      self.unless = unless
      self.group = group
      self.rank = rank
    }
  }

  /// Number of rules; they are known by their index.
  package let count: Int
  private let index: PrefilterIndex
  private let prefilter: LiteralPrefilter
  private let ranks: RuleRanks
  /// Two of each rule: its pattern, then its `unless`, empty when it has none.
  private let programs: LazyPatterns

  /// Builds the set. Each pattern must compile: `Pattern(syntax)` says what is wrong with one that does not,
  /// here it would never match.
  ///
  /// - Parameter wordCounts: How often shoppers use a word, as far as examples tell: the rarest words find a rule.
  package convenience init(_ rules: [Rule], wordCounts: [String: Int] = [:]) {
    let counts = Dictionary(
      wordCounts.map { (Array($0.key.utf8), $0.value) }, uniquingKeysWith: { first, _ in first })
    let index = PrefilterIndex(rules.map(\.pattern), unless: rules.map(\.unless), wordCounts: counts)
    self.init(
      index: index, prefilter: LiteralPrefilter(index.literals), ranks: RuleRanks(rules),
      sources: rules.flatMap { [$0.pattern.program, $0.unless?.program ?? ""] })
  }

  private init(index: PrefilterIndex, prefilter: LiteralPrefilter, ranks: RuleRanks, sources: [String]) {
    count = index.ruleCount
    self.index = index
    self.prefilter = prefilter
    self.ranks = ranks
    programs = LazyPatterns(sources)
  }

  /// Rules without a usable word or literal: every message is tried on each. To be kept few.
  package var unfiltered: [Int] { index.unfiltered.map(Int.init) }

  /// The prefilter was built by another version or on another processor, and made anew in memory.
  package var isRebuilt: Bool { prefilter.isRebuilt }

  /// Finds the rules that match; `scratch.matches` then holds them by rising index. Of a group that a rule of a
  /// better rank has matched for, further rules are left out.
  ///
  /// - Parameters:
  ///   - text: Match text.
  ///   - deadline: No further rule is tried after it; looked at between rules. Missed ones are counted in
  ///     `scratch.deadlinesMissed`.
  /// - Complexity: one pass over the words, and one PCRE2 match for each candidate. No allocation in steady state.
  package func match(
    _ text: UnsafeBufferPointer<UInt8>, with scratch: PatternScratch, deadline: ContinuousClock.Instant? = nil
  ) {
    scratch.begin(groups: ranks.groupCount)
    scratch.match.begin(text)
    prefilter.scan(text, with: scratch.prefilter)
    scratch.candidates.collect(from: index, text, hits: scratch.prefilter.hits)
    for (tried, rule) in scratch.candidates.rules.enumerated() {
      if let deadline, tried % 8 == 7, ContinuousClock.now >= deadline {
        scratch.deadlinesMissed += 1
        break
      }
      let rule = Int(rule)
      let (group, rank) = ranks[rule]
      guard !scratch.isBeaten(group, rank) else { continue }
      if confirm(rule, text, with: scratch) { scratch.noteBest(group, rank) }
    }
  }

  private func confirm(_ rule: Int, _ text: UnsafeBufferPointer<UInt8>, with scratch: PatternScratch) -> Bool
  {
    let found = programs.with(2 * rule) { pattern in
      guard pattern.matchNext(in: text, with: scratch.match) == .match,
        let range = scratch.match.range(ofGroup: 0)
      else { return false }
      scratch.add(rule, range, pattern)
      return true
    }
    guard found == true else { return false }
    guard scratch.candidates.hasHit(index.setsOfUnless[UInt32(rule)]) else { return true }
    // A fault of `unless` counts as its match: the rule stays silent rather than speak out of turn.
    let unless = programs.with(2 * rule + 1) { $0.matchNext(in: text, with: scratch.match) }
    guard let unless, unless != .none else { return true }
    scratch.removeLast()
    return false
  }
}

extension PatternSet {
  /// The whole set, to be kept in a part: format, tables, patterns, compiled prefilter.
  package func serialized() -> [UInt8] {
    var writer = ByteWriter()
    writer.write(PatternSet.mark)
    index.write(to: &writer)
    ranks.write(to: &writer)
    writer.write(programs.sources.map { Array($0.utf8) })
    writer.write(prefilter.serialized())
    return writer.bytes
  }

  /// Our mark and format version.
  private static let mark = Array("PLPS0002".utf8)

  /// Reads what ``serialized()`` wrote.
  ///
  /// - Throws: ``Damaged`` when the bytes are no set. A prefilter that does not fit this machine is no
  ///   damage: see ``isRebuilt``.
  package convenience init(serialized bytes: UnsafeRawBufferPointer) throws(Damaged) {
    var reader = ByteReader(bytes)
    guard reader.readBytes().map({ $0.elementsEqual(PatternSet.mark) }) == true,
      let index = PrefilterIndex(from: &reader), let ranks = RuleRanks(from: &reader, count: index.ruleCount),
      let sources = reader.readStrings(), let compiled = reader.readBytes(),
      sources.count == 2 * index.ruleCount
    else { throw Damaged() }
    self.init(
      index: index, prefilter: LiteralPrefilter(index.literals, serialized: compiled), ranks: ranks,
      sources: sources.map { String(decoding: $0, as: UTF8.self) })
  }

  /// The bytes are no pattern set of this version.
  package struct Damaged: Error, Equatable {}
}
