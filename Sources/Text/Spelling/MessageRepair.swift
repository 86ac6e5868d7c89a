/// Repairs the words of one message against the words of a store: writes the match text and its tokens anew, so that
/// rules, examples and FAQ see what was meant, while every token still points at what was typed.
///
/// Never touched: identifiers, numbers, words with digits, words of other letters than `a` to `z`, words that any index
/// knows, and forms of such words. One per thread.
struct MessageRepair {
  /// Most words of a message that are repaired: bounds what a message of nonsense costs.
  static let mostTried = 12

  private(set) var repairs: [Repair] = []
  private(set) var match: [UInt8] = []
  private(set) var tokens: [Token] = []
  /// For each token of the message, the first token it became.
  private(set) var newPlaces: [Int32] = []

  private var words = WordRepair()
  private var joined: [UInt8] = []

  mutating func forget() { repairs.removeAll(keepingCapacity: true) }

  /// - Returns: Whether anything was repaired; then ``match`` and ``tokens`` are the message's.
  mutating func repair(_ oldMatch: [UInt8], _ old: [Token], with spelling: Spelling) -> Bool {
    repairs.removeAll(keepingCapacity: true)
    return oldMatch.withUnsafeBufferPointer { text in
      var next = 0
      guard let first = nextUnknown(from: &next, text, old, spelling) else { return false }
      begin(copying: first, text, old)
      var (at, tried) = (first, 0)
      var isUnknown = true
      while at < old.count {
        if isUnknown, tried < Self.mostTried {
          tried += 1
          at += take(at, text, old, spelling)
        } else {
          copy(old[at], text)
          at += 1
        }
        isUnknown = at < old.count && tried < Self.mostTried && isMisspelt(old[at], text, spelling)
      }
      return !repairs.isEmpty
    }
  }

  /// Gives the repaired message to the writer of the message.
  mutating func handOver(to writer: inout TokenWriter) { writer.exchange(&match, &tokens) }

  // MARK: Words

  private mutating func nextUnknown(
    from at: inout Int, _ text: UnsafeBufferPointer<UInt8>, _ old: [Token], _ spelling: Spelling
  ) -> Int? {
    while at < old.count {
      if isMisspelt(old[at], text, spelling) { return at }
      at += 1
    }
    return nil
  }

  @inline(__always)
  private mutating func isMisspelt(
    _ token: Token, _ text: UnsafeBufferPointer<UInt8>, _ spelling: Spelling
  ) -> Bool {
    guard token.kind == .word else { return false }
    let word = UnsafeBufferPointer(rebasing: text[token.match.indices])
    return word.isRepairable && !spelling.knows(word) && !words.isForm(word, in: spelling)
  }

  /// Repairs the word at a place, or copies it; returns how many tokens that took.
  private mutating func take(
    _ at: Int, _ text: UnsafeBufferPointer<UInt8>, _ old: [Token], _ spelling: Spelling
  ) -> Int {
    let token = old[at]
    if at + 1 < old.count, join(token, old[at + 1], text, spelling) {
      writeJoined(token.raw.lowerBound..<old[at + 1].raw.upperBound, token.flags)
      newPlaces.append(Int32(tokens.count - 1))
      newPlaces.append(Int32(tokens.count - 1))
      return 2
    }
    if at > 0, let last = tokens.last, last.raw == old[at - 1].raw, repairs.last?.match != last.match,
      join(old[at - 1], token, text, spelling)
    {
      tokens.removeLast()
      match.removeLast(match.count - Int(last.match.lowerBound))
      if match.last == UInt8(ascii: " ") { match.removeLast() }
      writeJoined(last.raw.lowerBound..<token.raw.upperBound, last.flags)
      newPlaces.append(Int32(tokens.count - 1))
      return 1
    }
    let word = UnsafeBufferPointer(rebasing: text[token.match.indices])
    switch words.reading(of: word, in: spelling) {
    case .word(let meant):
      newPlaces.append(Int32(tokens.count))
      spelling.indexes[meant.index].withWord(meant.number) { write($0, raw: token.raw, token.flags) }
      record(token.raw, 1)
    case .two(let first): writeSplit(token, first, word)
    case nil: copy(token, text)
    }
    return 1
  }

  /// Whether two neighbours are one word with a space in it; then ``joined`` is that word.
  private mutating func join(
    _ one: Token, _ other: Token, _ text: UnsafeBufferPointer<UInt8>, _ spelling: Spelling
  ) -> Bool {
    let length = one.match.count + other.match.count
    guard one.kind == .word, other.kind == .word, other.flags.isEmpty,
      (5...LetterHash.longest).contains(length)
    else { return false }
    joined.removeAll(keepingCapacity: true)
    joined.append(contentsOf: text[one.match.indices])
    joined.append(contentsOf: text[other.match.indices])
    return joined.withUnsafeBufferPointer { $0.isRepairable && spelling.meant($0, LetterHash.of($0)) != nil }
  }

  // MARK: Writing

  private mutating func begin(copying count: Int, _ text: UnsafeBufferPointer<UInt8>, _ old: [Token]) {
    match.removeAll(keepingCapacity: true)
    tokens.removeAll(keepingCapacity: true)
    newPlaces.removeAll(keepingCapacity: true)
    for token in old.prefix(count) { copy(token, text) }
  }

  private mutating func copy(_ token: Token, _ text: UnsafeBufferPointer<UInt8>) {
    newPlaces.append(Int32(truncatingIfNeeded: tokens.count))
    write(
      UnsafeBufferPointer(rebasing: text[token.match.indices]), raw: token.raw, token.flags, token.kind)
  }

  private mutating func write(
    _ word: UnsafeBufferPointer<UInt8>, raw: Range<Int32>, _ flags: Token.Flags, _ kind: Token.Kind = .word
  ) {
    if !match.isEmpty { match.append(UInt8(ascii: " ")) }
    let start = Int32(truncatingIfNeeded: match.count)
    match.append(contentsOf: word)
    let range = start..<Int32(truncatingIfNeeded: match.count)
    tokens.append(Token(raw: raw, match: range, kind: kind, flags: flags))
  }

  private mutating func writeJoined(_ raw: Range<Int32>, _ flags: Token.Flags) {
    let word = joined
    word.withUnsafeBufferPointer { write($0, raw: raw, flags) }
    record(raw, 1)
  }

  /// Each half points at its own letters where as many were typed as were read.
  private mutating func writeSplit(_ token: Token, _ first: Int, _ word: UnsafeBufferPointer<UInt8>) {
    newPlaces.append(Int32(tokens.count))
    var (left, right) = (token.raw, token.raw)
    if token.raw.count == word.count {
      let middle = token.raw.lowerBound + Int32(first)
      (left, right) = (token.raw.lowerBound..<middle, middle..<token.raw.upperBound)
    }
    write(UnsafeBufferPointer(rebasing: word[..<first]), raw: left, token.flags)
    write(UnsafeBufferPointer(rebasing: word[first...]), raw: right, [])
    record(token.raw, 2)
  }

  /// Notes that the last tokens were not typed so.
  private mutating func record(_ raw: Range<Int32>, _ count: Int) {
    let start = tokens[tokens.count - count].match.lowerBound
    repairs.append(Repair(raw: raw, match: start..<tokens[tokens.count - 1].match.upperBound))
  }
}
