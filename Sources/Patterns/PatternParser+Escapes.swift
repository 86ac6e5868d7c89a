extension PatternParser {
  /// What a backslash and the sign after it stand for, outside a class.
  mutating func escape() throws(PatternError) -> PatternNode? {
    let start = at
    guard at + 1 < text.count else { throw error(.syntax, "the pattern ends in \\") }
    let sign = text[at + 1]
    if !sign.isASCIIWordByte {
      at += 1
      return literal(takeScalar(), from: start)
    }
    if let code = try takeCode() { return literal(code, from: start) }
    at += 2
    switch sign {
    // Match text parts its words by single spaces and has ASCII digits only: these mean the same there as
    // PCRE2's Unicode classes, and cost a fraction.
    case UInt8(ascii: "S"): return character("[^ ]", sample: "a", from: start)
    case UInt8(ascii: "s"): return space(from: start)
    case UInt8(ascii: "d"): return character("[0-9]", sample: "1", from: start)
    case UInt8(ascii: "D"): return character("[^0-9]", sample: "a", from: start)
    case UInt8(ascii: "w"): return character("\\w", sample: "a", from: start)
    case UInt8(ascii: "W"): return character("\\W", sample: " ", from: start)
    case UInt8(ascii: "h"), UInt8(ascii: "v"), UInt8(ascii: "R"):
      return character(String(decoding: text[start..<at], as: UTF8.self), sample: " ", from: start)
    case UInt8(ascii: "N"), UInt8(ascii: "H"), UInt8(ascii: "V"), UInt8(ascii: "X"):
      return character(String(decoding: text[start..<at], as: UTF8.self), sample: "a", from: start)
    case UInt8(ascii: "p"), UInt8(ascii: "P"): return try property(from: start)
    case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "A"), UInt8(ascii: "Z"), UInt8(ascii: "z"),
      UInt8(ascii: "G"):
      copy(from: start)
      return .nothing
    case UInt8(ascii: "1")...UInt8(ascii: "9"):
      while let byte = next, byte.isASCIIDigit { at += 1 }
      copy(from: start)
      return .backreference
    case UInt8(ascii: "k"), UInt8(ascii: "g"): return try backreference(from: start)
    default: throw refusal(of: sign, at: start)
    }
  }

  private mutating func character(_ spelling: String, sample: String, from start: Int) -> PatternNode {
    write(spelling.utf8, from: start)
    let isSpaceless = ["[^ ]", "[0-9]", "\\w"].contains(spelling)
    return .character(members: [Array(sample.utf8)], isComplete: false, mayBeSpace: !isSpaceless)
  }

  private mutating func space(from start: Int) -> PatternNode {
    write(" ".utf8, from: start)
    return .literal(Array(" ".utf8))
  }

  func refusal(of sign: UInt8, at start: Int) -> PatternError {
    let name = "\\\(Character(Unicode.Scalar(sign)))"
    switch sign {
    case UInt8(ascii: "C"): return error(.refused, "\\C splits letters and is not for rules", at: start)
    case UInt8(ascii: "K"): return error(.refused, "\\K is not for rules; use (?<=…)", at: start)
    case UInt8(ascii: "Q"), UInt8(ascii: "E"):
      return error(.refused, "\(name) is not for rules; put \\ before each sign", at: start)
    default: return error(.syntax, "\(name) means nothing; write the letter alone", at: start)
    }
  }

  /// `\x41`, `\x{e9}`: the scalar; `nil`, and nothing read, for another escape.
  mutating func takeCode() throws(PatternError) -> Unicode.Scalar? {
    guard starts(with: "\\x") else { return nil }
    let start = at
    var end = at + 2
    let isBraced = end < text.count && text[end] == UInt8(ascii: "{")
    if isBraced { end += 1 }
    let first = end
    while end < text.count, end - first < (isBraced ? 6 : 2), Character(Unicode.Scalar(text[end])).isHexDigit
    {
      end += 1
    }
    let digits = String(decoding: text[first..<end], as: UTF8.self)
    if isBraced, end < text.count, text[end] == UInt8(ascii: "}") { end += 1 }
    guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value), value > 0,
      !isBraced || text[end - 1] == UInt8(ascii: "}")
    else { throw error(.syntax, "expected a character's code, as in \\x{e9}", at: start) }
    at = end
    return scalar
  }

  private mutating func property(from start: Int) throws(PatternError) -> PatternNode {
    try skipProperty(from: start)
    copy(from: start)
    return .character(members: [Array("a".utf8)], isComplete: false, mayBeSpace: true)
  }

  /// The rest of `\pL` or `\p{Greek}`; PCRE2 knows the names.
  mutating func skipProperty(from start: Int) throws(PatternError) {
    guard next == UInt8(ascii: "{") else {
      guard next?.isASCIILetter == true else {
        throw error(.syntax, "expected a property, as in \\p{L}", at: start)
      }
      at += 1
      return
    }
    guard let end = text[at...].firstIndex(of: UInt8(ascii: "}")) else {
      throw error(.syntax, "expected a property, as in \\p{L}", at: start)
    }
    at = end + 1
  }

  /// `\k{name}`, `\k<name>`, `\k'name'`, `\g{name}`; `\g<…>` would call a group.
  private mutating func backreference(from start: Int) throws(PatternError) -> PatternNode {
    let close: Unicode.Scalar
    switch next {
    case UInt8(ascii: "{"): close = "}"
    case UInt8(ascii: "<") where starts(with: "<") && text[at - 1] == UInt8(ascii: "k"): close = ">"
    case UInt8(ascii: "'") where text[at - 1] == UInt8(ascii: "k"): close = "'"
    default: throw error(.refused, "expected a group's name, as in \\k{name}", at: start)
    }
    at += 1
    _ = try takeName(before: close)
    copy(from: start)
    return .backreference
  }
}
