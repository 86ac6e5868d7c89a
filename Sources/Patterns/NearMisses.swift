/// Messages that a pattern almost matches, each as long as a message may be: what its own text suggests, and what
/// its characters alone suggest, for much of what is slow starts at every place of the message.
struct NearMisses {
  /// Without repeats, those likeliest to be slow first.
  private(set) var messages: [[UInt8]] = []
  /// Fewer do where nothing but single characters repeats without end: 10,000 rules are tried in seconds.
  private let mostMessages: Int

  init(of node: PatternNode) {
    let isWild = !node.isTame || node.endlessRepeats > 1
    mostMessages = isWild ? 96 : 16
    walk(node, before: [], after: [])
    repeatBeginnings(of: node)
    if node.endlessRepeats > 0 { repeatCharacters(of: node, inPairs: isWild) }
  }

  /// Pumps every repetition that can be long.
  private mutating func walk(_ node: PatternNode, before: [UInt8], after: [UInt8]) {
    // Plain words repeat nothing.
    guard messages.count < mostMessages, node.strings == nil else { return }
    switch node {
    case .nothing, .literal, .character, .backreference: break
    case .capture(let part), .atomic(let part), .beside(let part): walk(part, before: before, after: after)
    case .known(let known): walk(known.node, before: before, after: after)
    case .alternatives(let choices):
      for choice in choices { walk(choice, before: before, after: after) }
    case .sequence(let parts):
      for (index, part) in parts.enumerated() where part.strings == nil {
        let head = parts[..<index].flatMap { $0.sample(rich: true) }
        let tail = parts[(index + 1)...].flatMap { $0.sample(rich: false) }
        walk(part, before: before + head, after: tail + after)
      }
      pumpSeveral(parts, before: before, after: after)
    case .repeated(let part, _, let atMost):
      if (atMost ?? .max) > 4 {
        for rich in [false, true] { pump(part.sample(rich: rich), before: before, after: after) }
      }
      walk(part, before: before, after: after)
    }
  }

  private mutating func pump(_ body: [UInt8], before: [UInt8], after: [UInt8]) {
    add(before, body, ending: [])
    // All that is needed is there, but the last word goes on.
    add(before, body, ending: after + Array("x".utf8))
    add([], before + body, ending: after + Array("x".utf8))
    // Of the end nothing but its last letter: enough for what looks for that letter alone.
    if let last = after.last(where: \.isASCIIWordByte) { add([], body, ending: [last, 0x20, last]) }
  }

  /// Neighbouring repetitions that may take each other's text: all of them at once, a third or a half each.
  private mutating func pumpSeveral(_ parts: [PatternNode], before: [UInt8], after: [UInt8]) {
    let bodies = parts.compactMap { part -> [UInt8]? in
      part.endlessRepeats > 0 ? part.sample(rich: true) : nil
    }
    guard bodies.count > 1 else { return }
    let room = PatternGuard.mostCharacters / 2 / bodies.count
    var runs: [UInt8] = []
    for body in bodies where !body.isEmpty { runs.append(body, times: max(1, room / body.count)) }
    add(before, runs, ending: after + Array("x".utf8))
    add([], bodies.flatMap { $0 }, ending: after + Array("x".utf8))
    add([], bodies.flatMap { $0 + [0x20] }, ending: [])
  }

  /// Half a match again and again: each is a place to start from.
  private mutating func repeatBeginnings(of node: PatternNode) {
    guard case .sequence(let parts) = node else { return }
    for end in parts.indices.dropFirst() {
      let beginning = parts[..<end].flatMap { $0.sample(rich: true) }
      add([], beginning, ending: [])
      add([], beginning + Array(" ".utf8), ending: [])
    }
  }

  /// Messages of one or two of the pattern's own characters, in one word and in words of one and two letters.
  private mutating func repeatCharacters(of node: PatternNode, inPairs: Bool) {
    var letters: [[UInt8]] = []
    node.collectCharacters(into: &letters, most: inPairs ? 4 : 2)
    letters.removeAll { $0 == [0x20] }
    if !letters.contains(Array("a".utf8)) { letters.append(Array("a".utf8)) }
    if inPairs { letters.append(Array("é".utf8)) }
    let last = node.sample(rich: true).last(where: \.isASCIIWordByte)
    let ending: [UInt8] = last.map { [0x20, $0, $0] } ?? []
    for letter in letters {
      for unit in [letter, letter + [0x20]] {
        add([], unit, ending: [])
        add([], unit, ending: ending)
      }
    }
    guard inPairs else { return }
    for first in letters {
      for second in letters where first != second {
        add([], first + second, ending: [])
        add([], first + first + second + [0x20], ending: ending)
        add([], first + [0x20] + second, ending: [])
      }
    }
  }

