import Orders

/// Where the run of a flow stops: at a question, at a need, at its end.
extension TurnHandler {
  func conclude(
    _ stop: FlowRun.Stop, _ progress: inout FlowProgress, _ draft: inout ReplyDraft
  ) -> TurnOutcome {
    switch stop {
    case .ask(let question): return ask(question, &progress, &draft)
    case .order:
      return .need(.order(request(progress, draft)), PendingTurn(draft, in: progress))
    case .code:
      let request = CodeRequest(
        number: progress.run.slots[named: "order_number"] ?? "", conversation: draft.state.conversation,
        locale: draft.book.locale, time: draft.now)
      return .need(.code(request), PendingTurn(draft, in: progress))
    case .action(let step):
      let request = ActionRequest(
        progress, step: progress.flow.steps[step], of: draft.state, now: draft.now)
      progress.request = request
      return .need(.action(request), PendingTurn(draft, in: progress))
    case .flow(let name):
      // A flow may begin anew once an answer led there, and not again before the next.
      let isCircle = progress.handovers > 0 && name == progress.flow.name
      guard let next = draft.book.flow(name), !isCircle, progress.handovers < FlowProgress.mostHandovers
      else {
        return conclude(.person, &progress, &draft)
      }
      tell(progress, &draft)
      progress.hand(over: next)
      return conclude(progress.run.run(), &progress, &draft)
    case .person:
      tell(progress, &draft)
      if draft.reply.text.isEmpty { draft.say(phrase: "gave_up") }
      draft.reply.suggestions = draft.book.phrase("gave_up_suggestions").wordings
      end(progress, &draft)
      draft.state.kept.append(Slot(PersonOffer.slotName, "1"))
      return .reply(finish(&draft))
    case .declined:
      tell(progress, &draft)
      draft.say(phrase: "left_flow")
      draft.reply.suggestions = draft.book.phrase("fallback_suggestions").wordings
    case .end:
      tell(progress, &draft)
      if draft.reply.text.isEmpty { draft.say(phrase: "no_reply") }
      draft.reply.suggestions = progress.flow.suggestions(for: progress.run.order)
    }
    end(progress, &draft)
    return .reply(finish(&draft))
  }

  /// Goes on with what the flow has waited for.
  func proceed(with answer: NeedAnswer, _ progress: inout FlowProgress, _ draft: inout ReplyDraft)
    -> TurnOutcome
  {
    switch answer {
    case .order(.found(let order)):
      progress.run.order = order
      if case .code = progress.run.proof(of: progress.customer) {
        progress.run.note(.proven(until: draft.now + GuestCode.proofLifetime))
      }
      return conclude(progress.run.run(), &progress, &draft)
    case .order(.refused):
      return refuse(&progress, &draft)
    case .code(.sent):
      progress.run.note(.sent(at: draft.now))
      return conclude(progress.run.run(), &progress, &draft)
    case .code(.unavailable):
      draft.say(phrase: "code_unavailable")
      progress.run.slots.guestCode = nil
      if draft.guests == .emailOrCode { return conclude(progress.run.run(), &progress, &draft) }
      draft.reply.suggestions = draft.book.phrase("gave_up_suggestions").wordings
      end(progress, &draft)
      return .reply(finish(&draft))
    case .order(.unavailable):
      draft.say(phrase: "orders_unavailable")
      draft.reply.suggestions = draft.book.phrase("gave_up_suggestions").wordings
      end(progress, &draft)
      return .reply(finish(&draft))
    case .action(let answer):
      if let request = progress.request {
        draft.reply.action = ReplyAction(name: request.action, result: answer, reference: request.reference)
      }
      return conclude(progress.run.resume(with: answer), &progress, &draft)
    }
  }

  private func request(_ progress: FlowProgress, _ draft: ReplyDraft) -> OrderRequest {
    OrderRequest(
      number: progress.run.slots[named: "order_number"] ?? "",
      proof: progress.run.proof(of: progress.customer), conversation: draft.state.conversation)
  }

  // MARK: - Questions

  /// The open question once more, after a message that did not answer it.
  func ask(
    again question: FlowQuestion, _ progress: inout FlowProgress, _ draft: inout ReplyDraft
  ) -> TurnOutcome {
    // A slot that is full and asked for was refused with its pair: nothing new was said, so the same pair is not
    // tried, and counted as a guess, again.
    if case .slot(let slot) = question, progress.run.slots[named: progress.flow.slots[slot].name] != nil {
      return ask(question, &progress, &draft)
    }
    return conclude(progress.run.run(), &progress, &draft)
  }

