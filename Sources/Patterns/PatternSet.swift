/// The rules of a revision behind one scan: which of thousands match a message, at a cost that hardly grows
/// with their number.
///
/// Vectorscan looks for the rules' required literals in one pass; a rule is a candidate when each of its
/// literal sets (at most ``PrefilterIndex/mostSets``) was hit; PCRE2 confirms candidates and captures. Rules
/// without a usable literal are candidates always. Programs are compiled on first use, so that loading
/// 10,000 rules takes milliseconds.
///
/// Build one when a revision is built, keep ``serialized()`` in it, share the loaded one between threads.
package final class PatternSet: Sendable {
  /// One rule: a pattern, and one that must not match beside it.
  package struct Rule: Sendable {
    package var pattern: PatternSyntax
    package var unless: PatternSyntax?

    package init(_ pattern: PatternSyntax, unless: PatternSyntax? = nil) {
      self.pattern = pattern
      self.unless = unless
    }
  }

  /// Number of rules; they are known by their index.
  package let count: Int
  private let index: PrefilterIndex
  private let prefilter: LiteralPrefilter
  /// Two of each rule: its pattern, then its `unless`, empty when it has none.
  private let programs: LazyPatterns

  /// Builds the set. Each pattern must compile: `Pattern(syntax)` says what is wrong with one that does not,
  /// here it would never match.
  package convenience init(_ rules: [Rule]) {
    let index = PrefilterIndex(
      rules.map(\.pattern.requiredLiterals), unless: rules.map { $0.unless?.requiredLiterals ?? [] })
    self.init(
      index: index, prefilter: LiteralPrefilter(index.literals),
      sources: rules.flatMap { [$0.pattern.program, $0.unless?.program ?? ""] })
  }

  private init(index: PrefilterIndex, prefilter: LiteralPrefilter, sources: [String]) {
    count = index.ruleCount
    self.index = index
    self.prefilter = prefilter
    programs = LazyPatterns(sources)
  }

  /// Rules without a usable literal: every message is tried on each. To be kept few.
  package var unfiltered: [Int] { index.unfiltered.map(Int.init) }

  /// The prefilter was built by another version or on another processor, and made anew in memory.
  package var isRebuilt: Bool { prefilter.isRebuilt }

  /// Finds every rule that matches; `scratch.matches` then holds them by rising index.
  ///
  /// - Parameters:
  ///   - text: Match text.
  ///   - deadline: No further rule is tried after it; looked at between rules. Missed ones are counted in
  ///     `scratch.deadlinesMissed`.
  /// - Complexity: one scan, and one PCRE2 match for each candidate. No allocation in steady state.
  package func match(
    _ text: UnsafeBufferPointer<UInt8>, with scratch: PatternScratch, deadline: ContinuousClock.Instant? = nil
  ) {
    scratch.begin()
    prefilter.scan(text, with: scratch.prefilter)
    scratch.candidates.collect(from: index, hits: scratch.prefilter.hits)
    for (tried, rule) in scratch.candidates.rules.enumerated() {
      if let deadline, tried % 8 == 7, ContinuousClock.now >= deadline {
        scratch.deadlinesMissed += 1
        break
      }
      confirm(Int(rule), text, with: scratch)
    }
  }

  private func confirm(_ rule: Int, _ text: UnsafeBufferPointer<UInt8>, with scratch: PatternScratch) {
    let found = programs.with(2 * rule) { pattern in
      guard pattern.match(in: text, with: scratch.match) == .match,
        let range = scratch.match.range(ofGroup: 0)
      else { return false }
      scratch.add(rule, range, pattern)
      return true
    }
    guard found == true, scratch.candidates.hasHit(index.setsOfUnless[UInt32(rule)]) else { return }
    // A fault of `unless` counts as its match: the rule stays silent rather than speak out of turn.
    let unless = programs.with(2 * rule + 1) { $0.match(in: text, with: scratch.match) }
    if let unless, unless != .none { scratch.removeLast() }
  }
}

extension PatternSet {
  /// The whole set, to be kept in a part: format, tables, patterns, compiled prefilter.
  package func serialized() -> [UInt8] {
    var writer = ByteWriter()
    writer.write(PatternSet.mark)
    index.write(to: &writer)
    writer.write(programs.sources.map { Array($0.utf8) })
    writer.write(prefilter.serialized())
    return writer.bytes
  }

  /// Our mark and format version.
  private static let mark = Array("PLPS0001".utf8)

  /// Reads what ``serialized()`` wrote.
  ///
  /// - Throws: ``Damaged`` when the bytes are no set. A prefilter that does not fit this machine is no
  ///   damage: see ``isRebuilt``.
  package convenience init(serialized bytes: UnsafeRawBufferPointer) throws(Damaged) {
    var reader = ByteReader(bytes)
    guard reader.readBytes().map({ $0.elementsEqual(PatternSet.mark) }) == true,
      let index = PrefilterIndex(from: &reader), let sources = reader.readStrings(),
      let compiled = reader.readBytes(), sources.count == 2 * index.ruleCount
    else { throw Damaged() }
    self.init(
      index: index, prefilter: LiteralPrefilter(index.literals, serialized: compiled),
      sources: sources.map { String(decoding: $0, as: UTF8.self) })
  }

  /// The bytes are no pattern set of this version.
  package struct Damaged: Error, Equatable {}
}
