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
        wait(for: [need], [.waiting(turn)], isBatch: false, request, ticket)
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
      var (slots, needs): ([ChatSlot], [Need]) = ([], [])
      slots.reserveCapacity(count)
      for index in 0..<count {
        let slot = slot(index, request)
        if case .waiting(let turn) = slot, let need = turn.need { needs.append(need) }
        slots.append(slot)
      }
      guard needs.isEmpty else {
        wait(for: needs, slots, isBatch: true, request, ticket)
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
      case .need(_, let turn): return .waiting(turn)
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
        time: now, text: Masking.masked(turns.message), locale: locale, nearest: reply.nearest ?? ""))
  }

  /// Looks up the orders a turn asks for, one after the other.
  private func settle(_ outcome: TurnOutcome, _ network: AttemptKey) -> TurnOutcome {
    var outcome = outcome
    while case .need(.order(let order), let waiting) = outcome {
      let found = desk.answer(
        order, network: network, now: exchange.began / 1_000_000, clock: exchange.clock / 1_000)
      outcome = turns.resume(waiting, with: .order(found))
    }
    return outcome
  }

  // MARK: - Turns that wait for an action

  /// Has actions noted; the answer follows the sync.
  private mutating func wait(
    for needs: [Need], _ slots: [ChatSlot], isBatch: Bool, _ request: Request, _ ticket: Ticket
  ) {
    chats[ticket] = WaitingChat(
      slots: slots, isBatch: isBatch, network: .network(client(of: request).bytes))
    note(needs, for: ticket)
  }

  private func note(_ needs: [Need], for ticket: Ticket) {
    let requests = needs.compactMap { need in
      if case .action(let request) = need { StoreRequest(request) } else { nil }
    }
    let completer = completer
    state.requests.submit(requests) { isWritten in
      completer.complete(ticket, with: isWritten ? .success(requests.count) : .failure(.failed))
    }
  }

  /// Ends the turns that waited; `nil` when writing took too long.
  mutating func finish(
    _ chat: WaitingChat, _ ticket: Ticket, with completion: Completion?, _ response: inout ResponseWriter
  ) -> HandlerResult {
    var (chat, needs): (WaitingChat, [Need]) = (chat, [])
    let isNoted = if case .success = completion { true } else { false }
    for index in chat.slots.indices {
      guard case .waiting(let turn) = chat.slots[index] else { continue }
      switch settle(turns.resume(turn, with: .action(isNoted ? .noted : .failed)), chat.network) {
      case .reply(let reply):
        metrics.count(reply.intent.source)
        chat.slots[index] = .reply(reply)
      case .need(let need, let turn):
        chat.slots[index] = .waiting(turn)
        needs.append(need)
      }
    }
    guard needs.isEmpty else {
      chats[ticket] = chat
      pending[ticket] = exchange
      note(needs, for: ticket)
      return .later(milliseconds: 10_000)
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
}

/// One message of a request.
enum ChatSlot {
  case reply(Reply)
  case problem(Problem)
  case waiting(PendingTurn)
}

/// A request some of whose turns wait for an action to be noted.
struct WaitingChat {
  var slots: [ChatSlot]
  let isBatch: Bool
  let network: AttemptKey
}
