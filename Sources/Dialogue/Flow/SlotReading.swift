import Patterns
import Text

/// Reads slots from an analysed message, and tells whether a value still is one.
struct SlotReading {
  let message: TextAnalyzer
  let words: FlowWords
  /// For the patterns of slots.
  let scratch: MatchScratch
  /// Bytes of the typed message that a text has taken: the postcode in them is no order number.
  var taken: Range<Int>?

  /// What the message says for a slot that was not asked for: only what cannot be meant for another.
  func mention(of slot: SlotBook) -> String? {
    switch slot.kind {
    case .orderNumber: last(.orderNumber)
    case .email: last(.email)
    case .date: last(.date)
    case .choice: choice(of: slot)
    case .pattern: pattern(of: slot, asked: false)
    case .yesNo, .number, .text, .code, .item: nil
    }
  }

  /// What the message answers to the slot's own question; `nil` when it is no valid answer.
  func answer(to slot: SlotBook) -> String? {
    let value: String? =
      switch slot.kind {
      case .orderNumber: looksLikeAddress ? nil : last(.orderNumber) ?? writtenNumber()
      case .email: last(.email)
      case .date: last(.date) ?? SpokenDate(message, months: words.months)?.text
      case .choice: choice(of: slot) ?? ordinal(of: slot)
      case .yesNo: choice(of: slot) ?? yesNo
      case .number: number(of: slot)
      case .pattern: pattern(of: slot, asked: true)
      case .text: text(of: slot, from: 0)
      case .code: oneTimeCode
      case .item: nil
      }
    guard let value, value.utf8.count <= slot.maximumBytes else { return nil }
    return value
  }

  /// Whether a value learnt earlier, perhaps by another revision or another flow, is one of this slot.
  static func isValid(_ value: String, for slot: SlotBook) -> Bool {
    if value.isEmpty { return slot.isOptional }
    guard value.utf8.count <= slot.maximumBytes else { return false }
    switch slot.kind {
    case .choice: return slot.choices.contains { $0.name == value }
    case .yesNo: return value == "yes" || value == "no"
    case .email: return value.utf8.contains(UInt8(ascii: "@"))
    case .number:
      guard let number = Int(value) else { return false }
      return number >= slot.minimum ?? .min && number <= slot.maximum ?? .max
    case .text: return value.unicodeScalars.count >= slot.minimum ?? 1
    case .orderNumber, .date, .pattern, .code, .item: return true
    }
  }

  // MARK: - Yes and no

  /// `yes` or `no` when the message begins so.
  var yesNo: String? {
    if words.no.isWhole(message.match) { return "no" }
    if words.yes.isWhole(message.match) { return "yes" }
    var start = 0
    var (no, yes) = (words.no.prefix(of: message.match), words.yes.prefix(of: message.match))
    // "Hmm, wait, no": what somebody says who is still thinking is neither.
    while no == 0, yes == 0 {
      let length = words.filler.prefix(of: message.match, from: start)
      guard length > 0, start + length < message.match.count else { break }
      start += length + 1
      (no, yes) = (
        words.no.prefix(of: message.match, from: start), words.yes.prefix(of: message.match, from: start)
      )
    }
    if no == 0, yes == 0 { return nil }
    return no >= yes ? "no" : "yes"
  }

  /// Whether the message is a yes or a no and nothing else.
  var isPlainYesNo: Bool { words.no.isWhole(message.match) || words.yes.isWhole(message.match) }

  /// Bytes of the match text that only say that something was wrong: "no, sorry, I meant".
  var correctionBytes: Int {
    var end = 0
    while end < message.match.count {
      let length = words.correction.prefix(of: message.match, from: end)
      guard length > 0 else { break }
      end = min(end + length + 1, message.match.count)
    }
    return end
  }

  // MARK: - Kinds

