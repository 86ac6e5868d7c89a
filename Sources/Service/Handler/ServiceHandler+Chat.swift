import Conversations
import Dialogue
import HTTP
import Orders
import SharedState
import Text

extension ServiceHandler {
  /// `POST /v1/chat`
  mutating func chat(_ request: Request, _ response: inout ResponseWriter) {
    json.clear()
    do {
      let reply = try reply(to: parser.chat(request.body.bindMemory(to: UInt8.self)), from: request)
      exchange.understood = reply.intent
      ReplyJSON.write(reply, to: &json)
      answerJSON(&response)
    } catch {
      answer(error, request, &response)
    }
  }

  /// `POST /v1/chat/batch`: a problem stands in the slot of a bad message.
  mutating func batch(_ request: Request, _ response: inout ResponseWriter) {
    do {
      let count = try parser.batch(request.body.bindMemory(to: UInt8.self))
      var slots = JSONWriter(capacity: 1_024 * count)
      slots.object { slots in
        slots.key("replies")
        slots.array { slots in
          for index in 0..<count { writeSlot(index, request, to: &slots) }
        }
      }
      json = slots
      answerJSON(&response)
    } catch {
      answer(error, request, &response)
    }
  }

  private mutating func writeSlot(_ index: Int, _ request: Request, to slots: inout JSONWriter) {
    do {
      ReplyJSON.write(try reply(to: parser.item(index), from: request), to: &slots)
    } catch {
      ProblemJSON.write(error, to: &slots)
    }
  }

  /// Takes a turn to its end: needs are fulfilled at once from the embedded store.
  private mutating func reply(to chat: ChatRequest, from request: Request) throws(Problem) -> Reply {
    let now = exchange.began / 1_000_000
    var turn = Turn(seed: seeds.next(), now: now)
    turn.locale = chat.locale
    turn.explain = chat.explain
    if !chat.customer.isEmpty { turn.customer = state.customers?.customer(of: chat.customer, now: now) }
    let outcome = turns.take(chat.message, context: chat.context, turn: turn, in: snapshot.snapshot)
    let reply: Reply
    switch outcome {
    case .reply(let made): reply = made
    case .need(.order(let order), let waiting):
      let network = AttemptKey.network(client(of: request).bytes)
      let found = desk.answer(order, network: network, now: now, clock: exchange.clock / 1_000)
      reply = turns.resume(waiting, with: found)
    }
    metrics.count(reply.intent.source)
    if reply.isMiss { recordMiss(of: reply, at: now, locale: turn.locale) }
    return reply
  }

  private func recordMiss(of reply: Reply, at now: Int64, locale: String) {
    state.recorder.record(
      Miss(
        time: now, text: Masking.masked(turns.message), locale: locale, nearest: reply.nearest ?? ""))
  }
}
