import Conversations
import Dialogue
import HTTP
import Orders
import SharedState
import Text

extension ServiceHandler {
  /// `POST /v1/chat`
  mutating func chat(
    _ request: Request, _ ticket: Ticket, _ response: inout ResponseWriter
  ) -> Progress {
    json.clear()
    do {
      let chat = try parser.chat(request.body.bindMemory(to: UInt8.self))
      switch take(chat, from: request) {
      case .reply(let reply):
        answer(reply, &response)
        return .answered
      case .need(let need, let turn):
        wait(for: [.waiting(need, turn)], isBatch: false, request, ticket)
        return .later
      }
    } catch {
      answer(error, request, &response)
      return .answered
    }
  }

  /// `POST /v1/chat/batch`: a problem stands in the slot of a bad message.
  mutating func batch(
    _ request: Request, _ ticket: Ticket, _ response: inout ResponseWriter
  ) -> Progress {
    do {
      let count = try parser.batch(request.body.bindMemory(to: UInt8.self))
      var slots: [ChatSlot] = []
      slots.reserveCapacity(count)
      for index in 0..<count { slots.append(slot(index, request)) }
      if slots.contains(where: \.isWaiting) {
        wait(for: slots, isBatch: true, request, ticket)
        return .later
      }
      write(slots)
      answerJSON(&response)
    } catch {
      answer(error, request, &response)
    }
    return .answered
  }

  private mutating func slot(_ index: Int, _ request: Request) -> ChatSlot {
    do {
      switch take(try parser.item(index), from: request) {
      case .reply(let reply): return .reply(reply)
      case .need(let need, let turn): return .waiting(need, turn)
      }
    } catch {
      return .problem(error)
    }
  }

  private mutating func answer(_ reply: Reply, _ response: inout ResponseWriter) {
    exchange.understood = reply.intent
    ReplyJSON.write(reply, to: &json)
    answerJSON(&response)
  }

  private mutating func write(_ slots: [ChatSlot]) {
    json = JSONWriter(capacity: 1_024 * slots.count)
    json.object { json in
      json.key("replies")
      json.array { json in
        for slot in slots {
          switch slot {
          case .reply(let reply): ReplyJSON.write(reply, to: &json)
          case .problem(let problem): ProblemJSON.write(problem, to: &json)
          case .waiting: ProblemJSON.write(Problem(.internal, "The turn did not end."), to: &json)
          }
        }
      }
    }
  }

  // MARK: - One turn

  /// Takes a turn to its end, or to an action: orders are looked up at once.
  private mutating func take(_ chat: ChatRequest, from request: Request) -> TurnOutcome {
    let now = exchange.began / 1_000_000
    var turn = Turn(seed: seeds.next(), now: now)
    turn.locale = chat.locale
    turn.explain = chat.explain
    turn.sendsCodes = state.codes != nil
    if !chat.customer.isEmpty { turn.customer = state.customers?.customer(of: chat.customer, now: now) }
    let outcome = turns.take(chat.message, context: chat.context, turn: turn, in: snapshot.snapshot)
    if case .reply(let reply) = outcome {
      count(reply, at: now, locale: turn.locale)
      return outcome
    }
    let settled = settle(outcome, .network(client(of: request).bytes))
    if case .reply(let reply) = settled { metrics.count(reply.intent.source) }
    return settled
  }

  private func count(_ reply: Reply, at now: Int64, locale: String) {
    metrics.count(reply.intent.source)
    guard reply.isMiss else { return }
    state.recorder.record(
      Miss(
        time: now, text: Masking.masked(turns.words), locale: locale, nearest: reply.nearest ?? ""))
  }

  /// Looks up the orders a turn asks for, and has codes sent for them, one after the other, as far as they are at hand.
  ///
  /// - Parameter isLast: What is not at hand now will not be waited for.
  private func settle(_ outcome: TurnOutcome, _ network: AttemptKey, isLast: Bool = false) -> TurnOutcome {
    var outcome = outcome
    let (now, clock) = (exchange.began / 1_000_000, exchange.clock / 1_000)
    while case .need(let need, let waiting) = outcome {
      switch need {
      case .action: return outcome
      case .order(let order):
        let found = desk.answer(order, network: network, now: now, clock: clock)
        guard let answer = found ?? (isLast ? .unavailable : nil) else { return outcome }
        outcome = turns.resume(waiting, with: .order(answer))
      case .code(let code):
        let sent = desk.sendCode(code, network: network, now: now, clock: clock)
        guard let answer = sent ?? (isLast ? .unavailable : nil) else { return outcome }
        outcome = turns.resume(waiting, with: .code(answer))
      }
    }
    return outcome
  }