  private func ask(
    _ question: FlowQuestion, _ progress: inout FlowProgress, _ draft: inout ReplyDraft
  ) -> TurnOutcome {
    var (asked, isLedBack) = (UInt8(1), false)
    switch progress.hearing {
    case .unanswered(question, let before): asked = before &+ 1
    case .ledBack(question, let before): (asked, isLedBack) = (max(before, 1), true)
    default: break
    }
    if asked > Asking.most { return giveUp(question, &progress, &draft) }
    tell(progress, &draft)
    if isLedBack, case .confirm = question { progress.run.slots[named: FlowRun.asideMark] = "1" }
    draft.state.flow = open(progress, at: question, asked)
    let words = offer(prompt(question, asked, progress, draft), at: question, progress, draft)
    if isLedBack {
      draft.say(phrase: "lead_back") { $0 == "prompt" ? words : nil }
    } else {
      draft.say(words)
    }
    draft.reply.suggestions = answers(to: question, progress, draft)
    explain(progress, at: progress.flow.name(of: question), &draft)
    return .reply(finish(&draft))
  }

  private func open(_ progress: FlowProgress, at question: FlowQuestion, _ asked: UInt8) -> OpenFlow {
    let flow = progress.flow
    var open = OpenFlow(
      name: flow.name, intent: progress.intent, step: flow.name(of: question), asked: asked,
      slots: progress.run.slots)
    open.fingerprint = flow.fingerprint
    return open
  }

  /// Twice is enough: what is optional is left open, for the rest there are people.
  private func giveUp(
    _ question: FlowQuestion, _ progress: inout FlowProgress, _ draft: inout ReplyDraft
  ) -> TurnOutcome {
    if case .slot(let index) = question, progress.flow.slots[index].isOptional {
      progress.run.slots[named: progress.flow.slots[index].name] = ""
      progress.hearing = .answered
      return conclude(progress.run.run(), &progress, &draft)
    }
    draft.say(phrase: "gave_up")
    draft.reply.suggestions = draft.book.phrase("gave_up_suggestions").wordings
    let wasRefused = question == progress.flow.question("order_number")
    end(progress, &draft)
    explain(progress, at: progress.flow.name(of: question), &draft)
    draft.state.last = nil
    if wasRefused { draft.state.kept = [] }
    draft.state.kept.append(Slot(PersonOffer.slotName, "1"))
    return .reply(finish(&draft))
  }

  private func prompt(
    _ question: FlowQuestion, _ asked: UInt8, _ progress: FlowProgress, _ draft: ReplyDraft
  ) -> String {
    var prompts: [Template]
    switch question {
    case .slot(let index): prompts = self.prompts(for: progress.flow.slots[index], draft.book)
    case .confirm(let step): prompts = progress.flow.steps[step].own
    }
    let again = Int(asked) > prompts.count
    let words = prompts[min(Int(asked), prompts.count) - 1].render { value($0, progress, draft.book) }
    guard again, let wording = draft.book.phrase("ask_again").templates.first else { return words }
    return wording.render { $0 == "prompt" ? words : nil }
  }

  private func prompts(for slot: SlotBook, _ book: LocaleBook) -> [Template] {
    if !slot.prompts.isEmpty { return slot.prompts }
    let phrase =
      switch slot.kind {
      case .email: "ask_email"
      case .code: "ask_code"
      default: "ask_order_number"
      }
    let shops = book.phrase(phrase).templates
    return shops.isEmpty ? [Template("?")] : shops
  }

  /// The question for an e-mail address, and that a code would do as well.
  private func offer(
    _ words: String, at question: FlowQuestion, _ progress: FlowProgress, _ draft: ReplyDraft
  ) -> String {
    guard offersCode(question, progress, draft), !isCode(question, progress),
      let wording = draft.book.phrase("code_offer").templates.first
    else { return words }
    return wording.render { $0 == "prompt" ? words : nil }
  }

  private func isCode(_ question: FlowQuestion, _ progress: FlowProgress) -> Bool {
    if case .slot(let index) = question { progress.flow.slots[index].kind == .code } else { false }
  }

  private func offersCode(
    _ question: FlowQuestion, _ progress: FlowProgress, _ draft: ReplyDraft
  ) -> Bool {
    guard case .slot(let index) = question, progress.customer == nil, draft.guests != .email else {
      return false
    }
    let slot = progress.flow.slots[index]
    return slot.kind == .code
      || slot.name == "email" && draft.guests == .emailOrCode && progress.flow.needsOrder
  }

