/// From words and literals to rules: which sets each belongs to, which rules a set stands for.
///
/// Each rule is found by its *trigger*, the set whose words are rarest; its other sets are then
/// looked up, so that a word common to thousands of rules costs little. Rules that need no whole word are found
/// by literals, the rest are tried always.
struct PrefilterIndex: Sendable {
  /// Most links of a rule's chain, and most literal sets, looked at for one rule.
  static let mostLinks = 6
  static let mostLiteralSets = 3

  let ruleCount: Int
  /// Distinct words of all sets in use.
  let words: [[UInt8]]
  /// Distinct literals of all sets in use.
  let literals: [[UInt8]]
  let table: WordTable
  /// Sets that each word belongs to.
  let setsOfWord: NumberLists
  /// Sets that each literal belongs to.
  let setsOfLiteral: NumberLists
  /// Sets up to this number may trigger rules.
  let triggerCount: UInt32
  /// Rules that each set triggers.
  let rulesOfSet: NumberLists
  /// Sets that must be hit too, of each rule.
  let furtherSetsOfRule: NumberLists
  /// The chain of each rule: a set, and its ``WordGap/packed`` distance from the one before, in turns. The first
  /// distance is from the start of the message.
  let chainOfRule: NumberLists
  /// Sets without which a rule's `unless` cannot match.
  let setsOfUnless: NumberLists
  /// Rules without a usable word or literal.
  let unfiltered: [UInt32]

  /// Builds the index from what each rule, and its `unless`, needs.
  ///
  /// - Parameter wordCounts: How often shoppers use a word, as far as the store's examples tell.
  init(_ patterns: [PatternSyntax], unless: [PatternSyntax?], wordCounts: [[UInt8]: Int]) {
    var builder = PrefilterBuilder(wordCounts)
    let needs = patterns.map { builder.needs(of: $0) }
    let needsOfUnless = unless.map { $0.map { builder.chain(of: $0).sets.map(Need.words) } ?? [] }
    builder.count(needs.map(\.all))
    var (further, chains, unfiltered): ([[UInt32]], [[UInt32]], [UInt32]) = ([], [], [])
    for needs in needs { builder.numberTrigger(of: needs.all) }
    triggerCount = UInt32(builder.rulesOfSet.count)
    for (rule, needs) in needs.enumerated() {
      let chosen = builder.choose(needs.all)
      // What the chain looks at needs no second look.
      let inChain = needs.links.count > 1 || needs.isAnchored
      let links = inChain ? builder.links(of: needs) : []
      chains.append(links)
      let linked = Set(stride(from: 0, to: links.count, by: 2).map { links[$0] })
      further.append(chosen.dropFirst().filter { !linked.contains($0) })
      if let trigger = chosen.first {
        builder.rulesOfSet[Int(trigger)].append(UInt32(rule))
      } else {
        unfiltered.append(UInt32(rule))
      }
    }
    setsOfUnless = NumberLists(needsOfUnless.map { builder.choose($0) })
    ruleCount = patterns.count
    words = builder.words.ordered
    literals = builder.literals.ordered
    table = WordTable(words)
    setsOfWord = NumberLists(builder.words.sets)
    setsOfLiteral = NumberLists(builder.literals.sets)
    rulesOfSet = NumberLists(builder.rulesOfSet)
    furtherSetsOfRule = NumberLists(further)
    chainOfRule = NumberLists(chains)
    self.unfiltered = unfiltered
  }
}

/// Strings of which at least one must be in a message.
private enum Need: Hashable {
  case words(WordSet)
  case literals(LiteralSet)

  var strings: [[UInt8]] {
    switch self {
    case .words(let set): set.words
    case .literals(let set): set.literals
    }
  }
}

/// What a rule needs.
private struct Needs {
  var links: [WordChain.Link]
  /// Anywhere in the message.
  var elsewhere: [Need]
  var isAnchored: Bool

  /// Each once.
  var all: [Need] {
    var seen: Set<Need> = []
    return (links.map { Need.words($0.set) } + elsewhere).filter { seen.insert($0).inserted }
  }
}

/// Numbers sets, words and literals, and weighs them.
private struct PrefilterBuilder {
  /// Distinct strings, and the sets that each belongs to.
  struct Strings {
    private(set) var ordered: [[UInt8]] = []
    private(set) var sets: [[UInt32]] = []
    private var numbers: [[UInt8]: Int] = [:]

    mutating func add(_ strings: [[UInt8]], to set: UInt32) {
      for string in strings {
        let number = numbers[string] ?? ordered.count
        if number == ordered.count {
          numbers[string] = number
          ordered.append(string)
          sets.append([])
        }
        sets[number].append(set)
      }
    }
  }

  private(set) var words = Strings()
  private(set) var literals = Strings()
  var rulesOfSet: [[UInt32]] = []
  private var numbers: [Need: UInt32] = [:]
  /// How many rules need each string: where examples are few, it tells what is common.
  private var sharing: [[UInt8]: Int] = [:]
  private var weights: [Need: Int] = [:]
  private let wordCounts: [[UInt8]: Int]
  private var analysis: WordAnalysis
  /// Words of a link from which it is hardly worth a look: one in fifty of all that examples have.
  private let commonFrom: Int

  init(_ wordCounts: [[UInt8]: Int]) {
    var counts = wordCounts
    for (word, count) in wordCounts {
      for beginning in [word.prefix(2), word.prefix(3)] where beginning.count > 1 {
        if let prefix = WordTable.prefix(beginning) { counts[prefix, default: 0] += count }
      }
    }
    commonFrom = max(16, wordCounts.values.reduce(0, +) / 50)
    self.wordCounts = counts
    analysis = WordAnalysis { [counts] in counts[$0] ?? 0 }
  }

