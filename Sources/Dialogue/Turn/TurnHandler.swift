import FAQ
import Intents
import Orders
package import Text

/// Takes one turn of a conversation: a message in, a reply or a need out.
///
/// A turn is a function of (snapshot, message, context token, order data, clock, seed): the same inputs give the
/// same bytes on every instance. The handler itself remembers nothing between turns; it only owns scratch
/// space, so each thread has its own.
package final class TurnHandler {
  private let tokens: ContextTokens
  private let text = TextAnalyzer()
  private let understanding = Understanding()

  package init(tokens: ContextTokens) { self.tokens = tokens }

  /// The message of the last turn, analysed.
  package var message: TextAnalyzer { text }

  /// Understands a message and answers it, or tells what is needed for an answer.
  ///
  /// - Parameters:
  ///   - message: Valid UTF-8, at most 2,000 code points: the caller has checked both.
  ///   - context: The token of the turn before, base64url; empty on a first turn. One that is tampered with,
  ///     expired or foreign starts the conversation afresh and is told of in the reply.
  /// - Complexity: One pass over the message, the prefilter's candidates, and the search's bounded work.
  package func take(
    _ message: UnsafeBufferPointer<UInt8>, context: UnsafeBufferPointer<UInt8>, turn: Turn,
    in snapshot: Snapshot
  ) -> TurnOutcome {
    var draft = open(context, turn: turn, in: snapshot)
    text.analyze(message)
    let locale = draft.book.locale
    let decision = understanding.decide(text, locale: locale, in: snapshot)
    draft.reply.nearest = decision.nearest
    if turn.explain {
      var explanation = decision.explanation(of: text, locale: locale, in: snapshot)
      if decision.isFromIntents { understanding.explain(text, locale: locale, in: snapshot, &explanation) }
      draft.reply.explanation = explanation
    }
    return conclude(&draft, decision, turn, snapshot)
  }

  /// Ends a turn that waited for an order.
  package func resume(_ pending: PendingTurn, with answer: OrderAnswer) -> Reply {
    var draft = pending.draft
    guard let flow = draft.book.flow(pending.flow.name) else { return finish(&draft) }
    switch answer {
    case .found(let order): show(order, of: flow, &draft)
    case .refused: refuse(pending.flow, of: flow, &draft)
    }
    return finish(&draft)
  }

  // MARK: - The conversation so far

  private func open(
    _ context: UnsafeBufferPointer<UInt8>, turn: Turn, in snapshot: Snapshot
  ) -> ReplyDraft {
    let known = context.isEmpty ? nil : tokens.open(context, now: turn.now)
    var state =
      known ?? ContextState(conversation: turn.seed, issuedAt: turn.now, revision: snapshot.revision)
    if !turn.locale.isEmpty { state.locale = turn.locale }
    var draft = ReplyDraft(state: state, now: turn.now, book: snapshot.playbook.book(for: state.locale))
    if known == nil, !context.isEmpty { draft.reply.notice = .contextInvalid }
    draft.state.revision = snapshot.revision
    draft.reply.revision = snapshot.revision
    draft.reply.conversation = state.conversation
    return draft
  }

  /// Seals what is to be remembered and hands the reply over.
  private func finish(_ draft: inout ReplyDraft) -> Reply {
    draft.state.turns &+= 1
    draft.state.issuedAt = draft.now
    tokens.seal(draft.state, into: &draft.reply.context)
    if draft.reply.explanation != nil {
      draft.reply.explanation?.flow = draft.state.flow?.name
      draft.reply.explanation?.step = draft.state.flow?.step
    }
    return draft.reply
  }

  // MARK: - From a decision to a reply

  private func conclude(
    _ draft: inout ReplyDraft, _ decision: Decision, _ turn: Turn, _ snapshot: Snapshot
  ) -> TurnOutcome {
    guard let open = draft.state.flow else { return answer(&draft, decision, turn) }
    guard let flow = draft.book.flow(open.name) else {
      draft.reply.notice = .flowChanged
      draft.state.flow = nil
      return answer(&draft, decision, turn, slots: open.slots)
    }
    return proceed(&draft, open, flow, decision, turn)
  }

  /// A message outside any flow.
  ///
  /// - Parameter slots: What a flow that is no more had learnt.
  private func answer(
    _ draft: inout ReplyDraft, _ decision: Decision, _ turn: Turn, slots: [Slot] = []
  ) -> TurnOutcome {
    draft.reply.intent = decision.intent
    switch decision.kind {
    case .intent(let name):
      let book = draft.book.intent(name)
      if let flow = book?.flow.flatMap(draft.book.flow) {
        return begin(flow, slots: slots, &draft, turn)
      }
      say(book, faq: decision.answer, in: &draft)
    case .faq(let entry): tell(entry, in: &draft)
    case .clarify(let first, let second): clarify(first, second, in: &draft)
    case .near(let questions):
      draft.say(phrase: "faq_near")
      draft.reply.suggestions = questions
    case .nothing:
      draft.say(phrase: "fallback")
      draft.reply.suggestions = draft.book.phrase("fallback_suggestions").wordings
    }
    return .reply(finish(&draft))
  }

  private func say(_ book: IntentBook?, faq: FAQEntry?, in draft: inout ReplyDraft) {
    draft.reply.suggestions = book?.suggestions ?? []
    if let faq {
      tell(faq, in: &draft)
    } else if let replies = book?.replies, !replies.isEmpty {
      draft.say(replies)
    } else {
      draft.say(phrase: "no_reply")
    }
  }

  private func tell(_ entry: FAQEntry, in draft: inout ReplyDraft) {
    draft.say(entry.answer)
    draft.reply.faqID = entry.id
  }

  private func clarify(_ first: String, _ second: String, in draft: inout ReplyDraft) {
    let titles = [first, second].map { draft.book.title(of: $0) }
    draft.say(phrase: "clarify") { $0 == "option.a" ? titles[0] : $0 == "option.b" ? titles[1] : nil }
    draft.reply.candidates = [first, second]
    draft.reply.suggestions = titles
  }

  // MARK: - Flows

  /// A message while a flow waits: an answer to its question, another question, or a way out.
  private func proceed(
    _ draft: inout ReplyDraft, _ open: OpenFlow, _ flow: FlowBook, _ decision: Decision, _ turn: Turn
  ) -> TurnOutcome {
    if draft.book.isWayOut(text) {
      draft.state.flow = nil
      draft.reply.intent = UnderstoodIntent(name: "deny", confidence: 1, source: .flow)
      draft.say(phrase: "left_flow")
      draft.reply.suggestions = draft.book.phrase("fallback_suggestions").wordings
      return .reply(finish(&draft))
    }
    let changed = flow.slot(open.step) == nil
    if changed { draft.reply.notice = .flowChanged }
    if let other = decision.interruption(of: open, in: draft.book) {
      return interrupt(&draft, open, flow, by: other, decision, turn)
    }
    var slots = open.slots
    let took = flow.take(from: text, into: &slots, asked: open.step)
    if !took, !changed, decision.isSure, decision.isOther(than: open, in: draft.book) {
      return interrupt(&draft, open, flow, by: decision.intent.name, decision, turn)
    }
    draft.reply.intent = UnderstoodIntent(name: open.intent, confidence: 1, source: .flow)
    return advance(&draft, flow, slots: slots, open: took || changed ? nil : (open.step, open.asked), turn)
  }

  /// Another question in the middle of a flow: it is answered, and the shopper is led back; another flow
  /// takes over.
  private func interrupt(
    _ draft: inout ReplyDraft, _ open: OpenFlow, _ flow: FlowBook, by intent: String?, _ decision: Decision,
    _ turn: Turn
  ) -> TurnOutcome {
    let book = intent.flatMap(draft.book.intent)
    if let next = book?.flow.flatMap(draft.book.flow), next.name != flow.name {
      draft.reply.intent = decision.intent
      return begin(next, slots: [], &draft, turn)
    }
    draft.reply.intent = decision.intent
    say(book, faq: decision.answer, in: &draft)
    if let slot = flow.slot(open.step), let prompt = slot.prompts.first {
      let slots = open.slots
      let words = prompt.render { slots.value(ofHole: $0) }
      draft.say(phrase: "lead_back") { $0 == "prompt" ? words : nil }
    }
    return .reply(finish(&draft))
  }

  /// Opens a flow: what the message holds already is not asked for.
  private func begin(_ flow: FlowBook, slots: [Slot], _ draft: inout ReplyDraft, _ turn: Turn) -> TurnOutcome
  {
    var slots = slots.filter { flow.slot($0.name) != nil }
    _ = flow.take(from: text, into: &slots, asked: nil)
    return advance(&draft, flow, slots: slots, open: nil, turn)
  }

  /// Goes on to the next question, or to the end of the flow.
  private func advance(
    _ draft: inout ReplyDraft, _ flow: FlowBook, slots: [Slot], open: (slot: String, asked: UInt8)?,
    _ turn: Turn
  ) -> TurnOutcome {
    let intent = draft.reply.intent.name ?? flow.name
    let known: Set<String> = turn.customer == nil ? [] : ["email"]
    switch flow.next(slots: slots, known: known, open: open) {
    case .ask(let name, let asked):
      draft.state.flow = OpenFlow(name: flow.name, intent: intent, step: name, asked: asked, slots: slots)
      ask(name, of: flow, asked, slots, &draft)
      return .reply(finish(&draft))
    case .giveUp:
      draft.state.flow = nil
      draft.say(phrase: "gave_up")
      draft.reply.suggestions = draft.book.phrase("gave_up_suggestions").wordings
      return .reply(finish(&draft))
    case .finish:
      let filled = OpenFlow(
        name: flow.name, intent: intent, step: flow.slots.first?.name ?? "", asked: 1, slots: slots)
      return .need(.order(request(filled, draft, turn)), PendingTurn(draft: draft, flow: filled))
    }
  }

  private func ask(
    _ name: String, of flow: FlowBook, _ asked: UInt8, _ slots: [Slot], _ draft: inout ReplyDraft
  ) {
    guard let prompts = flow.slot(name)?.prompts, !prompts.isEmpty else { return }
    let prompt = prompts[min(Int(asked) - 1, prompts.count - 1)]
    draft.say(prompt.render { slots.value(ofHole: $0) })
  }

  private func request(_ flow: OpenFlow, _ draft: ReplyDraft, _ turn: Turn) -> OrderRequest {
    let proof: OrderRequest.Proof =
      if let customer = turn.customer { .customer(customer) } else {
        .email(flow.slots[named: "email"] ?? "")
      }
    return OrderRequest(
      number: flow.slots[named: "order_number"] ?? "", proof: proof, conversation: draft.state.conversation)
  }

  private func show(_ order: Order, of flow: FlowBook, _ draft: inout ReplyDraft) {
    let text = OrderText(order: order, book: draft.book)
    draft.state.flow = nil
    let answers = flow.answers[order.status.rawValue] ?? draft.book.phrase("order_found").templates
    draft.sayFullest(answers) { hole in
      hole.hasPrefix("order.") ? text.value(hole.dropFirst(6)) : nil
    }
    draft.reply.cards = [.order(OrderCard(order))]
    draft.reply.suggestions = flow.suggestions
  }

  /// Wrong pair, unknown number and locked read alike; the shopper may type either anew.
  private func refuse(_ open: OpenFlow, of flow: FlowBook, _ draft: inout ReplyDraft) {
    draft.state.flow = open
    draft.sayFullest(flow.answers["refused"] ?? draft.book.phrase("order_refused").templates) { _ in nil }
    draft.reply.suggestions = draft.book.phrase("gave_up_suggestions").wordings
  }
}