  /// Chips for a question with few answers.
  private func answers(to question: FlowQuestion, _ progress: FlowProgress, _ draft: ReplyDraft) -> [String] {
    if case .slot(let index) = question {
      let slot = progress.flow.slots[index]
      if slot.kind == .choice { return slot.choices.prefix(8).map(\.title) }
      if slot.kind == .item { return progress.run.order?.items.prefix(8).map(\.name) ?? [] }
      if offersCode(question, progress, draft) { return draft.book.phrase("code_suggestions").wordings }
      guard slot.kind == .yesNo else { return [] }
    }
    return draft.book.phrase("yes_no").wordings
  }

  // MARK: - Words

  /// Says what the run has come by.
  private func tell(_ progress: FlowProgress, _ draft: inout ReplyDraft) {
    let book = draft.book
    for saying in progress.run.sayings {
      if saying.isOrder {
        draft.sayFullest(saying.texts) { value($0, progress, book) }
        if let order = progress.run.order { draft.reply.cards = [.order(OrderCard(order))] }
      } else {
        draft.sayFitting(saying.texts) { value($0, progress, book) }
      }
    }
  }

  private func value(_ hole: String, _ progress: FlowProgress, _ book: LocaleBook) -> String? {
    if hole.hasPrefix("order.") {
      return progress.run.order.flatMap { OrderText(order: $0, book: book).value(hole.dropFirst(6)) }
    }
    if hole.hasPrefix("slot.") {
      let name = String(hole.dropFirst(5))
      guard let value = progress.run.slots[named: name], !value.isEmpty else { return nil }
      guard let slot = progress.flow.slot(name) else { return value }
      return slot.title(of: value, in: progress.run.order, book)
    }
    return hole == "request.id" ? progress.request?.reference : nil
  }

  // MARK: - Ends

  private func end(_ progress: FlowProgress, _ draft: inout ReplyDraft) {
    draft.state.flow = nil
    draft.state.kept = progress.run.slots.filter(\.isIdentity)
    draft.state.last = EndedFlow(name: progress.flow.name, intent: progress.intent)
    let steps = progress.flow.steps
    explain(
      progress, at: steps.indices.contains(progress.run.step) ? steps[progress.run.step].id : "end", &draft)
  }

  /// Wrong pair, unknown number and locked read alike; the shopper may type either anew.
  private func refuse(_ progress: inout FlowProgress, _ draft: inout ReplyDraft) -> TurnOutcome {
    if case .code = progress.run.proof(of: progress.customer) { return refuseCode(&progress, &draft) }
    progress.run.slots.guestCode = nil
    guard let number = progress.flow.question("order_number") else { return .reply(finish(&draft)) }
    draft.state.flow = open(progress, at: number, 1)
    let texts = progress.flow.steps[progress.run.step].texts["refused"]
    draft.sayFullest(texts ?? draft.book.phrase("order_refused").templates) { _ in nil }
    draft.reply.suggestions = draft.book.phrase("gave_up_suggestions").wordings
    explain(progress, at: "order_number", &draft)
    return .reply(finish(&draft))
  }

  /// A wrong code, an old one, one for an order that there is not, and one too many read alike.
  private func refuseCode(_ progress: inout FlowProgress, _ draft: inout ReplyDraft) -> TurnOutcome {
    progress.run.slots[named: GuestCode.askedSlotName] = nil
    guard let question = progress.flow.question(GuestCode.askedSlotName) else {
      return .reply(finish(&draft))
    }
    draft.state.flow = open(progress, at: question, 1)
    draft.say(phrase: "code_refused")
    draft.reply.suggestions = answers(to: question, progress, draft)
    explain(progress, at: GuestCode.askedSlotName, &draft)
    return .reply(finish(&draft))
  }

  private func explain(_ progress: FlowProgress, at step: String, _ draft: inout ReplyDraft) {
    guard draft.reply.explanation != nil else { return }
    draft.reply.explanation?.flow = progress.flow.name
    draft.reply.explanation?.step = step == GuestCode.askedSlotName ? "code" : step
    guard let verdict = progress.run.verdict else { return }
    draft.reply.explanation?.policy = verdict.table
    draft.reply.explanation?.row = verdict.row
    draft.reply.explanation?.decision = verdict.decision
  }
}
