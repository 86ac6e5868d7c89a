/// Writes the match text and its tokens from folded text.
struct TokenWriter: ~Copyable {
  /// The match text as it grows; ``match`` is what it came to.
  private var pad = Pad<UInt8>()
  private(set) var match: [UInt8] = []
  private(set) var tokens: [Token] = []
  /// For each identifier, the tokens it became.
  private(set) var identifierTokens: [Range<Int32>] = []

  private var flags: Token.Flags = []

  mutating func write(
    _ text: borrowing FoldedText, around identifiers: [IdentifierSpan], splitsAtApostrophes: Bool
  ) {
    // At most every byte, and a space before it.
    pad.begin(roomFor: 2 * text.bytes.count)
    tokens.removeAll(keepingCapacity: true)
    identifierTokens.removeAll(keepingCapacity: true)
    flags = .startsSentence
    let bytes = text.bytes
    var at = 0
    for identifier in identifiers {
      writeWords(bytes, at..<identifier.outer.lowerBound, of: text, splitsAtApostrophes)
      write(identifier, bytes, of: text)
      at = identifier.outer.upperBound
    }
    writeWords(bytes, at..<bytes.count, of: text, splitsAtApostrophes)
    match.removeAll(keepingCapacity: true)
    match.append(contentsOf: pad.elements)
  }

  /// Takes another match text and its tokens, and gives its own to be used again.
  mutating func exchange(_ match: inout [UInt8], _ tokens: inout [Token]) {
    swap(&self.match, &match)
    swap(&self.tokens, &tokens)
  }

  /// Everything between two identifiers.
  private mutating func writeWords(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, of text: borrowing FoldedText,
    _ splitsAtApostrophes: Bool
  ) {
    var at = range.lowerBound
    while at < range.upperBound {
      let byte = bytes[at]
      if byte >= 0xC2, bytes.currencySign(at) > 0 {
        at += bytes.currencySign(at)
      } else if byte.isWordByte {
        at = writeWord(bytes, at..<range.upperBound, of: text, splitsAtApostrophes)
      } else {
        note(byte, beforeSpace: at + 1 >= bytes.count || bytes[at + 1] <= 0x20)
        at += 1
      }
    }
  }

  /// Remembers what a sign says about the next token.
  private mutating func note(_ sign: UInt8, beforeSpace: Bool) {
    switch sign {
    case UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      flags.insert(.startsSentence)
    case UInt8(ascii: "."):
      if beforeSpace { flags.insert(.startsSentence) }
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"):
      flags.insert(.afterComma)
    default: break
    }
  }

  /// One word from the start of `range`; returns where it ends.
  private mutating func writeWord(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, of text: borrowing FoldedText,
    _ splitsAtApostrophes: Bool
  ) -> Int {
    let start = beginToken()
    var isNumber = true
    var at = writeRun(bytes, range, after: start, &isNumber)
    while at + 1 < range.upperBound, bytes[at + 1].isWordByte,
      joins(bytes[at], isNumber, digits: bytes.digits(at + 1), splitsAtApostrophes)
    {
      if !bytes[at].isApostrophe { pad.append(bytes[at]) }
      at = writeRun(bytes, at + 1..<range.upperBound, after: start, &isNumber)
    }
    let raw = text.origin(range.lowerBound)..<text.origin(at)
    endToken(from: start, raw: raw, kind: isNumber ? .number : .word)
    if at + 1 < range.upperBound, bytes[at] == UInt8(ascii: "-"), bytes[at + 1].isWordByte {
      flags.insert(.afterHyphen)
    }
    return at
  }

  /// Letters and digits up to the next sign, of the word that starts at `start` of the match text; returns
  /// where that is.
  private mutating func writeRun(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, after start: Int, _ isNumber: inout Bool
  ) -> Int {
    var at = range.lowerBound
    var (last, isRepeated, hasThree): (UInt8, Bool, Bool) = (0, false, false)
    var highest: UInt8 = 0
    while at < range.upperBound, bytes[at].isWordByte {
      let byte = bytes[at]
      hasThree = hasThree || (isRepeated && byte == last)
      isRepeated = byte == last
      last = byte
      highest = max(highest, byte)
      at += 1
    }
    isNumber = isNumber && highest.isDigit
    let run = UnsafeBufferPointer(rebasing: bytes[range.lowerBound..<at])
    // After an apostrophe the letters before it count too.
    if hasThree || pad.count > start { appendShortened(run, start) } else { pad.append(contentsOf: run) }
    return at
  }

  /// Three and more of one ASCII letter become two, in the word that starts at `start` of the match text.
  private mutating func appendShortened(_ run: UnsafeBufferPointer<UInt8>, _ start: Int) {
    for byte in run {
      let isThird = pad.count >= start + 2 && pad.elements.suffix(2).allSatisfy { $0 == byte }
      if !isThird || byte.isDigit || byte >= 0x80 { pad.append(byte) }
    }
  }

  /// Whether a sign between two letters or digits belongs to the word: an apostrophe before a letter, which
  /// is dropped, or the point or comma of a number, which is kept. So many `digits` follow it.
  private func joins(_ sign: UInt8, _ isNumber: Bool, digits: Int, _ splitsAtApostrophes: Bool) -> Bool {
    switch sign {
    case UInt8(ascii: "'"), UInt8(ascii: "`"): digits == 0 && !splitsAtApostrophes
    case UInt8(ascii: "."): isNumber && digits > 0
    // More than three digits after a comma are another number.
    case UInt8(ascii: ","): isNumber && (1...3).contains(digits)
    default: false
    }
  }

  /// An identifier: a token for each of its pieces.
  private mutating func write(
    _ identifier: IdentifierSpan, _ bytes: UnsafeBufferPointer<UInt8>, of text: borrowing FoldedText
  ) {
    let first = Int32(truncatingIfNeeded: tokens.count)
    var at = identifier.inner.lowerBound
    var rawStart = identifier.outer.lowerBound
    while at < identifier.inner.upperBound {
      let start = beginToken()
      while at < identifier.inner.upperBound, bytes[at] != UInt8(ascii: " ") {
        pad.append(bytes[at])
        at += 1
      }
      let rawEnd = at == identifier.inner.upperBound ? identifier.outer.upperBound : at
      endToken(
        from: start, raw: text.origin(rawStart)..<text.origin(rawEnd), kind: .identifier(identifier.kind))
      while at < identifier.inner.upperBound, bytes[at] == UInt8(ascii: " ") { at += 1 }
      rawStart = at
    }
    identifierTokens.append(first..<Int32(truncatingIfNeeded: tokens.count))
  }

  /// Parts the next token from the one before; returns where it starts in the match text.
  private mutating func beginToken() -> Int {
    if pad.count > 0 { pad.append(UInt8(ascii: " ")) }
    return pad.count
  }

  private mutating func endToken(from start: Int, raw: Range<Int32>, kind: Token.Kind) {
    let range = Int32(truncatingIfNeeded: start)..<Int32(truncatingIfNeeded: pad.count)
    tokens.append(Token(raw: raw, match: range, kind: kind, flags: flags))
    flags = []
  }
}

extension UInt8 {
  var isDigit: Bool { self &- 0x30 < 10 }

  /// A letter of folded text: lower-case ASCII, or any byte of what folding left beyond ASCII.
  var isLetter: Bool { self &- 0x61 < 26 || self >= 0x80 }

  var isWordByte: Bool { isLetter || isDigit }

  var isApostrophe: Bool { self == UInt8(ascii: "'") || self == UInt8(ascii: "`") }
}
