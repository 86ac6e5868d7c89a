/// Strings of which at least one occurs in every message that a pattern matches.
package struct LiteralSet: Sendable, Hashable {
  /// Folded UTF-8, each of ``leastBytes`` or more, none the start of another, sorted. Never empty.
  package let literals: [[UInt8]]

  package static let leastBytes = 3
  package static let mostBytes = 48
  package static let mostLiterals = 128

  /// The smallest set that says the same; `nil` where a string is too short or there are too many.
  init?(_ strings: [[UInt8]]) {
    guard !strings.isEmpty, strings.allSatisfy({ $0.count >= LiteralSet.leastBytes }) else { return nil }
    // In the order of the alphabet, what starts with a string comes right after it.
    var kept: [[UInt8]] = []
    for string in strings.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      if let last = kept.last, string.starts(with: last) { continue }
      kept.append(string)
    }
    if kept.count <= LiteralSet.mostCompared {
      kept = kept.filter { string in !kept.contains { $0.count < string.count && string.contains($0) } }
    }
    guard kept.count <= LiteralSet.mostLiterals else { return nil }
    literals = kept
  }

  /// Sets up to this size are freed of strings that contain another, which costs their square.
  private static let mostCompared = 32

  var shortest: Int { literals.map(\.count).min() ?? 0 }
}

/// What a node says about the strings it matches; all sets may be wider than the truth, never narrower.
struct RequiredLiterals {
  /// Every string the node can match; `nil` where they are too many or unknown.
  private(set) var whole: [[UInt8]]?
  /// Every match contains one string of each of these.
  private(set) var sets: [LiteralSet]

  /// Strings that a sequence may multiply out to. Small, because several short sets that all must hit
  /// filter as well as their product, and rules share them.
  private static let mostProducts = 16

  init(_ node: PatternNode) {
    switch node {
    case .nothing: self.init(whole: [[]])
    case .literal(let bytes): self.init(whole: [bytes])
    case .character(let members, let isComplete, _): self.init(whole: isComplete ? members : nil)
    case .backreference: self.init(whole: nil)
    case .sequence(let parts): self.init(sequence: parts.map(RequiredLiterals.init))
    case .alternatives(let choices): self.init(alternatives: choices.map(RequiredLiterals.init))
    case .repeated(let part, let atLeast, let atMost):
      self.init(repeating: RequiredLiterals(part), atLeast, atMost)
    case .atomic(let part), .capture(let part): self = RequiredLiterals(part)
    case .beside(let part): self.init(whole: [[]], sets: RequiredLiterals(part).allSets)
    case .known(let known): self = known.requiredLiterals
    }
  }

  /// The sets, that of the whole strings included.
  var allSets: [LiteralSet] {
    guard let whole, let set = LiteralSet(whole) else { return sets }
    return sets + [set]
  }

  private init(whole: [[UInt8]]?, sets: [LiteralSet] = []) {
    let isBounded = whole.map {
      $0.count <= PatternNode.mostStrings && $0.allSatisfy { $0.count <= LiteralSet.mostBytes }
    }
    self.whole = isBounded == true ? whole : nil
    self.sets = sets
    if self.whole == nil, let whole,
      let set = LiteralSet(whole.map { Array($0.prefix(LiteralSet.mostBytes)) })
    {
      self.sets.append(set)
    }
  }

  /// Multiplies neighbours out while they are few; what cannot be is a set of its own.
  private init(sequence parts: [RequiredLiterals]) {
    var run: [[UInt8]] = [[]]
    var sets: [LiteralSet] = []
    var isWhole = true
    for part in parts {
      sets += part.sets
      if let whole = part.whole, let longer = RequiredLiterals.product(run, whole) {
        run = longer
        continue
      }
      isWhole = false
      if let set = LiteralSet(run) { sets.append(set) }
      run = part.whole ?? [[]]
    }
    if !isWhole, let set = LiteralSet(run) { sets.append(set) }
    self.init(whole: isWhole ? run : nil, sets: sets)
  }

  private static func product(_ heads: [[UInt8]], _ tails: [[UInt8]]) -> [[UInt8]]? {
    guard heads.count == 1 || tails.count == 1 || heads.count * tails.count <= mostProducts else {
      return nil
    }
    let strings = heads.flatMap { head in tails.map { head + $0 } }
    return strings.allSatisfy { $0.count <= LiteralSet.mostBytes } ? strings : nil
  }

  /// One set of what each choice needs most.
  private init(alternatives choices: [RequiredLiterals]) {
    let wholes = choices.compactMap(\.whole)
    if wholes.count == choices.count, wholes.reduce(0, { $0 + $1.count }) <= PatternNode.mostStrings {
      self.init(whole: Array(Set(wholes.joined())).sorted { $0.lexicographicallyPrecedes($1) })
      return
    }
    let best = choices.compactMap { choice in
      choice.allSets.max { ($0.shortest, -$0.literals.count) < ($1.shortest, -$1.literals.count) }
    }
    let union = best.count == choices.count ? LiteralSet(best.flatMap(\.literals)) : nil
    self.init(whole: nil, sets: union.map { [$0] } ?? [])
  }

  private init(repeating part: RequiredLiterals, _ atLeast: Int, _ atMost: Int?) {
    switch (atLeast, atMost, part.whole) {
    case (1, 1, _): self = part
    case (0, 1, .some(let whole)): self.init(whole: whole + [[]])
    case (0, _, _): self.init(whole: nil)
    default: self.init(whole: nil, sets: part.allSets)
    }
  }
}

extension [UInt8] {
  /// Whether `other` occurs in these bytes.
  fileprivate func contains(_ other: [UInt8]) -> Bool {
    guard other.count <= count else { return false }
    return (0...count - other.count).contains { start in
      self[start..<start + other.count].elementsEqual(other)
    }
  }
}