  // MARK: - Turns that wait

  /// Has actions noted and orders fetched; the answer follows.
  private mutating func wait(
    for slots: [ChatSlot], isBatch: Bool, _ request: Request, _ ticket: Ticket
  ) {
    var chat = WaitingChat(
      slots: slots, isBatch: isBatch, network: .network(client(of: request).bytes))
    chat.answersDue = begin(slots, chat.network, for: ticket)
    chats[ticket] = chat
  }

  /// - Returns: How many answers there will be.
  private func begin(_ slots: [ChatSlot], _ network: AttemptKey, for ticket: Ticket) -> Int {
    var (actions, due): ([StoreRequest], Int) = ([], 0)
    let completer = completer
    for case .waiting(let need, _) in slots {
      switch need {
      case .action(let request): actions.append(StoreRequest(request))
      case .order(let order): due += fetch(order.number, network, for: ticket)
      case .code(let code): due += fetch(code.number, network, for: ticket)
      }
    }
    guard !actions.isEmpty else { return due }
    let count = actions.count
    state.requests.submit(actions) { isWritten in
      completer.complete(ticket, with: isWritten ? .success(count) : .failure(.failed))
    }
    return due + 1
  }

  /// - Returns: How many answers there will be: 1, or 0 without a back end.
  private func fetch(_ number: String, _ network: AttemptKey, for ticket: Ticket) -> Int {
    guard let backEnd = state.backEnd else { return 0 }
    let completer = completer
    guard state.fetches.take(network, now: Clock.milliseconds()) == nil else {
      // Still not at hand, after as many rounds as there may be, the order is told as one that cannot be looked at.
      completer.complete(ticket, with: .success(WaitingChat.fetched))
      return 1
    }
    backEnd.fetch(number) { completer.complete(ticket, with: .success(WaitingChat.fetched)) }
    return 1
  }

  /// Ends the turns that waited; without a completion when it took too long.
  mutating func finish(
    _ chat: WaitingChat, _ ticket: Ticket, with completion: Completion?, _ response: inout ResponseWriter
  ) -> HandlerResult {
    var chat = chat
    chat.take(completion)
    guard completion == nil || chat.answersDue <= 0 else { return later(chat, ticket) }
    for index in chat.slots.indices {
      guard case .waiting(let need, let turn) = chat.slots[index] else { continue }
      var outcome = TurnOutcome.need(need, turn)
      if case .action = need { outcome = turns.resume(turn, with: .action(chat.isNoted ? .noted : .failed)) }
      switch settle(outcome, chat.network, isLast: completion == nil || chat.rounds >= 3) {
      case .reply(let reply):
        metrics.count(reply.intent.source)
        chat.slots[index] = .reply(reply)
      case .need(let need, let turn): chat.slots[index] = .waiting(need, turn)
      }
    }
    if chat.slots.contains(where: \.isWaiting) {
      chat.next(answersDue: begin(chat.slots, chat.network, for: ticket))
      return later(chat, ticket)
    }
    json.clear()
    if !chat.isBatch, case .reply(let reply) = chat.slots[0] {
      answer(reply, &response)
    } else {
      write(chat.slots)
      answerJSON(&response)
    }
    end(&response)
    return .done
  }

  private mutating func later(_ chat: WaitingChat, _ ticket: Ticket) -> HandlerResult {
    chats[ticket] = chat
    pending[ticket] = exchange
    return .later(milliseconds: 10_000)
  }
}

/// One message of a request.
enum ChatSlot {
  case reply(Reply)
  case problem(Problem)
  case waiting(Need, PendingTurn)

  var isWaiting: Bool {
    if case .waiting = self { true } else { false }
  }
}

/// A request some of whose turns wait for an action to be noted, or for an order to be fetched.
struct WaitingChat {
  /// The completion of a fetch; what it brought stands in ``Orders/BackEndOrders``.
  static let fetched = -1

  var slots: [ChatSlot]
  let isBatch: Bool
  let network: AttemptKey
  /// Completions still to come.
  var answersDue = 0
  /// Times that turns were taken up again and waited once more.
  private(set) var rounds = 0
  /// Whether the actions of this round have been noted.
  private(set) var isNoted = false

  init(slots: [ChatSlot], isBatch: Bool, network: AttemptKey) {
    (self.slots, self.isBatch, self.network) = (slots, isBatch, network)
  }

  /// Begins another round.
  mutating func next(answersDue: Int) {
    self.answersDue = answersDue
    rounds += 1
    isNoted = false
  }

  mutating func take(_ completion: ServiceHandler.Completion?) {
    answersDue -= 1
    if case .success(let count) = completion, count != Self.fetched { isNoted = true }
  }
}
