import Orders
import Text

/// Flows: a message while one waits, one that begins, and where a run of one stops.
extension TurnHandler {
  func listener(_ flow: FlowBook, _ question: FlowQuestion?, _ draft: ReplyDraft) -> FlowListener {
    FlowListener(
      reading: SlotReading(message: words, words: draft.book.words, scratch: patterns), flow: flow,
      question: question, guests: draft.guests)
  }

  /// What an open flow waits for; `nil` when its steps are not those of the revision any more.
  func question(of open: OpenFlow, in flow: FlowBook) -> FlowQuestion? {
    guard open.fingerprint == 0 || open.fingerprint == flow.fingerprint else { return nil }
    return flow.question(open.step)
  }

  /// Whether the message answers the open question and says nothing else, so that it need not be understood.
  func isPlainAnswer(_ draft: ReplyDraft) -> Bool {
    guard let open = draft.state.flow, let flow = draft.book.flow(open.name),
      let question = question(of: open, in: flow)
    else { return false }
    let listener = listener(flow, question, draft)
    return listener.isLeaving || listener.isPlainAnswer
  }

  // MARK: - A message while a flow waits

  /// An answer to its question, a correction, another question, another wish, or a way out.
  func proceed(
    _ draft: inout ReplyDraft, _ open: OpenFlow, _ flow: FlowBook, _ decision: Decision, _ turn: Turn
  ) -> TurnOutcome {
    let question = question(of: open, in: flow)
    if question == nil { draft.reply.notice = .flowChanged }
    var listener = listener(flow, question, draft)
    listener.circumstances = circumstances(of: decision, open, draft.book)
    if listener.isLeaving { return leave(&draft, open) }
    if let name = decision.leaving(draft.book),
      listener.mayLeave(decision)
    {
      close(&draft, open)
      draft.reply.intent = decision.intent
      say(draft.book.intent(name), faq: decision.answer, in: &draft)
      return .reply(finish(&draft))
    }
    if decision.interrupts(open, in: draft.book), decision.takesBack || listener.mayBreakIn(),
      let next = decision.flow(in: draft.book)
    {
      draft.reply.intent = decision.intent
      return begin(next, slots: open.slots, &draft, turn)
    }
    var progress = progress(of: flow, intent: open.intent, open.slots, draft, turn)
    progress.run.open = question
    progress.run.slots[named: FlowRun.asideMark] = nil
    if let question, !isOthersByRule(decision, open, draft.book), let aside = listener.ownQuestion {
      draft.reply.intent = UnderstoodIntent(name: open.intent, confidence: 1, source: .flow)
      draft.say(aside.replies)
      let heard = listener.mayAnswerBeside ? listener.take(into: &progress.run.slots) : FlowListener.Heard()
      if heard.isAnswer {
        progress.run.isCorrected = heard.isCorrection
        return conclude(progress.run.run(), &progress, &draft)
      }
      progress.hearing = .ledBack(question, asked: open.asked)
      return ask(again: question, &progress, &draft)
    }
    let isAside =
      decision.isSure(forQuestion: listener.looksLikeQuestion) && decision.isOther(than: open, in: draft.book)
      && listener.mayAskAside() && !isVague(decision, listener, draft.book)
    let isTextAside = isAside && listener.isTextQuestion
    let heard = isTextAside ? FlowListener.Heard() : listener.take(into: &progress.run.slots)
    guard let question else { return restart(&progress, &draft, decision, isAside) }
    if heard.isAnswer {
      progress.run.isCorrected = heard.isCorrection
      // Two things at once: the slot, and a question beside it.
      if isAside, listener.looksLikeQuestion { sayAside(decision, in: &draft) }
      draft.reply.intent = UnderstoodIntent(name: open.intent, confidence: 1, source: .flow)
      return conclude(progress.run.run(), &progress, &draft)
    }
    guard isAside else {
      draft.reply.intent = UnderstoodIntent(name: open.intent, confidence: 1, source: .flow)
      let asked = listener.circumstances.followsAside ? min(open.asked, 1) : open.asked
      if listener.asksUnknown { draft.say(phrase: "aside_unknown") }
      progress.hearing = .unanswered(question, asked: asked)
      return ask(again: question, &progress, &draft)
    }
    if let next = decision.flow(in: draft.book), next.name != flow.name {
      draft.reply.intent = decision.intent
      return begin(next, slots: open.slots, &draft, turn)
    }
    draft.reply.intent = decision.intent
    if listener.isLeavingFirst || decision.takesBack { close(&draft, open) }
    sayAside(decision, in: &draft)
    guard draft.state.flow != nil else { return .reply(finish(&draft)) }
    progress.hearing = .ledBack(question, asked: open.asked)
    return ask(again: question, &progress, &draft)
  }

