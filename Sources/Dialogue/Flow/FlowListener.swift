import Patterns
import Text

/// What a message means to an open flow: which slots it fills or corrects, and whether it is about something else.
struct FlowListener {
  private(set) var reading: SlotReading
  let flow: FlowBook
  /// What is open; `nil` when the flow has changed since.
  let question: FlowQuestion?
  /// What tells a yes from a no beside the words of the message.
  var circumstances = SlotReading.Circumstances()
  /// What guests prove an order by.
  var guests = GuestProof.email

  private var message: TextAnalyzer { reading.message }
  private var words: FlowWords { reading.words }

  private var askedSlot: SlotBook? {
    if case .slot(let index) = question { flow.slots[index] } else { nil }
  }

  private var isYesNo: Bool {
    if case .confirm = question { return true }
    return askedSlot?.kind == .yesNo
  }

  private var isText: Bool { askedSlot?.kind == .text }

  // MARK: - About something else

  /// A whole message that ends the flow; to a question of yes or no, a no is an answer.
  var isLeaving: Bool {
    guard words.leave.isWhole(message.match) else { return false }
    return !(isYesNo && words.no.isWhole(message.match))
  }

  /// Whether a message about something else begins with the end of this: "never mind, do you have gift cards?"
  var isLeavingFirst: Bool {
    let length = words.leave.prefix(of: message.match)
    return length > 0 && message.tokens.first { $0.match.lowerBound > length }?.isAfterBreak == true
  }

  /// Whether the message reads as a question, by its mark or its first word.
  var looksLikeQuestion: Bool {
    message.raw.contains(UInt8(ascii: "?")) || words.question.prefix(of: message.match) > 0
  }

  /// Whether it begins by taking something back: "actually", or "sorry, I meant" where it is not the text asked for.
  private var isChange: Bool {
    var start = 0
    while start < message.match.count {
      if words.change.prefix(of: message.match, from: start) > 0 { return true }
      if words.meant.prefix(of: message.match, from: start) > 0 { return true }
      let length = max(
        words.correction.prefix(of: message.match, from: start),
        words.filler.prefix(of: message.match, from: start))
      guard length > 0 else { return false }
      start += length + 1
    }
    return false
  }

  /// What the flow itself answers, when the message asks it.
  var ownQuestion: AsideBook? {
    guard !flow.questions.isEmpty, looksLikeQuestion else { return nil }
    return flow.questions.first { aside in
      message.match.withUnsafeBufferPointer { aside.pattern.match(in: $0, with: reading.scratch) } == .match
    }
  }

  /// Whether a message that asks something may hold an answer beside it: not where the question would be taken for a text, or
  /// a word of it for a yes.
  var mayAnswerBeside: Bool { !isText && !isYesNo }

  /// Whether a message that names another procedure leaves this one for it, although it might be an answer.
  func mayBreakIn() -> Bool {
    if isText { return looksLikeQuestion || isChange }
    if isYesNo {
      if let slot = askedSlot, reading.choice(of: slot) != nil { return looksLikeQuestion || isChange }
      switch reading.yesNo {
      case "yes": return looksLikeQuestion || isChange
      case "no": return message.tokens.count > 2
      default: return true
      }
    }
    if let slot = askedSlot, slot.kind == .choice, reading.answer(to: slot) != nil { return isChange }
    return true
  }

  /// Whether a message that is surely about something else is answered and led back from, not taken for an answer.
  func mayAskAside() -> Bool { isText ? looksLikeQuestion : !reading.isPlainYesNo }

  /// The message is the answer and nothing but: nothing else has to be thought of.
  var isPlainAnswer: Bool {
    if isYesNo { return reading.isPlainYesNo }
    guard let slot = askedSlot else { return false }
    switch slot.kind {
    case .orderNumber, .email:
      return !message.tokens.isEmpty && message.tokens.allSatisfy(isIdentity)
    case .choice: return slot.choices.contains { $0.words.isWhole(message.match) }
    case .code: return reading.oneTimeCode != nil && message.tokens.allSatisfy(isNumber)
    default: return false
    }
  }

