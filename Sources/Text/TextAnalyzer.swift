/// Reads one message at a time: folds it, finds its identifiers, splits it into tokens.
///
/// One per thread; every buffer is reused, so that a message costs no allocation once the buffers have
/// grown. Everything it says is about the message last analysed.
///
/// *Match text* is what rules and examples are matched against: the folded words of the message joined by
/// one space. Folding takes case, width and diacritics away (`ß` becomes `ss`), drops apostrophes inside
/// words (`where's` becomes `wheres`), zero-width and bidi characters, punctuation and emoji, parts words
/// at hyphens (`e-mail` becomes `e mail`) and shortens three and more of one letter to two (`soooo` becomes
/// `soo`). An ideograph is a word of its own. An identifier keeps its signs (`anna@example.com`)
/// except a leading `#` and those of currencies.
package final class TextAnalyzer {
  package let language: Language
  /// What the store's order numbers look like, beside those that are usual.
  package var shapes: OrderShapes = .none
  // Nothing that reading calls comes back here: no dynamic exclusivity check is needed.
  @exclusivity(unchecked) private var reading = Reading()

  package init(language: Language = .english) {
    self.language = language
  }

  /// The message as it was typed, UTF-8.
  package var raw: [UInt8] { reading.raw }

  /// The match text, UTF-8.
  package var match: [UInt8] { reading.writer.match }

  /// The words of the match text, in order; each is one range of ``match``, a space between any two.
  package var tokens: [Token] { reading.writer.tokens }

  /// E-mail addresses, order numbers, amounts and the like, in the order of the message.
  package var identifiers: [Identifier] { reading.identifiers }

  /// Analyses a message.
  ///
  /// - Parameter raw: Valid UTF-8 whose length the caller has bounded. Other bytes are harmless: they count
  ///   as spaces.
  /// - Complexity: O(*n*), about 5 ns a byte.
  package func analyze(_ raw: UnsafeBufferPointer<UInt8>) {
    reading.read(raw, shapes, splitsAtApostrophes: language.apostropheSplitsWords)
  }

  /// What ``repair(with:)`` made of the message last analysed, in its order.
  package var repairs: [Repair] { reading.mending.repairs }

  /// Reads misspelt words of the message last analysed as what they may have meant: ``match`` and ``tokens`` are then
  /// those of the repaired message, whose tokens still point at what was typed.
  ///
  /// Identifiers, words with digits, words of other letters than `a` to `z`, and words that `spelling` knows stay as
  /// they are; so do common words of its language.
  ///
  /// - Complexity: One look-up a word; some dozen for an unknown one, of which at most twelve are tried. No allocation
  ///   in steady state.
  package func repair(with spelling: Spelling) {
    reading.repair(with: spelling)
  }

  /// Analyses a message held in a string; for tests, imports and the command line.
  package func analyze(_ text: String) {
    var text = text
    text.withUTF8 { analyze($0) }
  }

  /// The normalised form of an identifier of the message last analysed.
  ///
  /// Order and tracking numbers in upper case without `#` (`1042`, `W4817420`, `112-4839201-8827361`), `O`
  /// for zero put right; an e-mail address in lower case, its diacritics kept; a link as typed; an amount as
  /// `12.50 EUR`; a date as `2026-11-12` or, without a year, `--11-12` (day before month where both readings
  /// are possible).
  package func value(of identifier: Identifier) -> String {
    let folded = String(decoding: reading.scanner.values[identifier.value.indices], as: UTF8.self)
    let typed = String(decoding: reading.raw[identifier.raw.indices], as: UTF8.self)
    switch identifier.kind {
    case .link:
      return typed
    case .email where typed.utf8.contains(UInt8(ascii: "@")):
      // Only what cannot be seen is left out: `jörg@` is another mailbox than `jorg@`.
      let visible = typed.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }
      return String(String.UnicodeScalarView(visible)).lowercased()
    default:
      return folded
    }
  }

  /// The bytes typed for a range of the match text, widened to whole tokens.
  package func rawRange(ofMatch range: Range<Int>) -> Range<Int> {
    let tokens = reading.writer.tokens
    guard let first = tokens.firstIndex(where: { $0.match.upperBound > range.lowerBound }) else {
      return raw.count..<raw.count
    }
    var last = first
    while last + 1 < tokens.count, tokens[last + 1].match.lowerBound < range.upperBound { last += 1 }
    return Int(tokens[first].raw.lowerBound)..<Int(tokens[last].raw.upperBound)
  }

  /// The match text of what an author wrote: an example, a question, a term.
  package func fold(_ text: String) -> String {
    analyze(text)
    return String(decoding: reading.writer.match, as: UTF8.self)
  }
}

/// One message, read; its buffers serve the next. A single value, so that reading it is one access to it.
private struct Reading: ~Copyable {
  private(set) var raw: [UInt8] = []
  private(set) var identifiers: [Identifier] = []
  private(set) var scanner = IdentifierScanner()
  private(set) var writer = TokenWriter()
  private(set) var mending = MessageRepair()
  private var folded = FoldedText()

  mutating func repair(with spelling: Spelling) {
    guard mending.repair(writer.match, writer.tokens, with: spelling) else { return }
    for place in identifiers.indices {
      let tokens = identifiers[place].tokens
      let old = Int(tokens.lowerBound)..<Int(tokens.upperBound)
      let (first, last) = (mending.newPlaces[old.lowerBound], mending.newPlaces[old.upperBound - 1])
      identifiers[place].tokens = first..<last + 1
    }
    mending.handOver(to: &writer)
  }

  mutating func read(
    _ raw: UnsafeBufferPointer<UInt8>, _ shapes: OrderShapes, splitsAtApostrophes: Bool
  ) {
    mending.forget()
    self.raw.removeAll(keepingCapacity: true)
    self.raw.append(contentsOf: raw)
    folded.fold(raw)
    scanner.reset()
    if folded.mayHoldIdentifiers { scanner.scan(folded.bytes, shapes) }
    writer.write(folded, around: scanner.found, splitsAtApostrophes: splitsAtApostrophes)
    identifiers.removeAll(keepingCapacity: true)
    for (found, tokens) in zip(scanner.found, writer.identifierTokens) {
      let raw = folded.origin(found.outer.lowerBound)..<folded.origin(found.outer.upperBound)
      identifiers.append(Identifier(kind: found.kind, raw: raw, tokens: tokens, value: found.value))
    }
  }
}

extension Range<Int32> {
  /// The same range as indices of an array.
  package var indices: Range<Int> { Int(lowerBound)..<Int(upperBound) }
}