  private func circumstances(
    of decision: Decision, _ open: OpenFlow, _ book: LocaleBook
  ) -> SlotReading.Circumstances {
    let isByRule = decision.readings.first?.rule != nil
    let answer = decision.yesNo(in: book)
    return SlotReading.Circumstances(
      understood: isByRule || answer == "no" && decision.intent.confidence >= Self.sureOfNo ? answer : nil,
      restates: isByRule && decision.isSure
        && (decision.intent.name == open.intent || decision.flow(in: book)?.name == open.name),
      followsAside: open.slots[named: FlowRun.asideMark] != nil)
  }

  /// Whether a rule recognised something else in the message, whatever the flow has to say to such words.
  private func isOthersByRule(_ decision: Decision, _ open: OpenFlow, _ book: LocaleBook) -> Bool {
    decision.readings.first?.rule != nil && decision.isSure && decision.isOther(than: open, in: book)
  }

  /// What examples alone must be sure of for a no.
  private static let sureOfNo = 0.75

  /// What a statement that no rule recognised has to be worth to be an answer to nothing but itself.
  private static let sureOfStatements = 0.95

  /// Whether a message rather belongs to the open question than to what it was understood as: "where do I find it?", or a
  /// statement that only comes near an entry of the FAQ.
  private func isVague(_ decision: Decision, _ listener: FlowListener, _ book: LocaleBook) -> Bool {
    guard decision.readings.first?.rule == nil else { return false }
    // "Ok wait" is like many a message, and none.
    if !listener.looksLikeQuestion, words.tokens.count <= 2 { return true }
    if !listener.looksLikeQuestion, decision.intent.confidence < Self.sureOfStatements,
      decision.intent.source == .faq || decision.flow(in: book) == nil
    {
      return true
    }
    guard words.tokens.count <= 8, decision.flow(in: book) == nil else { return false }
    return words.match.withUnsafeBufferPointer { match in
      words.tokens.contains { book.leanings.has(UnsafeBufferPointer(rebasing: match[$0.match.indices])) }
    }
  }

  /// A flow whose steps have changed since: from its first step, with the slots it has.
  private func restart(
    _ progress: inout FlowProgress, _ draft: inout ReplyDraft, _ decision: Decision, _ isAside: Bool
  ) -> TurnOutcome {
    draft.reply.intent = UnderstoodIntent(name: progress.intent, confidence: 1, source: .flow)
    if isAside { sayAside(decision, in: &draft) }
    let flow = progress.flow
    progress.run.slots.removeAll { slot in
      slot.isMark || flow.slot(slot.name) == nil && slot.name != GuestCode.slotName
    }
    return conclude(progress.run.run(), &progress, &draft)
  }

  private func sayAside(_ decision: Decision, in draft: inout ReplyDraft) {
    switch decision.kind {
    case .intent(let name): say(draft.book.intent(name), faq: decision.answer, in: &draft)
    case .faq(let entry): tell(entry, in: &draft)
    case .clarify, .near, .nothing: break
    }
  }

  private func leave(_ draft: inout ReplyDraft, _ open: OpenFlow) -> TurnOutcome {
    close(&draft, open)
    draft.reply.intent = UnderstoodIntent(name: open.intent, confidence: 1, source: .flow)
    draft.say(phrase: "left_flow")
    draft.reply.suggestions = draft.book.phrase("fallback_suggestions").wordings
    return .reply(finish(&draft))
  }

  /// Ends a flow before its end. What the shopper has told of an order is kept, unless it was refused.
  private func close(_ draft: inout ReplyDraft, _ open: OpenFlow) {
    draft.state.flow = nil
    draft.state.last = nil
    draft.state.kept = open.step == "order_number" ? [] : open.slots.filter(\.isIdentity)
  }

  // MARK: - Beginning