  private func isNumber(_ token: Token) -> Bool {
    message.match[token.match.indices].allSatisfy { (0x30...0x39).contains($0) }
  }

  private func isIdentity(_ token: Token) -> Bool {
    token.kind == .identifier(.orderNumber) || token.kind == .identifier(.email)
  }

  // MARK: - Slots

  /// What came of listening.
  struct Heard {
    var isAnswer = false
    /// Something that was already known has another value now.
    var isCorrection = false
  }

  /// Takes what the message says into the slots; later words win, so "no, 1043" corrects.
  func take(into slots: inout [Slot]) -> Heard {
    var heard = Heard()
    var listener = self
    listener.reading.taken = takeMention(into: &slots)
    listener.take(into: &slots, &heard)
    heard.isAnswer = heard.isAnswer || listener.reading.taken != nil
    return heard
  }

  /// A text that stands in a message of something else: "send order 1042 to 5 Mill Lane, 20095 Hamburg".
  private func takeMention(into slots: inout [Slot]) -> Range<Int>? {
    guard !isText else { return nil }
    for slot in flow.slots where slot.mention != nil && (slots[named: slot.name] ?? "").isEmpty {
      guard let range = reading.mention(ofText: slot) else { continue }
      let text = String(decoding: message.raw[range], as: UTF8.self)
      guard SlotReading.isValid(text, for: slot) else { continue }
      slots[named: slot.name] = text
      return range
    }
    return nil
  }

  private func take(into slots: inout [Slot], _ heard: inout Heard) {
    if takeCode(into: &slots) {
      heard.isAnswer = true
      return
    }
    if amend(into: &slots, &heard) {
      if heard.isCorrection { slots.removeAll(where: \.isMark) }
      return
    }
    let correction = reading.correctionBytes
    takeItems(into: &slots, isCorrecting: correction > 0, &heard)
    if isText, !namesIdentity(correction, besides: slots) {
      takeText(into: &slots, &heard)
    } else {
      let isGuarded =
        isText || flow.slots.contains { $0.kind == .text && !(slots[named: $0.name] ?? "").isEmpty }
      for slot in flow.slots {
        // The postcode of an address is no order number.
        if isGuarded, reading.taken == nil, slot.kind == .orderNumber, askedSlot?.name != slot.name,
          !meansIdentity(correction)
        {
          continue
        }
        if isText, askedSlot?.name == slot.name { continue }
        take(slot, into: &slots, correction > 0, &heard)
      }
      if isYesNo { takeYesNo(into: &slots, correction, &heard) }
    }
    if heard.isCorrection { slots.removeAll(where: \.isMark) }
    // After a correction the confirmation is asked anew, whatever the message said to it.
  }

  /// Items of the order, whose names the conversation knows while they are asked for, and after.
  private func takeItems(into slots: inout [Slot], isCorrecting: Bool, _ heard: inout Heard) {
    guard let slot = flow.slots.first(where: { $0.kind == .item }),
      let text = slots[named: ItemNames.slotName]
    else { return }
    let isAsked = askedSlot?.kind == .item
    guard isAsked || isCorrecting && !isText else { return }
    let names = ItemNames(text)
    let takesAll = words.all.range(in: message.match) != nil
    guard let picked = names.pick(from: message.match, isAsked: isAsked, takesAll: takesAll && isAsked) else {
      return
    }
    let value = names.value(of: picked)
    if let known = slots[named: slot.name], known != value { heard.isCorrection = true }
    slots[named: slot.name] = value
    heard.isAnswer = true
  }

  /// A one-time code, or the wish for one, where the bot asks for a proof.
  private func takeCode(into slots: inout [Slot]) -> Bool {
    let isAsked = askedSlot?.kind == .code
    guard isAsked || guests == .emailOrCode && askedSlot?.name == "email" else { return false }
    let isOrder = message.identifiers.contains { $0.kind == .orderNumber && isMarked($0) }
    if isAsked, !isOrder, let code = reading.oneTimeCode {
      slots[named: GuestCode.askedSlotName] = code
      return true
    }
    guard wishesCode else { return false }
    slots.guestCode = .wanted
    slots[named: GuestCode.askedSlotName] = nil
    slots[named: "email"] = nil
    return true
  }

