import Conversations
import Crypto
import Dialogue
import Orders
import Service
import SharedState

/// Turns of a conversation taken in this process, with what they need answered as a server without a back end would.
final class Conversation {
  private let snapshot: Snapshot
  private let keys: KeyRing
  private let handler: TurnHandler
  private let tokens: ContextTokens
  /// Opened when an order is first asked for.
  private let orders: () throws -> OrderSource
  /// Where actions are noted.
  private let requestFolder: String

  init(
    _ snapshot: Snapshot, keys: KeyRing, requestFolder: String, orders: @escaping () throws -> OrderSource
  ) {
    self.snapshot = snapshot
    self.keys = keys
    self.requestFolder = requestFolder
    self.orders = orders
    tokens = ContextTokens(keys)
    handler = TurnHandler(tokens: tokens)
  }

  /// - Parameter context: The token of the turn before; empty on a first turn.
  func say(_ message: String, context: [UInt8], _ turn: Turn) throws -> Reply {
    let text = Array(message.utf8)
    var outcome = text.withUnsafeBufferPointer { text in
      context.withUnsafeBufferPointer { handler.take(text, context: $0, turn: turn, in: snapshot) }
    }
    while case .need(let need, let pending) = outcome {
      outcome = handler.resume(pending, with: try answer(to: need, at: turn.now))
    }
    guard case .reply(let reply) = outcome else { preconditionFailure("a turn that is no need is a reply") }
    return reply
  }

  /// What the conversation knows after a turn: the slots of the open flow, or what is kept of the last.
  func slots(after reply: Reply, now: Int64) -> [Slot] {
    let state = reply.context.withUnsafeBufferPointer { tokens.open($0, now: now) }
    let slots = state?.flow?.slots ?? state?.kept ?? []
    // What flows keep for themselves has names that nobody can write.
    return slots.filter { $0.name.first != "=" }
  }

  /// Looks an order up; notes an action, as a server without a back end does.
  private func answer(to need: Need, at now: Int64) throws -> NeedAnswer {
    switch need {
    case .order(let request):
      let desk = OrderDesk(
        orders: try orders(), attempts: AttemptLimiter(local: AttemptCounters()), keys: keys)
      return .order(desk.answer(request, network: nil, now: now, clock: 0) ?? .unavailable)
    // There is nobody to send one.
    case .code: return .code(.unavailable)
    case .action(let request):
      return .action(RequestLog(folder: requestFolder).append([StoreRequest(request)]) ? .noted : .failed)
    }
  }
}