  mutating func chain(of syntax: PatternSyntax) -> WordChain { analysis.chain(of: syntax.node) }

  mutating func needs(of syntax: PatternSyntax) -> Needs {
    var chain = chain(of: syntax)
    guard !chain.sets.isEmpty else {
      return Needs(links: [], elsewhere: syntax.requiredLiterals.map(Need.literals), isAnchored: false)
    }
    shorten(&chain)
    return Needs(
      links: chain.links, elsewhere: chain.elsewhere.map(Need.words), isAnchored: syntax.isAnchored)
  }

  /// Leaves out the commonest links: those that are too many, and those that most messages have anyway.
  private func shorten(_ chain: inout WordChain) {
    while chain.links.count > 2 {
      let counts = chain.links.map { link in link.set.words.reduce(0) { $0 + (wordCounts[$1] ?? 0) } }
      let commonest = counts.indices.max { counts[$0] < counts[$1] } ?? 0
      guard chain.links.count > PrefilterIndex.mostLinks || counts[commonest] > commonFrom else { return }
      chain.remove(at: commonest)
    }
  }

  /// The chain by numbers; see ``PrefilterIndex/chainOfRule``.
  mutating func links(of needs: Needs) -> [UInt32] {
    needs.links.enumerated().flatMap { index, link in
      // Where a match may begin is open, unless it begins at the start.
      let most = index == 0 && !needs.isAnchored ? WordGap.most : link.gap.most
      return [number(.words(link.set)), WordGap(link.gap.least, most).packed]
    }
  }

  /// Counts how many rules need each string; before ``choose(_:)``.
  mutating func count(_ needs: [[Need]]) {
    for needs in needs {
      for string in Set(needs.flatMap(\.strings)) { sharing[string, default: 0] += 1 }
    }
  }

  /// Triggers are numbered before all other sets.
  mutating func numberTrigger(of needs: [Need]) {
    if let rarest = ranked(needs).first { _ = number(rarest) }
  }

  /// The sets to use by number, rarest first.
  mutating func choose(_ needs: [Need]) -> [UInt32] {
    let isWords = if case .words? = needs.first { true } else { false }
    let most = isWords ? needs.count : PrefilterIndex.mostLiteralSets
    return ranked(needs).prefix(most).map { number($0) }
  }

  private mutating func ranked(_ needs: [Need]) -> [Need] {
    let weighed = needs.map { (need: $0, weight: weight(of: $0)) }
    return weighed.sorted { left, right in
      if left.weight != right.weight { return left.weight < right.weight }
      return left.need.strings.lexicographicallyPrecedes(right.need.strings) {
        $0.lexicographicallyPrecedes($1)
      }
    }.map(\.need)
  }

  private mutating func weight(of need: Need) -> Int {
    if let known = weights[need] { return known }
    let weight = need.strings.reduce(0) { $0 + (wordCounts[$1] ?? 0) + (sharing[$1] ?? 0) }
    weights[need] = weight
    return weight
  }

  private mutating func number(_ need: Need) -> UInt32 {
    if let known = numbers[need] { return known }
    let number = UInt32(rulesOfSet.count)
    numbers[need] = number
    rulesOfSet.append([])
    switch need {
    case .words(let set): words.add(set.words, to: number)
    case .literals(let set): literals.add(set.literals, to: number)
    }
    return number
  }
}

extension PrefilterIndex {
  func write(to writer: inout ByteWriter) {
    writer.write([UInt32(ruleCount), UInt32(rulesOfSet.count), triggerCount])
    writer.write(words)
    writer.write(literals)
    setsOfWord.write(to: &writer)
    setsOfLiteral.write(to: &writer)
    rulesOfSet.write(to: &writer)
    furtherSetsOfRule.write(to: &writer)
    chainOfRule.write(to: &writer)
    setsOfUnless.write(to: &writer)
    writer.write(unfiltered)
  }

  /// `nil` when the bytes are no index, or point outside themselves.
  init?(from reader: inout ByteReader) {
    guard let counts = reader.readNumbers(), counts.count == 3, let words = reader.readStrings(),
      let literals = reader.readStrings(), words.allSatisfy({ !$0.isEmpty }),
      literals.allSatisfy({ !$0.isEmpty })
    else { return nil }
    let (rules, sets) = (Int(counts[0]), Int(counts[1]))
    guard let setsOfWord = NumberLists(from: &reader, count: words.count, below: sets),
      let setsOfLiteral = NumberLists(from: &reader, count: literals.count, below: sets),
      let rulesOfSet = NumberLists(from: &reader, count: sets, below: rules),
      let furtherSetsOfRule = NumberLists(from: &reader, count: rules, below: sets),
      let chainOfRule = NumberLists(from: &reader, count: rules, below: .max),
      chainOfRule.isChains(ofSets: sets),
      let setsOfUnless = NumberLists(from: &reader, count: rules, below: sets),
      let unfiltered = reader.readNumbers(), unfiltered.allSatisfy({ $0 < rules })
    else { return nil }
    ruleCount = rules
    triggerCount = counts[2]
    self.words = words.map { Array($0) }
    self.literals = literals.map { Array($0) }
    table = WordTable(self.words)
    self.setsOfWord = setsOfWord
    self.setsOfLiteral = setsOfLiteral
    self.rulesOfSet = rulesOfSet
    self.furtherSetsOfRule = furtherSetsOfRule
    self.chainOfRule = chainOfRule
    self.setsOfUnless = setsOfUnless
    self.unfiltered = unfiltered
  }
}