  /// "Send me a code": a whole message, or some words of it.
  private var wishesCode: Bool {
    if words.code.isWhole(message.match) { return true }
    guard !message.identifiers.contains(where: { $0.kind == .email }),
      let range = words.code.range(in: message.match)
    else { return false }
    return message.match[range].contains(UInt8(ascii: " "))
  }

  /// Whether a message that a text is asked for names an order or an address instead: after "no, I meant", or with nothing
  /// beside it that could be the text.
  private func namesIdentity(_ correction: Int, besides slots: [Slot]) -> Bool {
    if correction > 0 { return meansIdentity(correction) }
    guard message.tokens.allSatisfy(isIdentity) else { return false }
    return message.identifiers.contains { isMarked($0) }
      || flow.slots.contains { $0.kind == .orderNumber && (slots[named: $0.name] ?? "").isEmpty }
  }

  /// Whether a number or an address in the message is one of an order, where a text may hold some too: it stands alone,
  /// right after "no, I meant", with its `#` or `@`, or with a word for an order.
  func meansIdentity(_ correction: Int) -> Bool {
    let identities = message.identifiers.filter { $0.kind == .orderNumber || $0.kind == .email }
    guard !identities.isEmpty, message.tokens.count <= 10 else { return false }
    if identities.contains(where: { isMarked($0) }) || words.order.range(in: message.match) != nil {
      return true
    }
    if message.tokens.first(where: { $0.match.lowerBound >= correction }).map(isIdentity) ?? false {
      return true
    }
    return message.tokens.count { !isIdentity($0) } <= 2
  }

  private func isMarked(_ identifier: Identifier) -> Bool {
    identifier.kind == .email || message.raw[Int(identifier.raw.lowerBound)] == UInt8(ascii: "#")
  }

  private func takeText(into slots: inout [Slot], _ heard: inout Heard) {
    guard let asked = askedSlot else { return }
    if asked.isOptional, isSkip { return fill(asked, "", into: &slots, &heard) }
    // A yes or a no tells nothing.
    guard !reading.isPlainYesNo, let value = reading.answer(to: asked) else { return }
    fill(asked, value, into: &slots, &heard)
    for slot in flow.slots where slots[named: slot.name] == nil && slot.kind == .email {
      slots[named: slot.name] = reading.mention(of: slot)
    }
  }

  private func take(_ slot: SlotBook, into slots: inout [Slot], _ isCorrecting: Bool, _ heard: inout Heard) {
    if slot.name == askedSlot?.name, !isYesNo {
      if slot.isOptional, isSkip { return fill(slot, "", into: &slots, &heard) }
      if let value = reading.answer(to: slot) { fill(slot, value, into: &slots, &heard) }
      return
    }
    guard let value = reading.mention(of: slot), SlotReading.isValid(value, for: slot) else { return }
    if slot.name == "email", guests == .emailOrCode { slots.guestCode = nil }
    guard let known = slots[named: slot.name], !known.isEmpty else {
      slots[named: slot.name] = value
      heard.isAnswer = true
      return
    }
    let isIdentity = slot.kind == .orderNumber || slot.kind == .email
    guard known != value, isIdentity || isCorrecting else { return }
    slots[named: slot.name] = value
    heard = Heard(isAnswer: true, isCorrection: true)
  }

  /// The slot asked for; after a refusal it is full and may be said again.
  private func fill(_ slot: SlotBook, _ value: String, into slots: inout [Slot], _ heard: inout Heard) {
    heard.isAnswer = true
    if let known = slots[named: slot.name], known != value { heard.isCorrection = true }
    slots[named: slot.name] = value
  }

  private var isSkip: Bool { words.skip.isWhole(message.match) || words.no.isWhole(message.match) }

  private func takeYesNo(into slots: inout [Slot], _ correction: Int, _ heard: inout Heard) {
    guard !heard.isCorrection, let answer = yesNo else { return }
    if answer == "no", retell(into: &slots, from: correction, &heard) { return }
    heard.isAnswer = true
    switch question {
    case .confirm(let step): slots[named: FlowRun.mark(FlowRun.confirmation, flow.steps[step])] = answer
    case .slot(let index): slots[named: flow.slots[index].name] = answer
    case nil: break
    }
  }

