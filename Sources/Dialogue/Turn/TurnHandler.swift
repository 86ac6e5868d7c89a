import FAQ
import Intents
import Patterns
package import Text

/// Takes one turn of a conversation: a message in, a reply or a need out.
///
/// A turn is a function of (snapshot, message, context token, order data, clock, seed): the same inputs give the
/// same bytes on every instance. The handler itself remembers nothing between turns; it only owns scratch
/// space, so each thread has its own.
package final class TurnHandler {
  private let tokens: ContextTokens
  let text = TextAnalyzer()
  let understanding = Understanding()
  private let recent = RecentDecisions()
  private let remembers: Bool
  private let clauses = ClauseReader()
  /// For the patterns of slots.
  let patterns = MatchScratch()

  /// - Parameter remembers: Whether a message that comes again and again is understood once only; the replies are the same.
  package init(tokens: ContextTokens, remembers: Bool = true) {
    self.tokens = tokens
    self.remembers = remembers
  }

  /// The message of the last turn, analysed.
  package var message: TextAnalyzer { text }

  /// Rules that hit a limit, or were left out for a message's deadline, since the start.
  package var ruleFaults: Int { understanding.ruleFaults }

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
    let shapes = snapshot.playbook.orderShapes
    if !shapes.isEmpty || !text.shapes.isEmpty { text.shapes = shapes }
    text.analyze(message)
    var draft = open(context, turn: turn, in: snapshot)
    if text.tokens.isEmpty { return answerBlank(&draft, turn) }
    if !turn.explain, isPlainAnswer(draft) { return conclude(&draft, Decision(), turn) }
    let (decision, requests) = understand(message, draft, turn, in: snapshot)
    draft.reply.nearest = decision.nearest
    if turn.explain { explain(decision, &draft, snapshot) }
    return requests.isEmpty
      ? conclude(&draft, decision, turn) : answer(requests, &draft, turn, snapshot)
  }

  /// What the message means as a whole, and the several requests it holds where no flow is open.
  ///
  /// Perhaps that was found out lately. An explanation needs the evidence itself, what names an order or an address is
  /// nobody else's message, and what a rule could not be tried on may mean something else the next time.
  private func understand(
    _ message: UnsafeBufferPointer<UInt8>, _ draft: ReplyDraft, _ turn: Turn, in snapshot: Snapshot
  ) -> (Decision, [ClauseRequest]) {
    let locale = draft.book.locale
    let isCommon = remembers && !turn.explain && text.identifiers.isEmpty
    let faults = ruleFaults
    var memory = isCommon ? recent.recall(message, locale: locale, in: snapshot) : nil
    let decision = memory?.decision ?? understanding.decide(text, locale: locale, in: snapshot)
    if memory == nil, isCommon, ruleFaults == faults {
      memory = recent.note(decision, isRepaired: !text.repairs.isEmpty, for: message, locale: locale)
    } else if memory?.isRepaired == true {
      // What follows reads the words as the decision did.
      snapshot.repair(text, locale: locale)
    }
    guard draft.state.flow == nil else { return (decision, []) }
    let requests =
      memory?.requests
      ?? clauses.requests(in: text, whole: decision, book: draft.book, snapshot: snapshot, by: understanding)
    if ruleFaults == faults { memory?.requests = requests }
    return (decision, requests)
  }

  /// Tells why the message analysed last was decided so.
  func explain(_ decision: Decision, _ draft: inout ReplyDraft, _ snapshot: Snapshot) {
    let locale = draft.book.locale
    var explanation = decision.explanation(of: text, locale: locale, in: snapshot)
    if decision.isFromIntents {
      understanding.explain(decision, of: text, locale: locale, in: snapshot, &explanation)
    }
    understanding.explainAnswer(to: text, locale: locale, in: snapshot, &explanation)
    draft.reply.explanation = explanation
  }

  /// Goes on with a turn that waited for something; it may come to need something else.
  package func resume(_ pending: PendingTurn, with answer: NeedAnswer) -> TurnOutcome {
    var (draft, progress) = (pending.draft, pending.flow)
    return proceed(with: answer, &progress, &draft)
  }

  // MARK: - The conversation so far

  private func open(
    _ context: UnsafeBufferPointer<UInt8>, turn: Turn, in snapshot: Snapshot
  ) -> ReplyDraft {
    let known = context.isEmpty ? nil : tokens.open(context, now: turn.now)
    var state =
      known ?? ContextState(conversation: turn.seed, issuedAt: turn.now, revision: snapshot.revision)
    if !turn.locale.isEmpty { state.locale = turn.locale }
    if state.locale.isEmpty, state.flow == nil { state.locale = foreignLocale(in: snapshot) }
    var draft = ReplyDraft(state: state, now: turn.now, book: snapshot.playbook.book(for: state.locale))
    draft.guests = draft.book.guestsNeedCode ? .code : turn.sendsCodes ? .emailOrCode : .email
    if known == nil, !context.isEmpty { draft.reply.notice = .contextInvalid }
    draft.state.revision = snapshot.revision
    draft.reply.revision = snapshot.revision
    draft.reply.conversation = state.conversation
    return draft
  }

  /// The locale a message is written in when nobody said and it is not the store's own; else empty.
  private func foreignLocale(in snapshot: Snapshot) -> String {
    let locale = snapshot.locale(of: text)
    return locale == snapshot.playbook.book(for: "").locale ? "" : locale
  }

  /// A message without a word (nothing, signs, emoji) asks nothing and answers no question: what can be asked is told,
  /// and the question of an open flow is put again.
  private func answerBlank(_ draft: inout ReplyDraft, _ turn: Turn) -> TurnOutcome {
    if turn.explain { draft.reply.explanation = Explanation() }
    guard draft.state.flow == nil else { return conclude(&draft, Decision(), turn) }
    draft.reply.isBlank = true
    draft.say(phrase: "blank")
    draft.reply.suggestions = draft.book.phrase("fallback_suggestions").wordings
    return .reply(finish(&draft))
  }

  /// Seals what is to be remembered and hands the reply over.
  func finish(_ draft: inout ReplyDraft) -> Reply {
    draft.joinParts()
    draft.state.turns &+= 1
    draft.state.issuedAt = draft.now
    tokens.seal(draft.state, into: &draft.reply.context)
    return draft.reply
  }

  // MARK: - From a decision to a reply

  private func conclude(_ draft: inout ReplyDraft, _ decision: Decision, _ turn: Turn) -> TurnOutcome {
    guard let open = draft.state.flow else { return answer(&draft, decision, turn) }
    guard let flow = draft.book.flow(open.name) else {
      draft.reply.notice = .flowChanged
      draft.state.flow = nil
      draft.state.kept = open.slots.filter { !$0.isMark }
      return answer(&draft, decision, turn)
    }
    return proceed(&draft, open, flow, decision, turn)
  }

  /// A message outside any flow.
  func answer(_ draft: inout ReplyDraft, _ decision: Decision, _ turn: Turn) -> TurnOutcome {
    draft.reply.intent = decision.intent
    if draft.state.last != nil, let (flow, ended) = reopening(decision, draft) {
      draft.reply.intent = UnderstoodIntent(name: ended.intent, confidence: 1, source: .flow)
      return begin(flow, slots: draft.state.kept, &draft, turn)
    }
    if let flow = opened(by: decision, draft) {
      if case .faq = decision.kind, let best = decision.readings.first {
        draft.reply.intent = best.understood
      }
      return begin(flow, slots: draft.state.kept, &draft, turn)
    }
    say(decision, in: &draft)
    return .reply(finish(&draft))
  }

  /// Says what answers a decision that opens no flow.
  func say(_ decision: Decision, in draft: inout ReplyDraft) {
    switch decision.kind {
    case .intent(let name): say(draft.book.intent(name), faq: decision.answer, in: &draft)
    case .faq(let entry): tell(entry, in: &draft)
    case .clarify(let first, let second): clarify(first, second, in: &draft)
    case .near(let questions):
      draft.say(phrase: "faq_near")
      draft.reply.suggestions = questions
    case .nothing:
      draft.say(phrase: "fallback")
      draft.reply.suggestions = draft.book.phrase("fallback_suggestions").wordings
    }
  }

  /// The flow a message opens. One that names an order is about that order, whatever the FAQ has to say.
  func opened(by decision: Decision, _ draft: ReplyDraft) -> FlowBook? {
    if let flow = decision.flow(in: draft.book) { return flow }
    guard text.identifiers.contains(where: { $0.kind == .orderNumber }) else { return nil }
    switch decision.kind {
    case .intent(let name): return draft.book.intent(name)?.flow.flatMap(draft.book.flow)
    case .faq:
      // An entry about order numbers comes near whatever names one.
      guard let best = decision.readings.first, best.understood.confidence >= Decision.sureFrom,
        let flow = draft.book.intent(best.name)?.flow.flatMap(draft.book.flow), flow.needsOrder
      else { return nil }
      return flow
    case .clarify, .near, .nothing: return nil
    }
  }

  func say(_ book: IntentBook?, faq: FAQEntry?, in draft: inout ReplyDraft) {
    draft.reply.suggestions = book?.suggestions ?? []
    if let faq {
      // Told how it is done, the shopper may want it done.
      if book?.flow != nil, let title = book?.title { draft.reply.suggestions.insert(title, at: 0) }
      tell(faq, in: &draft)
    } else if let replies = book?.replies, !replies.isEmpty {
      draft.say(replies)
    } else {
      draft.say(phrase: "no_reply")
    }
  }

  func tell(_ entry: FAQEntry, in draft: inout ReplyDraft) {
    draft.say(entry.answer)
    draft.reply.faqID = entry.id
  }

  private func clarify(_ first: String, _ second: String, in draft: inout ReplyDraft) {
    let titles = [first, second].map { draft.book.title(of: $0) }
    draft.say(phrase: "clarify") { $0 == "option.a" ? titles[0] : $0 == "option.b" ? titles[1] : nil }
    draft.reply.candidates = [first, second]
    draft.reply.suggestions = titles
  }
}
