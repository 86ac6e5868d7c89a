/// Finds the words without which a pattern cannot match, and how far they may lie apart.
///
/// Rules match whole words, so that every piece of a pattern whose strings are known and that stands between
/// spaces (or ends) must be in the message as words. What stands beside a piece is followed from both
/// ends: `{track} (?:\S+ ){0,5}{order}` begins both of its lists after a space or at the start, and ends both
/// before a space or at the end; the second is one to six words behind the first. Of several words that
/// are written as one piece the rarest is taken.
struct WordAnalysis {
  /// How often a word is met in messages, as far as is known.
  private let frequency: ([UInt8]) -> Int
  /// Lists are used by hundreds of rules.
  private var known: [Key: WordChain] = [:]

  private struct Key: Hashable {
    let node: ObjectIdentifier
    let sides: Sides
  }

  /// Whether a piece begins, and ends, where words do.
  private struct Sides: Hashable {
    var left: Bool
    var right: Bool
  }

  init(frequency: @escaping ([UInt8]) -> Int) { self.frequency = frequency }

  /// - Parameter node: A whole pattern; lives until the last use of this analysis.
  mutating func chain(of node: PatternNode) -> WordChain { chain(node, Sides(left: true, right: true)) }

  private mutating func chain(_ node: PatternNode, _ sides: Sides) -> WordChain {
    if case .sequence(let parts) = node { return chain(ofSequence: parts, sides) }
    if let strings = node.strings { return chain(ofStrings: strings, sides) }
    switch node {
    case .known(let inner):
      let key = Key(node: ObjectIdentifier(inner), sides: sides)
      if let found = known[key] { return found }
      let found = chain(inner.node, sides)
      known[key] = found
      return found
    case .alternatives(let choices): return chain(ofAlternatives: choices, sides)
    case .capture(let part), .atomic(let part): return chain(part, sides)
    case .repeated(let part, let atLeast, let atMost): return repeated(part, atLeast, atMost, sides)
    case .beside(let part):
      return WordChain(elsewhere: chain(part, Sides(left: false, right: false)).sets)
    case .character(_, _, let mayBeSpace): return WordChain(trail: WordGap(0, mayBeSpace ? 1 : 0))
    case .backreference: return WordChain(trail: WordGap(0, WordGap.most))
    case .nothing, .literal, .sequence: return WordChain()
    }
  }

  // MARK: Choices and repetitions

  /// One link with the rarest set of each choice, as far as each has one.
  private mutating func chain(ofAlternatives choices: [PatternNode], _ sides: Sides) -> WordChain {
    let chains = choices.map { chain($0, sides) }
    let span = chains.dropFirst().reduce(chains[0].span) { $0.union($1.span) }
    var words: [[UInt8]] = []
    var (before, after): (WordGap?, WordGap?) = (nil, nil)
    for chain in chains {
      guard let one = oneLink(of: chain) else { return WordChain(trail: span) }
      words += one.links[0].set.words
      before = before?.union(one.links[0].gap) ?? one.links[0].gap
      after = after?.union(one.trail) ?? one.trail
    }
    guard let set = WordSet(words), let before, let after else { return WordChain(trail: span) }
    return WordChain(links: [WordChain.Link(gap: before, set: set)], trail: after)
  }

  /// The chain with its rarest link alone; `nil` when it has none.
  private func oneLink(of chain: WordChain) -> WordChain? {
    let weighed = chain.links.indices.map { ($0, weight(of: chain.links[$0].set)) }
    guard let rarest = weighed.min(by: { $0.1 < $1.1 })?.0 else { return nil }
    let before = chain.links[...rarest].reduce(WordGap.none) { $0 + $1.gap }
    let after = chain.links[(rarest + 1)...].reduce(chain.trail) { $0 + $1.gap }
    return WordChain(links: [WordChain.Link(gap: before, set: chain.links[rarest].set)], trail: after)
  }

  private func weight(of set: WordSet) -> Int { set.words.reduce(0) { $0 + frequency($1) } }

  private mutating func repeated(
    _ part: PatternNode, _ atLeast: Int, _ atMost: Int?, _ sides: Sides
  ) -> WordChain {
    // Behind the first round stands another, or what stands behind them all.
    let isOne = atMost == 1
    let first = Sides(left: sides.left, right: sides.right && (isOne || part.edges.startsInSpace))
    let round = chain(part, first)
    guard atLeast > 0, atMost != 0 else { return WordChain(trail: round.span.repeated(0, atMost)) }
    if isOne { return round }
    let further = round.span.repeated(atLeast - 1, atMost.map { $0 - 1 })
    guard var result = oneLink(of: round) else { return WordChain(trail: round.span + further) }
    result.trail = result.trail + further
    return result
  }

  // MARK: Sequences

  /// Pieces between spaces, as far as their strings are known.
  private mutating func chain(ofSequence parts: [PatternNode], _ sides: Sides) -> WordChain {
    let edges = parts.map(\.edges)
    let (lefts, rights) = (Self.lefts(edges, sides.left), Self.rights(edges, sides.right))
    var result = WordChain()
    var (run, first): ([[UInt8]], Int) = ([[]], 0)
    for (index, part) in parts.enumerated() {
      let strings = part.strings
      let isSpace = strings == [[0x20]]
      let isTooMuch = run.count * (strings?.count ?? 0) > PatternNode.mostStrings
      if let more = part.repeatedLetter {
        // `hi+` begins with `hi`.
        let beginnings = run.map { $0 + more }
        result.append(chain(ofStrings: beginnings, Sides(left: lefts[first], right: false)))
        (run, first) = ([[]], index + 1)
        continue
      }
      if strings == nil || isSpace || isTooMuch {
        if index > first {
          result.append(chain(ofStrings: run, Sides(left: lefts[first], right: rights[index - 1])))
        }
        (run, first) = ([[]], isTooMuch && !isSpace ? index : index + 1)
      }
      if isSpace {
        result.append(WordChain(trail: WordGap(1, 1)))
      } else if let strings {
        run = run.flatMap { head in strings.map { head + $0 } }
      } else {
        result.append(chain(part, Sides(left: lefts[index], right: rights[index])))
      }
    }
    if parts.count > first {
      result.append(chain(ofStrings: run, Sides(left: lefts[first], right: rights[parts.count - 1])))
    }
    return result
  }

