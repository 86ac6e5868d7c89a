extension PatternParser {
  /// What stands in parentheses; `nil` for a comment or flags alone.
  mutating func group() throws(PatternError) -> PatternNode? {
    let start = at
    guard !starts(with: "(*") else { throw error(.refused, "(*VERBS) are not for rules") }
    guard starts(with: "(?") else {
      at += 1
      copy(from: start)
      try addCapture(nil, at: start)
      return .capture(try body(from: start))
    }
    for kind in PatternParser.groups where starts(with: kind.opening) {
      at += kind.opening.utf8CodeUnitCount
      copy(from: start)
      let isAround = isInAtomicGroup
      isInAtomicGroup = isAround || kind.meaning == .atomic
      let inner = try body(from: start)
      isInAtomicGroup = isAround
      switch kind.meaning {
      case .plain: return inner
      case .atomic: return .atomic(inner)
      case .beside: return .beside(inner)
      case .not: return .nothing
      }
    }
    return try specialGroup(from: start)
  }

  private enum Meaning { case plain, atomic, beside, not }

  private static let groups: [(opening: StaticString, meaning: Meaning)] = [
    ("(?:", .plain), ("(?>", .atomic), ("(?|", .plain), ("(?=", .beside), ("(?<=", .beside), ("(?!", .not),
    ("(?<!", .not),
  ]

  /// The rest of a group whose opening has been read and written.
  private mutating func body(from start: Int) throws(PatternError) -> PatternNode {
    try nest(1, at: start)
    let node = try inside { parser throws(PatternError) in try parser.alternatives() }
    guard next == UInt8(ascii: ")") else { throw error(.syntax, "the group is never closed", at: start) }
    at += 1
    copy(from: at - 1)
    return node
  }

  private mutating func specialGroup(from start: Int) throws(PatternError) -> PatternNode? {
    if starts(with: "(?#") { return try skipComment(from: start) }
    for opening: StaticString in ["(?<", "(?P<", "(?'"] where starts(with: opening) {
      at += opening.utf8CodeUnitCount
      let name = try takeName(
        before: opening.utf8Start[opening.utf8CodeUnitCount - 1] == UInt8(ascii: "'") ? "'" : ">")
      copy(from: start)
      try addCapture(name, at: start)
      return .capture(try body(from: start))
    }
    if starts(with: "(?P=") {
      at += 4
      _ = try takeName(before: ")")
      copy(from: start)
      return .backreference
    }
    if starts(with: "(?C") { throw error(.refused, "callouts are not for rules") }
    if starts(with: "(?(") { throw error(.refused, "conditions are not for rules; write two rules") }
    if let byte = text.indices.contains(at + 2) ? text[at + 2] : nil,
      byte.isASCIIDigit || "R&P+".utf8.contains(byte) || (byte == UInt8(ascii: "-") && isDigit(at + 3))
    {
      throw error(.refused, "a pattern may not call itself or another group")
    }
    return try flags(from: start)
  }

  private func isDigit(_ offset: Int) -> Bool { offset < text.count && text[offset].isASCIIDigit }

  private mutating func skipComment(from start: Int) throws(PatternError) -> PatternNode? {
    guard let end = text[at...].firstIndex(of: UInt8(ascii: ")")) else {
      throw error(.syntax, "the comment is never closed", at: start)
    }
    at = end + 1
    return nil
  }

  /// `(?i)` and `(?i:…)`: match text has one case, so that `i` changes nothing; other flags would change how
  /// the pattern is read.
  private mutating func flags(from start: Int) throws(PatternError) -> PatternNode? {
    at += 2
    while next == UInt8(ascii: "i") || next == UInt8(ascii: "-") { at += 1 }
    switch next {
    case UInt8(ascii: ")"):
      at += 1
      return nil
    case UInt8(ascii: ":"):
      at += 1
      write("(?:".utf8, from: start)
      return try body(from: start)
    default:
      throw error(.refused, "expected a group such as (?:…), (?<name>…), (?=…) or (?!…)", at: start)
    }
  }

  /// A group's name up to its closing sign, which is read too.
  mutating func takeName(before close: Unicode.Scalar) throws(PatternError) -> String {
    let start = at
    while let byte = next, byte.isASCIIWordByte || byte == UInt8(ascii: "_") { at += 1 }
    let name = text[start..<at]
    guard let first = name.first, !first.isASCIIDigit, name.count <= 32, next == UInt8(ascii: close) else {
      throw error(.syntax, "expected a name of up to 32 letters, digits and _, then \(close)", at: start)
    }
    at += 1
    return String(decoding: name, as: UTF8.self)
  }
}
