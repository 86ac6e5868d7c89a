extension PatternParser {
  /// The item read before, with the quantifier that follows it.
  mutating func quantified(_ atom: PatternNode, from start: Int) throws(PatternError) -> PatternNode {
    let quantifier = at
    guard let bounds = try takeQuantifier() else { return atom }
    if text[start] == UInt8(ascii: "^") || text[start] == UInt8(ascii: "$") {
      throw error(.syntax, "\(Character(Unicode.Scalar(text[start]))) cannot be repeated", at: quantifier)
    }
    let isPossessive = next == UInt8(ascii: "+")
    if isPossessive || next == UInt8(ascii: "?") { at += 1 }
    copy(from: quantifier)
    if let byte = next, byte == UInt8(ascii: "*") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "?") {
      throw error(.syntax, "a quantifier cannot be repeated")
    }
    if let atMost = bounds.atMost, atMost < bounds.atLeast {
      throw error(.syntax, "the quantifier's numbers are in the wrong order", at: quantifier)
    }
    let node = PatternNode.repeated(atom, atLeast: bounds.atLeast, atMost: bounds.atMost)
    return isPossessive ? .atomic(node) : node
  }

  private mutating func takeQuantifier() throws(PatternError) -> (atLeast: Int, atMost: Int?)? {
    switch next {
    case UInt8(ascii: "?"):
      at += 1
      return (0, 1)
    case UInt8(ascii: "*"):
      at += 1
      return (0, nil)
    case UInt8(ascii: "+"):
      at += 1
      return (1, nil)
    case UInt8(ascii: "{"):
      return try takeBounds()
    default:
      return nil
    }
  }

  /// `{2}`, `{2,}`, `{2,5}`; `nil`, and nothing read, for a list.
  private mutating func takeBounds() throws(PatternError) -> (atLeast: Int, atMost: Int?)? {
    let start = at
    at += 1
    guard let atLeast = takeNumber() else {
      at = start
      return nil
    }
    var atMost: Int? = atLeast
    if next == UInt8(ascii: ",") {
      at += 1
      atMost = takeNumber()
    }
    guard next == UInt8(ascii: "}") else {
      throw error(.syntax, "expected a quantifier, as in {2,5}", at: start)
    }
    at += 1
    guard max(atLeast, atMost ?? 0) <= 1000 else {
      throw error(.tooLarge, "a quantifier may count to 1000", at: start)
    }
    return (atLeast, atMost)
  }

  private mutating func takeNumber() -> Int? {
    var number: Int?
    while let byte = next, byte.isASCIIDigit {
      number = min((number ?? 0) * 10 + Int(byte - 0x30), 1_000_000)
      at += 1
    }
    return number
  }
}
