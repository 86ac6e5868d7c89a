/// From literals to rules: which sets a literal belongs to, which rules a set stands for.
///
/// Each rule is found by its *trigger*, the set whose literals fewest rules share; its other sets are then
/// looked up, so that a word common to thousands of rules costs little.
struct PrefilterIndex: Sendable {
  /// Most literal sets looked at for one rule.
  static let mostSets = 3

  let ruleCount: Int
  /// Distinct literals of all sets in use.
  let literals: [[UInt8]]
  /// Sets that each literal belongs to.
  let setsOfLiteral: NumberLists
  /// Rules that each set triggers.
  let rulesOfSet: NumberLists
  /// Sets that must be hit too, of each rule.
  let furtherSetsOfRule: NumberLists
  /// Sets without which a rule's `unless` cannot match.
  let setsOfUnless: NumberLists
  /// Rules without a usable literal.
  let unfiltered: [UInt32]

  /// Builds the index from the required literals of each rule, and of its `unless`.
  init(_ required: [[LiteralSet]], unless: [[LiteralSet]]) {
    let sharing = PrefilterIndex.rulesSharing(required)
    var sets: [LiteralSet: UInt32] = [:]
    var literals: [[UInt8]: UInt32] = [:]
    var (ordered, setsOfLiteral, rulesOfSet): ([[UInt8]], [[UInt32]], [[UInt32]]) = ([], [], [])
    var (further, unfiltered): ([[UInt32]], [UInt32]) = ([], [])
    func number(_ set: LiteralSet) -> UInt32 {
      if let known = sets[set] { return known }
      let number = UInt32(rulesOfSet.count)
      sets[set] = number
      rulesOfSet.append([])
      for literal in set.literals {
        let literalNumber = literals[literal] ?? UInt32(ordered.count)
        if literals.updateValue(literalNumber, forKey: literal) == nil {
          ordered.append(literal)
          setsOfLiteral.append([])
        }
        setsOfLiteral[Int(literalNumber)].append(number)
      }
      return number
    }
    for (rule, candidates) in required.enumerated() {
      let chosen = PrefilterIndex.choose(candidates, sharing: sharing).map(number)
      further.append(Array(chosen.dropFirst()))
      if let trigger = chosen.first {
        rulesOfSet[Int(trigger)].append(UInt32(rule))
      } else {
        unfiltered.append(UInt32(rule))
      }
    }
    setsOfUnless = NumberLists(unless.map { PrefilterIndex.choose($0, sharing: sharing).map(number) })
    ruleCount = required.count
    self.literals = ordered
    self.setsOfLiteral = NumberLists(setsOfLiteral)
    self.rulesOfSet = NumberLists(rulesOfSet)
    furtherSetsOfRule = NumberLists(further)
    self.unfiltered = unfiltered
  }

  /// How many rules need each literal.
  private static func rulesSharing(_ required: [[LiteralSet]]) -> [[UInt8]: Int] {
    var sharing: [[UInt8]: Int] = [:]
    for sets in required {
      for literal in Set(sets.flatMap(\.literals)) { sharing[literal, default: 0] += 1 }
    }
    return sharing
  }

  /// The sets to use, rarest first: few sharing rules, then long literals, then the alphabet.
  private static func choose(_ sets: [LiteralSet], sharing: [[UInt8]: Int]) -> [LiteralSet] {
    let weighed = sets.map { set in
      (set: set, weight: set.literals.reduce(0) { $0 + (sharing[$1] ?? 0) }, shortest: set.shortest)
    }
    let ordered = weighed.sorted { left, right in
      if left.weight != right.weight { return left.weight < right.weight }
      if left.shortest != right.shortest { return left.shortest > right.shortest }
      return left.set.literals.lexicographicallyPrecedes(right.set.literals) {
        $0.lexicographicallyPrecedes($1)
      }
    }
    return ordered.prefix(mostSets).map(\.set)
  }
}

extension PrefilterIndex {
  func write(to writer: inout ByteWriter) {
    writer.write([UInt32(ruleCount), UInt32(rulesOfSet.count)])
    writer.write(literals)
    setsOfLiteral.write(to: &writer)
    rulesOfSet.write(to: &writer)
    furtherSetsOfRule.write(to: &writer)
    setsOfUnless.write(to: &writer)
    writer.write(unfiltered)
  }

  /// `nil` when the bytes are no index, or point outside themselves.
  init?(from reader: inout ByteReader) {
    guard let counts = reader.readNumbers(), counts.count == 2, let literals = reader.readStrings(),
      literals.allSatisfy({ !$0.isEmpty })
    else { return nil }
    let (rules, sets) = (Int(counts[0]), Int(counts[1]))
    guard let setsOfLiteral = NumberLists(from: &reader, count: literals.count, below: sets),
      let rulesOfSet = NumberLists(from: &reader, count: sets, below: rules),
      let furtherSetsOfRule = NumberLists(from: &reader, count: rules, below: sets),
      let setsOfUnless = NumberLists(from: &reader, count: rules, below: sets),
      let unfiltered = reader.readNumbers(), unfiltered.allSatisfy({ $0 < rules })
    else { return nil }
    ruleCount = rules
    self.literals = literals.map { Array($0) }
    self.setsOfLiteral = setsOfLiteral
    self.rulesOfSet = rulesOfSet
    self.furtherSetsOfRule = furtherSetsOfRule
    self.setsOfUnless = setsOfUnless
    self.unfiltered = unfiltered
  }
}
