import Text

/// What a message means to an open flow: which slots it fills or corrects, and whether it is about something else.
struct FlowListener {
  let reading: SlotReading
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

  private var isChange: Bool { words.change.prefix(of: message.match) > 0 }

  /// Whether a message that names another procedure leaves this one for it, although it might be an answer.
  func mayBreakIn() -> Bool {
    if isText { return looksLikeQuestion || isChange }
    if isYesNo {
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
    if takeCode(into: &slots) { return Heard(isAnswer: true) }
    let correction = reading.correctionBytes
    takeItems(into: &slots, isCorrecting: correction > 0, &heard)
    if isText, !namesIdentity(correction, besides: slots) {
      takeText(into: &slots, &heard)
    } else {
      let isGuarded =
        isText || flow.slots.contains { $0.kind == .text && !(slots[named: $0.name] ?? "").isEmpty }
      for slot in flow.slots {
        // The postcode of an address is no order number.
        if isGuarded, slot.kind == .orderNumber, askedSlot?.name != slot.name, !meansIdentity(correction) {
          continue
        }
        if isText, askedSlot?.name == slot.name { continue }
        take(slot, into: &slots, correction > 0, &heard)
      }
      if isYesNo { takeYesNo(into: &slots, correction, &heard) }
    }
    if heard.isCorrection { slots.removeAll(where: \.isMark) }
    // After a correction the confirmation is asked anew, whatever the message said to it.
    return heard
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
    if let answer = reading.yesNo { return answer }
    return circumstances.understood == "yes" && reading.isDoubtful ? nil : circumstances.understood
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
    slots[named: text.name] = value
    heard = Heard(isAnswer: true, isCorrection: true)
    return true
  }
}

extension Slot {
  /// A step's own note: a confirmation's answer, an action's outcome.
  var isMark: Bool { name.first == FlowRun.confirmation || name.first == FlowRun.outcome }
}
