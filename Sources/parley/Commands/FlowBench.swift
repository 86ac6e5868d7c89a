import Dialogue
import Orders
import Service
import SharedState

/// A turn in the middle of a flow against a plain turn that the FAQ answers, whose message is understood anew or came a
/// moment ago; all with a token in and a token out.
struct FlowBench {
  /// Questions of the starter store's FAQ in other words, each answered by its entry or a reply.
  private static let questions = [
    "how much is delivery to belgium?", "can i pay with paypal?", "what are your opening hours?",
    "how long is the warranty?", "do you deliver to switzerland?", "how do i oil a table?",
  ]

  private let store: Store
  private let snapshot: Snapshot
  private let handler: TurnHandler
  /// One that understands every message anew.
  private let forgetful: TurnHandler
  private let desk: OrderDesk
  private let turn = Turn(seed: Array(0..<16), now: Time.now())

  init(_ store: Store) throws {
    self.store = store
    snapshot = try Snapshot(try store.live())
    handler = TurnHandler(tokens: ContextTokens(store.keys))
    forgetful = TurnHandler(tokens: ContextTokens(store.keys), remembers: false)
    desk = OrderDesk(
      orders: .embedded(try store.orderReader()), attempts: AttemptLimiter(local: AttemptCounters()),
      keys: store.keys)
  }

  /// A message with the token it answers.
  typealias Message = (text: [UInt8], context: [UInt8])

  func questions() throws(CommandError) -> [Message] {
    let context = reply(to: Array("hello".utf8), []).context
    return Self.questions.map { (Array($0.utf8), context) }
  }

  /// A number, an e-mail address with the order behind it, a free text, a choice, an unclear answer: what flows are
  /// answered with.
  func answers() throws(CommandError) -> [Message] {
    var turns: [Message] = []
    var context: [UInt8] = []
    let script = [
      "my lamp arrived broken", "#1042", "anna@example.com", "the lamp has a crack in it", "hmm",
      "a new one please",
    ]
    for (index, message) in script.enumerated() {
      let text = Array(message.utf8)
      if index > 0 { turns.append((text, context)) }
      let answer = reply(to: text, context)
      guard answer.intent.name == "damaged_item" else {
        throw .input("the benchmark 'flow' needs the starter store, with its order #1042.")
      }
      context = answer.context
    }
    return turns
  }

  func take(_ message: Message) { _ = reply(to: message.text, message.context) }

  func takeAnew(_ message: Message) { _ = reply(to: message.text, message.context, by: forgetful) }

  private func reply(to message: [UInt8], _ context: [UInt8]) -> Reply {
    reply(to: message, context, by: handler)
  }

  private func reply(to message: [UInt8], _ context: [UInt8], by handler: TurnHandler) -> Reply {
    var outcome = message.withUnsafeBufferPointer { message in
      context.withUnsafeBufferPointer { handler.take(message, context: $0, turn: turn, in: snapshot) }
    }
    while true {
      switch outcome {
      case .reply(let reply): return reply
      case .need(.order(let request), let pending):
        let found = desk.answer(request, network: nil, now: turn.now, clock: 0) ?? .unavailable
        outcome = handler.resume(pending, with: .order(found))
      case .need(.code, let pending): outcome = handler.resume(pending, with: .code(.sent))
      case .need(.action, let pending): outcome = handler.resume(pending, with: .action(.noted))
      }
    }
  }
}
