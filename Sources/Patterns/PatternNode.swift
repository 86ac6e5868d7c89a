/// What a pattern can match, as far as its literals and its cost depend on it.
indirect enum PatternNode: Sendable {
  /// Consumes nothing: anchors, `\b`, negative lookaround.
  case nothing
  /// Folded UTF-8, matched as it stands.
  case literal([UInt8])
  /// One character of a class; all of its members where they are few and spelt out, else one of them.
  case character(members: [[UInt8]], isComplete: Bool, mayBeSpace: Bool)
  /// Matches the empty text when it has no parts.
  case sequence([PatternNode])
  /// At least one.
  case alternatives([PatternNode])
  /// `atMost` is `nil` without a bound.
  case repeated(PatternNode, atLeast: Int, atMost: Int?)
  /// A group that is remembered.
  case capture(PatternNode)
  /// Gives nothing back once it has matched: `(?>…)` and possessive quantifiers.
  case atomic(PatternNode)
  /// Positive lookaround: must stand in the message, but is no part of the match.
  case beside(PatternNode)
  /// What a group matched before.
  case backreference
  /// A group or list whose literals have been worked out, to be used again.
  case known(KnownNode)

  /// Least number of literal letters and digits in any match: what a rule's specificity is measured by.
  ///
  /// A sequence adds, alternatives take their minimum, repetition multiplies by its least count; classes,
  /// lookaround and back references count nothing.
  var literalEvidence: Int {
    switch self {
    case .nothing, .character, .beside, .backreference: 0
    // Letters are counted by the first byte of each.
    case .literal(let bytes): bytes.count { $0.isASCIIWordByte || $0 >= 0xC0 }
    case .sequence(let parts): parts.reduce(0) { $0 + $1.literalEvidence }
    case .alternatives(let choices): choices.map(\.literalEvidence).min() ?? 0
    case .repeated(let part, let atLeast, _): atLeast * part.literalEvidence
    case .atomic(let part), .capture(let part): part.literalEvidence
    case .known(let known): known.literalEvidence
    }
  }

  /// Most strings that a node is enumerated to.
  static let mostStrings = 512

  /// The strings this matches, and no others, so that it could be written in any other way; `nil` where they
  /// are more than ``mostStrings``, where it captures, or where what stands around it decides.
  var strings: [[UInt8]]? {
    switch self {
    case .literal(let bytes): return [bytes]
    case .character(let members, let isComplete, _): return isComplete ? members : nil
    case .sequence(let parts): return PatternNode.product(parts)
    case .alternatives(let choices): return PatternNode.union(choices)
    case .repeated(let part, 0, 1): return part.strings.flatMap { PatternNode.bounded($0 + [[]]) }
    case .repeated(let part, 1, 1): return part.strings
    case .known(let known): return known.strings
    case .nothing, .repeated, .capture, .atomic, .beside, .backreference: return nil
    }
  }

  private static func product(_ parts: [PatternNode]) -> [[UInt8]]? {
    var heads: [[UInt8]] = [[]]
    for part in parts {
      guard let tails = part.strings, heads.count * tails.count <= mostStrings else { return nil }
      heads = heads.flatMap { head in tails.map { head + $0 } }
    }
    return heads
  }

  private static func union(_ choices: [PatternNode]) -> [[UInt8]]? {
    var all: [[UInt8]] = []
    for choice in choices {
      guard let strings = choice.strings else { return nil }
      all += strings
    }
    return bounded(all)
  }

  private static func bounded(_ strings: [[UInt8]]) -> [[UInt8]]? {
    strings.count <= mostStrings ? strings : nil
  }
}

/// A node with what follows from it, worked out once: lists are used by hundreds of rules.
final class KnownNode: Sendable {
  let node: PatternNode
  let strings: [[UInt8]]?
  let literalEvidence: Int
  let requiredLiterals: RequiredLiterals
  let edges: PatternNode.Edges
  let isTame: Bool
  let endlessRepeats: Int

  init(_ node: PatternNode) {
    self.node = node
    endlessRepeats = node.endlessRepeats
    strings = node.strings
    literalEvidence = node.literalEvidence
    requiredLiterals = RequiredLiterals(node)
    edges = node.edges
    isTame = node.isTame
  }
}

extension UInt8 {
  var isASCIIDigit: Bool { self &- 0x30 < 10 }
  var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
  var isASCIIWordByte: Bool { isASCIIDigit || isASCIILetter }
}
