/// From literals to rules: which sets a literal belongs to, which rules a set stands for.
///
/// Each rule is found by its *trigger*, the set whose literals fewest rules share; its other sets are then
/// looked up, so that a word common to thousands of rules costs little.
struct PrefilterIndex: Sendable, Equatable {
  /// Most literal sets looked at for one rule.
  static let mostSets = 4

  let ruleCount: Int
  /// Distinct literals of all sets in use.
  let literals: [[UInt8]]
  /// Sets that each literal belongs to.
  let setsOfLiteral: Lists
  /// Rules that each set triggers.
  let rulesOfSet: Lists
  /// Sets that must be hit too, of each rule.
  let furtherSetsOfRule: Lists
  /// Rules without a usable literal.
  let unfiltered: [UInt32]

  /// Builds the index from the required literals of each rule.
  init(_ required: [[LiteralSet]]) {
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
    ruleCount = required.count
    self.literals = ordered
    self.setsOfLiteral = Lists(setsOfLiteral)
    self.rulesOfSet = Lists(rulesOfSet)
    furtherSetsOfRule = Lists(further)
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
  /// Lists of numbers, one after the other in one array.
  struct Lists: Sendable, Equatable {
    /// Where each list starts, and the end of the last.
    private let starts: [UInt32]
    private let numbers: [UInt32]

    init(_ lists: [[UInt32]]) {
      var starts: [UInt32] = [0]
      for list in lists { starts.append(starts[starts.count - 1] + UInt32(list.count)) }
      self.starts = starts
      numbers = Array(lists.joined())
    }

    var count: Int { starts.count - 1 }

    subscript(_ list: UInt32) -> ArraySlice<UInt32> {
      numbers[Int(starts[Int(list)])..<Int(starts[Int(list) + 1])]
    }

    func write(to writer: inout ByteWriter) {
      writer.write(starts)
      writer.write(numbers)
    }

    /// `nil` unless there are `count` lists of numbers below `bound`.
    init?(from reader: inout ByteReader, count: Int, below bound: Int) {
      guard let starts = reader.readNumbers(), let numbers = reader.readNumbers(), starts.count == count + 1,
        starts[0] == 0, starts[count] == numbers.count,
        zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 }),
        numbers.allSatisfy({ $0 < bound })
      else { return nil }
      self.starts = starts
      self.numbers = numbers
    }
  }

  func write(to writer: inout ByteWriter) {
    writer.write([UInt32(ruleCount), UInt32(rulesOfSet.count)])
    writer.write(literals)
    setsOfLiteral.write(to: &writer)
    rulesOfSet.write(to: &writer)
    furtherSetsOfRule.write(to: &writer)
    writer.write(unfiltered)
  }

  /// `nil` when the bytes are no index, or point outside themselves.
  init?(from reader: inout ByteReader) {
    guard let counts = reader.readNumbers(), counts.count == 2, let literals = reader.readStrings(),
      literals.allSatisfy({ !$0.isEmpty })
    else { return nil }
    let (rules, sets) = (Int(counts[0]), Int(counts[1]))
    guard let setsOfLiteral = Lists(from: &reader, count: literals.count, below: sets),
      let rulesOfSet = Lists(from: &reader, count: sets, below: rules),
      let furtherSetsOfRule = Lists(from: &reader, count: rules, below: sets),
      let unfiltered = reader.readNumbers(), unfiltered.allSatisfy({ $0 < rules })
    else { return nil }
    ruleCount = rules
    self.literals = literals.map { Array($0) }
    self.setsOfLiteral = setsOfLiteral
    self.rulesOfSet = rulesOfSet
    self.furtherSetsOfRule = furtherSetsOfRule
    self.unfiltered = unfiltered
  }
}