  /// The last one named that is not ruled out: "not 1042, 1043" corrects, and so does "1043, not 1042". One that is alone
  /// is meant, as in "I did not order 1042".
  private func last(_ kind: IdentifierKind) -> String? {
    let named = message.identifiers.filter { $0.kind == kind && !isTaken($0) }
    var last = named.last { !isExcluded($0) }
    if kind == .orderNumber, let bare = last, !isNamed(bare), !isCorrecting(bare) {
      // "Order 1042 to 5 Mill Lane, 20095 Hamburg": the one that is called an order.
      last = named.last { isNamed($0) && !isExcluded($0) } ?? bare
    }
    return (last ?? named.last).map(message.value(of:))
  }

  private func isTaken(_ identifier: Identifier) -> Bool {
    taken?.contains(Int(identifier.raw.lowerBound)) ?? false
  }

  /// Whether a word such as "not" or "instead of" stands before it: right before, or before what an order is called,
  /// "not my order".
  private func isExcluded(_ identifier: Identifier) -> Bool {
    guard var index = message.tokens.firstIndex(where: { $0.raw.upperBound > identifier.raw.lowerBound })
    else {
      return false
    }
    return message.match.withUnsafeBufferPointer { match in
      for _ in 0..<4 {
        if words.excluding.stand(before: Int(message.tokens[index].match.lowerBound), in: message.match) {
          return true
        }
        guard index > 0, !message.tokens[index].isAfterBreak,
          words.number.has(UnsafeBufferPointer(rebasing: match[message.tokens[index - 1].match.indices]))
        else { return false }
        index -= 1
      }
      return false
    }
  }

  /// Whether it has its `#`, or a word for an order stands right before it.
  private func isNamed(_ identifier: Identifier) -> Bool {
    message.raw[Int(identifier.raw.lowerBound)] == UInt8(ascii: "#")
      || words.order.stand(before: place(of: identifier), in: message.match)
  }

  /// Whether a word such as "sorry" or "actually" stands right before it.
  private func isCorrecting(_ identifier: Identifier) -> Bool {
    let place = place(of: identifier)
    return words.correction.stand(before: place, in: message.match)
      || words.change.stand(before: place, in: message.match)
  }

  /// Where it stands in the match text.
  private func place(of identifier: Identifier) -> Int {
    message.tokens.first { $0.raw.upperBound > identifier.raw.lowerBound }.map { Int($0.match.lowerBound) }
      ?? 0
  }

  /// "42" or "A-100" is no order number in a sentence, but it is one when the bot asked for it.
  private func writtenNumber() -> String? {
    guard let last = message.tokens.lastIndex(where: { endsInDigit($0) }) else { return nil }
    var first = last
    while first > 0, message.tokens[first].flags.contains(.afterHyphen) { first -= 1 }
    let raw = Int(message.tokens[first].raw.lowerBound)..<Int(message.tokens[last].raw.upperBound)
    return String(decoding: message.raw[raw], as: UTF8.self)
  }

  /// "Main Street 5, 10115 Berlin": words around several numbers, and no word of an order.
  private var looksLikeAddress: Bool {
    guard let first = message.tokens.first, let last = message.tokens.last, !endsInDigit(first),
      !endsInDigit(last),
      message.tokens.count(where: { endsInDigit($0) }) >= 2
    else { return false }
    return !message.raw.contains(UInt8(ascii: "#")) && words.order.range(in: message.match) == nil
      && correctionBytes == 0
  }

  private func endsInDigit(_ token: Token) -> Bool {
    !token.match.isEmpty && (0x30...0x39).contains(message.match[Int(token.match.upperBound) - 1])
  }

  /// Six digits that stand together, the last ones if there are several; or all six digits of the message.
  var oneTimeCode: String? {
    var (digits, run, last): ([UInt8], [UInt8], [UInt8]?) = ([], [], nil)
    for byte in message.match + [0x20] {
      guard !(0x30...0x39).contains(byte) else {
        digits.append(byte)
        run.append(byte)
        continue
      }
      if run.count == 6 { last = run }
      run = []
    }
    return (last ?? (digits.count == 6 ? digits : nil)).map { String(decoding: $0, as: UTF8.self) }
  }

  private func bareNumber() -> String? {
    let match = message.match
    let token = message.tokens.last { token in
      !token.match.isEmpty && match[token.match.indices].allSatisfy { (0x30...0x39).contains($0) }
    }
    return token.map { String(decoding: match[$0.match.indices], as: UTF8.self) }
  }

