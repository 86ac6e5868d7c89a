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
  let message = TurnMessage()
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

  /// The words of the last turn's message.
  package var words: TextAnalyzer { message.words }

  /// Rules that hit a limit, or were left out for a message's deadline, since the start.
  package var ruleFaults: Int { understanding.ruleFaults }

  /// Understands a message and answers it, or tells what is needed for an answer.
  ///
  /// - Parameters:
  ///   - typed: The message: valid UTF-8, at most 2,000 code points: the caller has checked both.
  ///   - context: The token of the turn before, base64url; empty on a first turn. One that is tampered with,
  ///     expired or foreign starts the conversation afresh and is told of in the reply.
  /// - Complexity: One pass over the message, the prefilter's candidates, and the search's bounded work.
  package func take(
    _ typed: UnsafeBufferPointer<UInt8>, context: UnsafeBufferPointer<UInt8>, turn: Turn,
    in snapshot: Snapshot
  ) -> TurnOutcome {
    var (state, notice) = conversation(context, turn, in: snapshot)
    let isGuessed = state.locale.isEmpty && state.flow == nil
    let asked = isGuessed ? "" : snapshot.playbook.book(for: state.locale).locale
    let memory = turn.explain || !remembers ? nil : recent.recall(typed, locale: asked, in: snapshot)
    if memory == nil { message.read(typed, in: snapshot) } else { message.hold(typed, in: snapshot) }
    if isGuessed { state.locale = memory?.foreignLocale ?? foreignLocale(in: snapshot) }
    var draft = draft(of: state, notice, turn, in: snapshot)
    if memory == nil, message.words.tokens.isEmpty { return answerBlank(&draft, turn) }
    if !turn.explain, isPlainAnswer(draft) { return conclude(&draft, Decision(), turn) }
    var (decision, requests) =
      if let memory { recalled(memory, draft, in: snapshot) } else {
        understand(typed, asked: asked, draft, turn, in: snapshot)
      }
    if let instead = wantedInstead(of: decision, typed, draft, in: snapshot) { decision = instead }
    draft.reply.nearest = decision.nearest
    if turn.explain { explain(decision, &draft, snapshot) }
    return requests.isEmpty
      ? conclude(&draft, decision, turn) : answer(requests, &draft, turn, snapshot)
  }

  /// What a message means as a whole, and the several requests it holds where no flow is open.
  private typealias Meaning = (decision: Decision, requests: [ClauseRequest])

  /// Finds out what a message means, and perhaps remembers it: not what names an order or an address, which is nobody
  /// else's message, nor what a rule could not be tried on, which may mean something else the next time. An explanation
  /// needs the evidence itself.
  private func understand(
    _ typed: UnsafeBufferPointer<UInt8>, asked: String, _ draft: ReplyDraft, _ turn: Turn,
    in snapshot: Snapshot
  ) -> Meaning {
    let (words, faults) = (message.words, understanding.faults)
    if draft.state.flow == nil, let intent = intentOfNumberAlone(words, draft.book) {
      return (Decision(ofNumberAlone: intent), [])
    }
    var decision = understanding.decide(
      words, locale: draft.book.locale, isOpening: draft.state.flow == nil, in: snapshot)
    if draft.state.flow == nil, decision.isPoor(in: draft.book),
      let intent = intentOfNumberNamed(words, draft.book)
    {
      decision = Decision(ofNumberAlone: intent)
    }
    var memory: RecentDecisions.Memory?
    if remembers, !turn.explain, words.identifiers.isEmpty, understanding.faults == faults {
      let finding = RecentDecisions.Finding(
        decision: decision, foreignLocale: asked.isEmpty ? draft.state.locale : "",
        isRepaired: !words.repairs.isEmpty)
      memory = recent.note(finding, for: typed, locale: asked)
    }
    return (decision, requests(in: decision, memory, draft, snapshot))
  }

  /// What was found out lately; whatever follows reads the words as the decision did.
  private func recalled(
    _ memory: RecentDecisions.Memory, _ draft: ReplyDraft, in snapshot: Snapshot
  ) -> Meaning {
    if memory.isRepaired { message.repair(locale: draft.book.locale, in: snapshot) }
    return (memory.decision, requests(in: memory.decision, memory, draft, snapshot))
  }

  private func requests(
    in decision: Decision, _ memory: RecentDecisions.Memory?, _ draft: ReplyDraft, _ snapshot: Snapshot
  ) -> [ClauseRequest] {
    guard draft.state.flow == nil else { return [] }
    if let known = memory?.requests { return known }
    let faults = understanding.faults
    let requests = clauses.requests(
      in: message.words, whole: decision, book: draft.book, snapshot: snapshot, by: understanding)
    if understanding.faults == faults { memory?.requests = requests }
    return requests
  }

  /// What a message means that is an order number and next to nothing else; what else it may hold says nothing.
  func intentOfNumberAlone(_ text: TextAnalyzer, _ book: LocaleBook) -> String? {
    guard !text.identifiers.isEmpty, text.tokens.count <= 8,
      let intent = book.words.numberIntents.first(where: { book.intent($0) != nil }),
      text.identifiers.contains(where: { $0.kind == .orderNumber })
    else { return nil }
    let isAlone = text.match.withUnsafeBufferPointer { match in
      text.tokens.allSatisfy { token in
        switch token.kind {
        case .identifier(let kind): kind == .orderNumber || kind == .email
        default: book.words.number.has(UnsafeBufferPointer(rebasing: match[token.match.indices]))
        }
      }
    }
    return isAlone ? intent : nil
  }

  /// What a message means that nothing was found for but that names an order, with its `#` or a word for it, and says
  /// next to nothing else: `hey, order 1042. when?`. A question about something else stays one that is not answered.
  private func intentOfNumberNamed(_ text: TextAnalyzer, _ book: LocaleBook) -> String? {
    guard text.tokens.count(where: { $0.kind == .word }) <= 4,
      let number = text.identifiers.first(where: { $0.kind == .orderNumber }),
      let intent = book.words.numberIntents.first(where: { book.intent($0) != nil })
    else { return nil }
    let isMarked = text.raw[Int(number.raw.lowerBound)] == UInt8(ascii: "#")
    return isMarked || book.words.order.range(in: text.match) != nil ? intent : nil
  }

  /// Tells why the message analysed last was decided so.
  func explain(_ decision: Decision, _ draft: inout ReplyDraft, _ snapshot: Snapshot) {
    let locale = draft.book.locale
    var explanation = decision.explanation(of: words, locale: locale, in: snapshot)
    if decision.isFromIntents {
      understanding.explain(decision, of: words, locale: locale, in: snapshot, &explanation)
    }
    understanding.explainAnswer(to: words, locale: locale, in: snapshot, &explanation)
    draft.reply.explanation = explanation
  }

  /// Goes on with a turn that waited for something; it may come to need something else.
  package func resume(_ pending: PendingTurn, with answer: NeedAnswer) -> TurnOutcome {
    var (draft, progress) = (pending.draft, pending.flow)
    return proceed(with: answer, &progress, &draft)
  }

  // MARK: - The conversation so far

  private func conversation(
    _ context: UnsafeBufferPointer<UInt8>, _ turn: Turn, in snapshot: Snapshot
  ) -> (state: ContextState, notice: Notice?) {
    let known = context.isEmpty ? nil : tokens.open(context, now: turn.now)
    var state =
      known ?? ContextState(conversation: turn.seed, issuedAt: turn.now, revision: snapshot.revision)
    if !turn.locale.isEmpty { state.locale = turn.locale }
    state.revision = snapshot.revision
    return (state, known == nil && !context.isEmpty ? .contextInvalid : nil)
  }

  private func draft(
    of state: ContextState, _ notice: Notice?, _ turn: Turn, in snapshot: Snapshot
  ) -> ReplyDraft {
    var draft = ReplyDraft(state: state, now: turn.now, book: snapshot.playbook.book(for: state.locale))
    draft.guests = draft.book.guestsNeedCode ? .code : turn.sendsCodes ? .emailOrCode : .email
    draft.reply.notice = notice
    draft.reply.revision = snapshot.revision
    draft.reply.conversation = state.conversation
    return draft
  }

  /// The locale a message is written in when nobody said and it is not the store's own; else empty.
  private func foreignLocale(in snapshot: Snapshot) -> String {
    let locale = snapshot.locale(of: message.words)
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
    // Moved rather than copied: the draft is done.
    var reply = Reply()
    swap(&reply, &draft.reply)
    return reply
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
    if draft.state.takeOffer(), decision.yesNo(in: draft.book) == "yes",
      let person = draft.book.words.leaveIntents.first(where: { draft.book.intent($0) != nil })
    {
      draft.reply.intent = UnderstoodIntent(name: person, confidence: 1, source: .flow)
      say(draft.book.intent(person), faq: nil, in: &draft)
      return .reply(finish(&draft))
    }
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
    if let flow = openedForOrder(by: decision, draft) { return flow }
    guard message.identifiers.contains(where: { $0.kind == .orderNumber }) else { return nil }
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

  /// The flow for a question that is about an order: one that the message names, or the one that was shown.
  private func openedForOrder(by decision: Decision, _ draft: ReplyDraft) -> FlowBook? {
    guard case .intent(let name) = decision.kind, let also = draft.book.orderFlow(name) else { return nil }
    if message.identifiers.contains(where: { $0.kind == .orderNumber }) { return also.flow }
    guard draft.state.kept[named: "order_number"] != nil else { return nil }
    guard let pattern = also.pattern else { return also.flow }
    let outcome = words.match.withUnsafeBufferPointer { pattern.match(in: $0, with: patterns) }
    return outcome == .match ? also.flow : nil
  }

  func say(_ book: IntentBook?, faq: FoundAnswer?, in draft: inout ReplyDraft) {
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

  func tell(_ entry: FoundAnswer, in draft: inout ReplyDraft) {
    draft.say(entry.text)
    draft.reply.faqID = entry.id
  }

  private func clarify(_ first: String, _ second: String, in draft: inout ReplyDraft) {
    let titles = [first, second].map { draft.book.title(of: $0) }
    draft.say(phrase: "clarify") { $0 == "option.a" ? titles[0] : $0 == "option.b" ? titles[1] : nil }
    draft.reply.candidates = [first, second]
    draft.reply.suggestions = titles
  }
}