  /// The answer to a question of yes or no; only what an action follows has to be said beyond doubt.
  private var yesNo: String? {
    if case .confirm = question { return reading.consent(circumstances) }
    if let slot = askedSlot, let answer = reading.choice(of: slot) { return answer }
    if let answer = reading.yesNo { return answer }
    return circumstances.understood == "yes" && reading.isDoubtful ? nil : circumstances.understood
  }

  /// Whether a message names an order by its sign or by a word that is not one of a part of the text.
  private func namesOrder(besides slot: SlotBook) -> Bool {
    if message.identifiers.contains(where: { isMarked($0) }) { return true }
    guard let word = words.order.range(in: message.match) else { return false }
    return !slot.parts.contains { part in
      part.words.range(in: message.match).map {
        $0.lowerBound <= word.lowerBound && word.upperBound <= $0.upperBound
      }
        ?? false
    }
  }

  /// "No, number 14": a part of the text that was to be confirmed. What it should be instead is asked when it is not clear.
  private func amend(into slots: inout [Slot], _ heard: inout Heard) -> Bool {
    guard case .confirm(let step) = question, !reading.isPlainYesNo,
      let slot = flow.slots.last(where: { !$0.parts.isEmpty && !(slots[named: $0.name] ?? "").isEmpty }),
      let value = slots[named: slot.name], !looksLikeQuestion, !namesOrder(besides: slot),
      reading.consent(circumstances) != "yes"
    else { return false }
    let amendment = TextAmendment(reading, slot, of: value)
    switch amendment.outcome() {
    case .amended(let text):
      slots[named: slot.name] = text
      heard = Heard(isAnswer: true, isCorrection: true)
      return true
    case .unclear where flow.steps[step].targets["on_no"] != nil:
      slots[named: FlowRun.mark(FlowRun.confirmation, flow.steps[step])] = "no"
      heard.isAnswer = true
      return true
    case .none where message.tokens.count > 2:
      // All of it anew, without a no before it.
      guard !amendment.beginsWithPart, let text = reading.text(of: slot, from: reading.correctionBytes),
        amendment.isWhole(text)
      else {
        // "No, number 14, 20099 Hamburg": of the text, and no order's number; but not all of it.
        guard amendment.namesPart, flow.steps[step].targets["on_no"] != nil else { return false }
        slots[named: FlowRun.mark(FlowRun.confirmation, flow.steps[step])] = "no"
        heard.isAnswer = true
        return true
      }
      slots[named: slot.name] = text
      heard = Heard(isAnswer: true, isCorrection: true)
      return true
    case .unclear, .none: return false
    }
  }

  /// "No, it is 5 Mill Lane": the text that was to be confirmed, said anew.
  private func retell(into slots: inout [Slot], from start: Int, _ heard: inout Heard) -> Bool {
    let texts = flow.slots.filter { $0.kind == .text && !(slots[named: $0.name] ?? "").isEmpty }
    guard let text = texts.last, start > 0, start < message.match.count, !looksLikeQuestion else {
      return false
    }
    // "No, leave it": a no and nothing else.
    let isMore = [words.no, words.leave, words.skip].allSatisfy {
      $0.prefix(of: message.match, from: start) == 0
    }
    guard isMore else { return false }
    let rest = message.tokens.count { $0.match.lowerBound >= start }
    guard rest >= 2, let value = reading.text(of: text, from: start) else { return false }
    let known = slots[named: text.name] ?? ""
    // "No, 5 Mill Lane" of an address that had a town: no more than a no.
    if !text.parts.isEmpty, !TextAmendment(reading, text, of: known).isWhole(value) { return false }
    slots[named: text.name] = value
    heard = Heard(isAnswer: true, isCorrection: true)
    return true
  }
}

extension Slot {
  /// A step's own note: a confirmation's answer, an action's outcome.
  var isMark: Bool { name.first == FlowRun.confirmation || name.first == FlowRun.outcome }
}