  /// The choice whose longest phrase stands in the message; none when two are as long.
  func choice(of slot: SlotBook) -> String? {
    var best: (name: String, length: Int)?
    var isTie = false
    for choice in slot.choices {
      guard let length = choice.words.range(in: message.match)?.count else { continue }
      if length > best?.length ?? 0 {
        (best, isTie) = ((choice.name, length), false)
      } else if length == best?.length {
        isTie = true
      }
    }
    return isTie ? nil : best?.name
  }

  /// "2" or "the second" of the choices offered.
  private func ordinal(of slot: SlotBook) -> String? {
    guard message.tokens.count == 1, message.match.count == 1 else { return nil }
    let index = Int(message.match[0]) - 0x31
    return slot.choices.indices.contains(index) ? slot.choices[index].name : nil
  }

  private func number(of slot: SlotBook) -> String? {
    guard let text = bareNumber(), let number = Int(text), text.utf8.count <= 12 else { return nil }
    guard number >= slot.minimum ?? .min, number <= slot.maximum ?? .max else { return nil }
    return String(number)
  }

  /// Where a message that says more holds the text of a slot, in bytes as typed.
  func mention(ofText slot: SlotBook) -> Range<Int>? {
    guard let pattern = slot.mention else { return nil }
    let outcome = message.match.withUnsafeBufferPointer { pattern.match(in: $0, with: scratch) }
    let group = pattern.groups.first?.number ?? 0
    guard outcome == .match, var range = scratch.range(ofGroup: group) else { return nil }
    while !range.isEmpty, message.match[range.upperBound - 1] == 0x20 {
      range = range.lowerBound..<range.upperBound - 1
    }
    return range.isEmpty ? nil : message.rawRange(ofMatch: range)
  }

  /// Unasked, an identifier of another kind is not taken for it.
  private func pattern(of slot: SlotBook, asked: Bool) -> String? {
    guard let pattern = slot.pattern else { return nil }
    let outcome = message.match.withUnsafeBufferPointer { pattern.match(in: $0, with: scratch) }
    guard outcome == .match, let range = scratch.range(ofGroup: 0) else { return nil }
    if !asked, message.tokens.contains(where: { isIdentifier($0) && $0.match.indices.overlaps(range) }) {
      return nil
    }
    var trimmed = range
    while !trimmed.isEmpty, message.match[trimmed.upperBound - 1] == 0x20 {
      trimmed = trimmed.lowerBound..<trimmed.upperBound - 1
    }
    return trimmed.isEmpty
      ? nil : String(decoding: message.raw[message.rawRange(ofMatch: trimmed)], as: UTF8.self)
  }

  private func isIdentifier(_ token: Token) -> Bool {
    if case .identifier = token.kind { true } else { false }
  }

  /// Bytes of the match text that say that something was wrong and end at a comma or the like.
  private var leadBytes: Int {
    let end = correctionBytes
    let next = message.tokens.first { $0.match.lowerBound >= end }
    return end > 0 && next?.isAfterBreak == true ? end : 0
  }

  /// The message as it was typed, from the word at a place of the match text on; without the "no, sorry," that a
  /// correction begins with.
  func text(of slot: SlotBook, from start: Int) -> String? {
    let start = start == 0 ? leadBytes : start
    if let pattern = slot.pattern {
      let outcome = message.match.withUnsafeBufferPointer { pattern.match(in: $0, with: scratch) }
      guard outcome == .match else { return nil }
    }
    guard let first = message.tokens.first(where: { $0.match.lowerBound >= start }) else { return nil }
    let from = start == 0 ? 0 : Int(first.raw.lowerBound)
    var bytes = message.raw[from...]
    while let byte = bytes.first, byte <= 0x20 { bytes = bytes.dropFirst() }
    while let byte = bytes.last, byte <= 0x20 { bytes = bytes.dropLast() }
    guard bytes.count <= slot.maximumBytes else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.unicodeScalars.count >= slot.minimum ?? 1 ? text : nil
  }
}
