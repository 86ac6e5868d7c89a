extension PatternParser {
  /// Most members that a class is spelt out for.
  private static let fewMembers = 8

  /// `[abc]`, `[^a-z\d]`, with its letters folded.
  mutating func characterClass() throws(PatternError) -> PatternNode {
    let start = at
    at += 1
    copy(from: start)
    var members: [[UInt8]] = []
    var isComplete = true
    if next == UInt8(ascii: "^") {
      at += 1
      copy(from: at - 1)
      isComplete = false
    }
    let isNegated = !isComplete
    let first = at
    while let byte = next, byte != UInt8(ascii: "]") || at == first {
      let member = try classMember(in: start)
      isComplete = isComplete && member != nil
      if let member { members.append(member) }
    }
    guard next != nil else { throw error(.syntax, "the class is never closed", at: start) }
    at += 1
    copy(from: at - 1)
    if isNegated { members = [PatternParser.sample(outside: members)] }
    if members.isEmpty { members = [Array("a".utf8)] }
    let isSpeltOut = isComplete && members.count <= PatternParser.fewMembers
    return .character(
      members: isSpeltOut ? members : [members[0]], isComplete: isSpeltOut,
      mayBeSpace: PatternParser.mayBeSpace(text[first..<(at - 1)], isNegated: isNegated))
  }

  /// Whether a class may match a space, told from what stands between its brackets; where that is hard to tell, it
  /// may.
  private static func mayBeSpace(_ members: ArraySlice<UInt8>, isNegated: Bool) -> Bool {
    var (holdsSpace, isPlain) = (false, true)
    var at = members.startIndex
    while at < members.endIndex {
      let byte = members[at]
      if byte == UInt8(ascii: "\\"), at + 1 < members.endIndex {
        at += 1
        let sign = members[at]
        if sign == UInt8(ascii: "s") || sign == 0x20 {
          holdsSpace = true
        } else if sign.isASCIIWordByte, sign != UInt8(ascii: "d"), sign != UInt8(ascii: "w") {
          isPlain = false
        }
      } else if byte == 0x20 {
        holdsSpace = true
      } else if byte < 0x20 || byte == UInt8(ascii: "[") {
        isPlain = false
      }
      at += 1
    }
    return isNegated ? !holdsSpace : holdsSpace || !isPlain
  }

  /// One member, written out; `nil` if it stands for more than one character.
  private mutating func classMember(in classStart: Int) throws(PatternError) -> [UInt8]? {
    let start = at
    if starts(with: "[:") || starts(with: "[.") || starts(with: "[=") {
      guard let end = text[(at + 2)...].firstIndex(of: UInt8(ascii: "]")) else {
        throw error(.syntax, "the class is never closed", at: classStart)
      }
      at = end + 1
      copy(from: start)
      return nil
    }
    if next == UInt8(ascii: "\\") { return try classEscape() }
    let isHyphen = next == UInt8(ascii: "-")
    let isRange =
      isHyphen && text[at - 1] != UInt8(ascii: "[") && at + 1 < text.count
      && text[at + 1] != UInt8(ascii: "]")
    let member = writeMember(takeScalar(), from: start)
    return isRange ? nil : member
  }

  /// Writes a member folded; one that folds to several letters, or to none, stays as it is.
  private mutating func writeMember(_ scalar: Unicode.Scalar, from start: Int) -> [UInt8] {
    let bytes = folded(scalar)
    let isOne = String(decoding: bytes, as: UTF8.self).unicodeScalars.count == 1
    if isOne, bytes[0].isASCIIWordByte || bytes[0] >= 0x80 {
      write(bytes, from: start)
      return bytes
    }
    copy(from: start)
    return Array(String(scalar).utf8)
  }

  private mutating func classEscape() throws(PatternError) -> [UInt8]? {
    let start = at
    guard at + 1 < text.count else { throw error(.syntax, "the pattern ends in \\") }
    let sign = text[at + 1]
    if !sign.isASCIIWordByte {
      at += 1
      let scalar = takeScalar()
      copy(from: start)
      return Array(String(scalar).utf8)
    }
    if let code = try takeCode() { return writeMember(code, from: start) }
    at += 2
    switch sign {
    case UInt8(ascii: "d"): write("0-9".utf8, from: start)
    case UInt8(ascii: "s"): write(" ".utf8, from: start)
    case UInt8(ascii: "p"), UInt8(ascii: "P"):
      try skipProperty(from: start)
      copy(from: start)
    case UInt8(ascii: "S"), UInt8(ascii: "D"), UInt8(ascii: "w"), UInt8(ascii: "W"), UInt8(ascii: "h"),
      UInt8(ascii: "H"), UInt8(ascii: "v"), UInt8(ascii: "V"):
      copy(from: start)
    default: throw refusal(of: sign, at: start)
    }
    return nil
  }

  /// A character that none of the members is, as far as they are known.
  private static func sample(outside members: [[UInt8]]) -> [UInt8] {
    let candidates = "ae0 -".utf8.map { [$0] }
    return candidates.first { !members.contains($0) } ?? Array("x".utf8)
  }
}