  private mutating func add(_ before: [UInt8], _ body: [UInt8], ending: [UInt8]) {
    let room = PatternGuard.mostCharacters - before.characterCount - ending.characterCount
    let length = body.characterCount
    guard length > 0, room >= length, messages.count < mostMessages else { return }
    var message = before
    message.append(body, times: room / length)
    message += ending
    // A few dozen at most, told apart by their first bytes: no hash of thousands is as quick.
    if !messages.contains(message) { messages.append(message) }
  }
}

extension [UInt8] {
  /// Code points of UTF-8.
  fileprivate var characterCount: Int {
    var characters = 0
    for byte in self where byte & 0xC0 != 0x80 { characters += 1 }
    return characters
  }

  /// By doubling what is there.
  fileprivate mutating func append(_ body: [UInt8], times: Int) {
    let (start, length) = (count, times * body.count)
    self += body
    while count - start < length {
      self += Array(self[start..<Swift.min(count, start + length - (count - start))])
    }
  }
}

extension PatternNode {
  /// Whether no group repeats more than a few times.
  var isTame: Bool {
    switch self {
    case .nothing, .literal, .character, .backreference: return true
    case .sequence(let parts): return parts.allSatisfy(\.isTame)
    case .alternatives(let choices): return choices.allSatisfy(\.isTame)
    case .capture(let part), .atomic(let part), .beside(let part): return part.isTame
    case .known(let known): return known.isTame
    case .repeated(let part, _, let atMost):
      if (atMost ?? .max) <= 8 { return part.isTame }
      if case .character = part { return true }
      return part.strings?.count == 1
    }
  }

  /// How many of its parts can take most of a message.
  var endlessRepeats: Int {
    switch self {
    case .nothing, .literal, .character: return 0
    case .backreference: return 1
    case .sequence(let parts), .alternatives(let parts): return parts.reduce(0) { $0 + $1.endlessRepeats }
    case .capture(let part), .atomic(let part), .beside(let part): return part.endlessRepeats
    case .known(let known): return known.endlessRepeats
    case .repeated(let part, _, let atMost): return part.endlessRepeats + ((atMost ?? .max) > 30 ? 1 : 0)
    }
  }

  /// Some of the characters it is made of, those that repeat first told by their place in the pattern.
  fileprivate func collectCharacters(into letters: inout [[UInt8]], most: Int) {
    guard letters.count < most else { return }
    switch self {
    case .nothing, .backreference: break
    case .literal(let bytes):
      if let first = bytes.first, first.isASCIIWordByte, !letters.contains([first]) {
        letters.append([first])
      }
    case .character(let members, _, _):
      if let member = members.first, !letters.contains(member) { letters.append(member) }
    case .sequence(let parts), .alternatives(let parts):
      for part in parts { part.collectCharacters(into: &letters, most: most) }
    case .repeated(let part, _, _), .capture(let part), .atomic(let part), .beside(let part):
      part.collectCharacters(into: &letters, most: most)
    case .known(let known): known.node.collectCharacters(into: &letters, most: most)
    }
  }

  /// A short text that the node matches; a rich one takes optional parts along.
  fileprivate func sample(rich: Bool) -> [UInt8] {
    switch self {
    case .nothing, .beside, .backreference: []
    case .literal(let bytes): bytes
    case .character(let members, _, _): members.first ?? []
    case .sequence(let parts): parts.flatMap { $0.sample(rich: rich) }
    case .alternatives(let choices): choices.first?.sample(rich: rich) ?? []
    case .capture(let part), .atomic(let part): part.sample(rich: rich)
    case .known(let known): known.node.sample(rich: rich)
    case .repeated(let part, let atLeast, _):
      Array([[UInt8]](repeating: part.sample(rich: rich), count: max(atLeast, rich ? 1 : 0)).joined())
    }
  }
}