  /// Opens a flow: what the message or the conversation holds already is not asked for.
  func begin(_ flow: FlowBook, slots: [Slot], _ draft: inout ReplyDraft, _ turn: Turn) -> TurnOutcome {
    let kept = flow.usable(slots)
    let intent = draft.reply.intent.name ?? flow.name
    var progress = progress(of: flow, intent: intent, kept, draft, turn)
    if let email = turn.customer?.email, flow.slot("email") != nil {
      progress.run.slots[named: "email"] = email
    }
    _ = listener(flow, nil, draft).take(into: &progress.run.slots)
    // Which article it is about is often said before anybody asks.
    if flow.handsOver || flow.slots.contains(where: { $0.kind == .item }) {
      let said = ItemNames.cut(words.match, to: ItemNames.maximumSaidBytes)
      progress.run.slots[named: ItemNames.saidSlotName] = String(decoding: said, as: UTF8.self)
    }
    return conclude(progress.run.run(), &progress, &draft)
  }

  /// "Sorry, I meant 1043" after a flow has ended: the same once more, for another order.
  func reopening(_ decision: Decision, _ draft: ReplyDraft) -> (flow: FlowBook, ended: EndedFlow)? {
    guard let ended = draft.state.last, let flow = draft.book.flow(ended.name) else { return nil }
    let listener = listener(flow, nil, draft)
    let isNew = flow.slots.contains { slot in
      guard slot.name == "order_number" || slot.name == "email" else { return false }
      guard let value = listener.reading.mention(of: slot) else { return false }
      return draft.state.kept[named: slot.name] != value
    }
    guard isNew else { return asksAgain(decision, listener, draft) ? (flow, ended) : nil }
    if listener.saysOnlyIdentity || intentOfNumberAlone(words, draft.book) != nil { return (flow, ended) }
    if case .intent(let name) = decision.kind, decision.isSure {
      guard draft.book.intent(name)?.flow == nil, listener.reading.correctionBytes > 0 else { return nil }
    }
    if case .faq = decision.kind { return nil }
    // The postcode of an address is no order number.
    return listener.meansIdentity(listener.reading.correctionBytes) ? (flow, ended) : nil
  }

  /// "And the coat?" after what was said of another article.
  private func asksAgain(_ decision: Decision, _ listener: FlowListener, _ draft: ReplyDraft) -> Bool {
    guard listener.flow.slots.contains(where: { $0.kind == .item }), words.tokens.count <= 6,
      draft.state.kept[named: "order_number"] != nil, words.identifiers.isEmpty,
      draft.book.words.again.prefix(of: words.match) > 0
    else { return false }
    return !decision.isSure || decision.intent.source == .faq
  }

  private func progress(
    of flow: FlowBook, intent: String, _ slots: [Slot], _ draft: ReplyDraft, _ turn: Turn
  ) -> FlowProgress {
    var run = FlowRun(flow, book: draft.book, slots: slots, now: draft.now)
    run.isLoggedIn = turn.customer != nil
    run.guests = draft.guests
    return FlowProgress(run: run, intent: intent, customer: turn.customer)
  }
}

extension Slot {
  var isIdentity: Bool { name == "order_number" || name == "email" || name == GuestCode.slotName }
}

extension FlowListener {
  /// Whether the wish for a person counts as one, and not as an answer.
  func mayLeave(_ decision: Decision) -> Bool {
    guard decision.readings.first?.rule != nil else {
      return mayBreakIn() || decision.intent.confidence >= 0.9 && reading.message.tokens.count <= 8
    }
    return !isTextQuestion || reading.message.tokens.count <= 12
  }

  /// Whether it asks something that nothing was found for, where the second wording of the question does not tell it.
  var asksUnknown: Bool {
    guard looksLikeQuestion, reading.message.tokens.count > 2,
      reading.words.yes.range(in: reading.message.match) == nil,
      reading.words.no.range(in: reading.message.match) == nil
    else { return false }
    switch question {
    case .confirm: return true
    case .slot(let index): return ![.orderNumber, .email, .code].contains(flow.slots[index].kind)
    case nil: return false
    }
  }

  var isTextQuestion: Bool {
    if case .slot(let index) = question { flow.slots[index].kind == .text } else { false }
  }

  /// Nothing but order numbers and e-mail addresses, perhaps after "sorry, I meant".
  var saysOnlyIdentity: Bool {
    let start = reading.correctionBytes
    let rest = reading.message.tokens.filter { $0.match.lowerBound >= start }
    return !rest.isEmpty
      && rest.allSatisfy { $0.kind == .identifier(.orderNumber) || $0.kind == .identifier(.email) }
  }
}
