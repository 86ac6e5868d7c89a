/// Writes the match text and its tokens from folded text.
struct TokenWriter {
  private(set) var match: [UInt8] = []
  private(set) var tokens: [Token] = []
  /// For each identifier, the tokens it became.
  private(set) var identifierTokens: [Range<Int32>] = []

  private var flags: Token.Flags = []

  mutating func write(
    _ text: FoldedText, around identifiers: [IdentifierSpan], splitsAtApostrophes: Bool
  ) {
    match.removeAll(keepingCapacity: true)
    tokens.removeAll(keepingCapacity: true)
    identifierTokens.removeAll(keepingCapacity: true)
    flags = .startsSentence
    text.bytes.withUnsafeBufferPointer { bytes in
      var at = 0
      for identifier in identifiers {
        writeWords(bytes, at..<identifier.outer.lowerBound, of: text, splitsAtApostrophes)
        write(identifier, bytes, of: text)
        at = identifier.outer.upperBound
      }
      writeWords(bytes, at..<bytes.count, of: text, splitsAtApostrophes)
    }
  }

  /// Everything between two identifiers.
  private mutating func writeWords(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, of text: FoldedText, _ splitsAtApostrophes: Bool
  ) {
    var at = range.lowerBound
    while at < range.upperBound {
      let byte = bytes[at]
      if byte.isWordByte {
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
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, of text: FoldedText, _ splitsAtApostrophes: Bool
  ) -> Int {
    let start = beginToken()
    var at = range.lowerBound
    var last: UInt8 = 0
    var run = 0
    var isNumber = true
    while at < range.upperBound {
      let byte = bytes[at]
      if byte.isWordByte {
        run = byte == last ? run + 1 : 1
        last = byte
        let isDigit = byte.isDigit
        isNumber = isNumber && isDigit
        if run <= 2 || isDigit || byte >= 0x80 { match.append(byte) }
      } else if at + 1 < range.upperBound, bytes[at + 1].isWordByte,
        joins(byte, before: bytes[at + 1], after: last, isNumber, splitsAtApostrophes)
      {
        if !byte.isApostrophe { match.append(byte) }
      } else {
        break
      }
      at += 1
    }
    let raw = text.origin(range.lowerBound)..<text.origin(at)
    endToken(from: start, raw: raw, kind: isNumber ? .number : .word)
    if at + 1 < range.upperBound, bytes[at] == UInt8(ascii: "-"), bytes[at + 1].isWordByte {
      flags.insert(.afterHyphen)
    }
    return at
  }

  /// Whether a sign between two word bytes belongs to the word: an apostrophe (dropped), or the point or
  /// comma of a number (kept).
  private func joins(
    _ sign: UInt8, before next: UInt8, after last: UInt8, _ isNumber: Bool, _ splitsAtApostrophes: Bool
  ) -> Bool {
    if sign.isApostrophe { return !splitsAtApostrophes }
    return isNumber && last.isDigit && next.isDigit
      && (sign == UInt8(ascii: ".") || sign == UInt8(ascii: ","))
  }

  /// An identifier: a token for each of its pieces.
  private mutating func write(
    _ identifier: IdentifierSpan, _ bytes: UnsafeBufferPointer<UInt8>, of text: FoldedText
  ) {
    let first = Int32(truncatingIfNeeded: tokens.count)
    var at = identifier.inner.lowerBound
    var rawStart = identifier.outer.lowerBound
    while at < identifier.inner.upperBound {
      let start = beginToken()
      while at < identifier.inner.upperBound, bytes[at] != UInt8(ascii: " ") {
        match.append(bytes[at])
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
    if !match.isEmpty { match.append(UInt8(ascii: " ")) }
    return match.count
  }

  private mutating func endToken(from start: Int, raw: Range<Int32>, kind: Token.Kind) {
    let range = Int32(truncatingIfNeeded: start)..<Int32(truncatingIfNeeded: match.count)
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
