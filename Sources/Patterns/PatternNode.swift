/// What a pattern can match, as far as its literals and its cost depend on it.
indirect enum PatternNode: Sendable, Equatable {
  /// Consumes nothing: anchors, `\b`, negative lookaround, an empty group.
  case nothing
  /// Folded UTF-8, matched as it stands.
  case literal([UInt8])
  /// One character of a class; all of its members where they are few and spelt out, else one of them.
  case character(members: [[UInt8]], isComplete: Bool)
  case sequence([PatternNode])
  /// At least one.
  case alternatives([PatternNode])
  /// `atMost` is `nil` without a bound.
  case repeated(PatternNode, atLeast: Int, atMost: Int?)
  /// Positive lookaround: must stand in the message, but is no part of the match.
  case beside(PatternNode)
  /// What a group matched before.
  case backreference

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
    case .repeated(let part, let atLeast, _): min(atLeast, 1000) * part.literalEvidence
    }
  }
}

extension UInt8 {
  var isASCIIDigit: Bool { self &- 0x30 < 10 }
  var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
  var isASCIIWordByte: Bool { isASCIIDigit || isASCIILetter }
}