  /// Whether each part begins where a word does.
  private static func lefts(_ edges: [PatternNode.Edges], _ outer: Bool) -> [Bool] {
    var isBounded = outer
    return edges.map { edge in
      defer { isBounded = edge.endsInSpace && (isBounded || !edge.isOptional) }
      return isBounded
    }
  }

  /// Whether each part ends where a word does.
  private static func rights(_ edges: [PatternNode.Edges], _ outer: Bool) -> [Bool] {
    var isBounded = outer
    return edges.reversed().map { edge in
      defer { isBounded = edge.startsInSpace && (isBounded || !edge.isOptional) }
      return isBounded
    }.reversed()
  }

  // MARK: Strings

  /// One word of each string, as far as each has one.
  private func chain(ofStrings strings: [[UInt8]], _ sides: Sides) -> WordChain {
    var words: [[UInt8]] = []
    var (before, after): (WordGap?, WordGap?) = (nil, nil)
    for string in strings {
      let spaces = string.count { $0 == 0x20 }
      guard let (word, place) = rarestWord(of: string, sides) else {
        return WordChain(trail: Self.span(of: strings))
      }
      words.append(word)
      before = before?.union(WordGap(place, place)) ?? WordGap(place, place)
      after = after?.union(WordGap(spaces - place, spaces - place)) ?? WordGap(spaces - place, spaces - place)
    }
    guard let set = WordSet(words), let before, let after else {
      return WordChain(trail: Self.span(of: strings))
    }
    return WordChain(links: [WordChain.Link(gap: before, set: set)], trail: after)
  }

  private static func span(of strings: [[UInt8]]) -> WordGap {
    let counts = strings.map { $0.count { $0 == 0x20 } }
    return WordGap(counts.min() ?? 0, counts.max() ?? 0)
  }

  /// The rarest word that is whole, or else the beginning of one, and how many words stand before it.
  private func rarestWord(of string: [UInt8], _ sides: Sides) -> (word: [UInt8], place: Int)? {
    let pieces = string.split(separator: 0x20, omittingEmptySubsequences: false)
    let isBounded = { (place: Int) in place > 0 || sides.left }
    let whole = pieces.indices.filter { place in
      !pieces[place].isEmpty && isBounded(place) && (place < pieces.count - 1 || sides.right)
    }
    let rarest = whole.map { (word: Array(pieces[$0]), place: $0) }.min { left, right in
      let (often, other) = (frequency(left.word), frequency(right.word))
      return often != other ? often < other : left.word.count > right.word.count
    }
    if let rarest { return rarest }
    guard let last = pieces.last, isBounded(pieces.count - 1), let prefix = WordTable.prefix(last) else {
      return nil
    }
    return (prefix, pieces.count - 1)
  }
}

extension PatternNode {
  /// What must be there at least of one string, free of spaces, that is repeated.
  fileprivate var repeatedLetter: [UInt8]? {
    guard case .repeated(let part, 1..., let atMost) = self, atMost != 1, let strings = part.strings,
      strings.count == 1, !strings[0].contains(0x20)
    else { return nil }
    return strings[0]
  }

  /// How whatever it matches begins and ends.
  struct Edges: Sendable {
    /// May match the empty text.
    var isOptional: Bool
    /// Everything else that it matches ends in a space.
    var endsInSpace: Bool
    var startsInSpace: Bool
  }

  var edges: Edges {
    switch self {
    case .nothing, .beside: return Edges(isOptional: true, endsInSpace: true, startsInSpace: true)
    case .backreference: return Edges(isOptional: true, endsInSpace: false, startsInSpace: false)
    case .literal(let bytes):
      return Edges(
        isOptional: bytes.isEmpty, endsInSpace: bytes.last ?? 0x20 == 0x20,
        startsInSpace: bytes.first ?? 0x20 == 0x20)
    case .character(let members, let isComplete, _):
      let isSpace = isComplete && members.allSatisfy { $0 == [0x20] }
      return Edges(isOptional: false, endsInSpace: isSpace, startsInSpace: isSpace)
    case .sequence(let parts):
      let edges = parts.map(\.edges)
      return Edges(
        isOptional: edges.allSatisfy(\.isOptional),
        endsInSpace: Self.isSpace(edges.reversed(), \.endsInSpace),
        startsInSpace: Self.isSpace(edges, \.startsInSpace))
    case .alternatives(let choices):
      let edges = choices.map(\.edges)
      return Edges(
        isOptional: edges.contains(where: \.isOptional), endsInSpace: edges.allSatisfy(\.endsInSpace),
        startsInSpace: edges.allSatisfy(\.startsInSpace))
    case .repeated(let part, let atLeast, _):
      var edges = part.edges
      edges.isOptional = edges.isOptional || atLeast == 0
      return edges
    case .capture(let part), .atomic(let part): return part.edges
    case .known(let known): return known.edges
    }
  }

  /// The outermost parts up to the first that must be there.
  private static func isSpace(_ edges: [Edges], _ side: KeyPath<Edges, Bool>) -> Bool {
    for edge in edges {
      if !edge[keyPath: side] { return false }
      if !edge.isOptional { return true }
    }
    return true
  }
}
