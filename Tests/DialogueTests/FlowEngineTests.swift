import Formats
import Orders
import Testing

@testable import Dialogue

@Suite("A flow of steps")
struct FlowEngineTests {
  private static let flow = """
    flow: cancel
    slots:
      - {name: reason, kind: choice, choices: {late: [too late, late], price: [too dear, price]}, prompts: ['Why?', 'Late or price?']}
      - {name: note, kind: text, optional: true, max: 60, prompts: ['Anything else?']}
    steps:
      - say: 'Let us see.'
      - need: order
      - policy: cancel
      - ask: reason
      - ask: note
      - confirm: ['Cancel {order.number} ({slot.reason})?']
        on_no: kept
      - action: cancel
        noted: 'Noted {order.number} {request.id}.'
        done: 'Cancelled {order.number}.'
        failed: 'Not noted.'
      - go: end
      - id: kept
        end: 'Kept.'
    """
  private static let policies = """
    policies:
      cancel:
        - {row: left, status: shipped, decide: deny, say: 'It left on {order.shipped_at}.'}
        - {row: held, status: on_hold, decide: person}
        - {row: open, decide: allow}
    """

  private let now: Int64 = 1_790_000_000
  private let tokens: ContextTokens
  private let handler: TurnHandler
  private let shop: Snapshot

  init() throws {
    (tokens, handler) = try Conversation.make()
    shop = try Self.snapshot(Self.flow)
  }

  private static func snapshot(_ flow: String) throws -> Snapshot {
    var reader = PlaybookReader()
    try reader.readFlow(.parse(SourceFile(name: "flow.yaml", text: flow)))
    try reader.readPolicies(.parse(SourceFile(name: "policies.yaml", text: policies)))
    #expect(reader.report.isClean)
    return Snapshot(revision: 1, intents: nil, faq: nil, playbook: Playbook(reader.source))
  }

  private func token(_ step: String, asked: UInt8 = 1, _ slots: [Slot] = []) -> [UInt8] {
    var state = ContextState(conversation: Array(0..<16), issuedAt: now, revision: 1)
    let known = [Slot("order_number", "1042"), Slot("email", "ann@example.com")]
    state.flow = OpenFlow(
      name: "cancel", intent: "cancel_order", step: step, asked: asked, slots: known + slots)
    var token: [UInt8] = []
    tokens.seal(state, into: &token)
    return token
  }

  /// Takes a turn to its end; the order is in the state given, actions end as given.
  private func reply(
    _ text: String, _ token: [UInt8], in shop: Snapshot? = nil,
    order: Order? = Order(number: "1042", status: .paid),
    action: ActionAnswer = .noted, customer: Customer? = nil
  ) -> Reply {
    var turn = Turn(seed: Array(0..<16), now: now)
    turn.customer = customer
    turn.explain = true
    var outcome = Array(text.utf8).withUnsafeBufferPointer { text in
      token.withUnsafeBufferPointer { handler.take(text, context: $0, turn: turn, in: shop ?? self.shop) }
    }
    while true {
      switch outcome {
      case .reply(let reply): return reply
      case .need(.order, let pending):
        outcome = handler.resume(pending, with: .order(order.map { .found($0) } ?? .refused))
      case .need(.code, let pending): outcome = handler.resume(pending, with: .code(.sent))
      case .need(.action, let pending): outcome = handler.resume(pending, with: .action(action))
      }
    }
  }

  private func state(_ reply: Reply) throws -> ContextState {
    try #require(reply.context.withUnsafeBufferPointer { tokens.open($0, now: now) })
  }

  @Test("goes on over what is answered, says nothing twice, and does its action after a yes")
  func whole() throws {
    let asked = reply("ann@example.com", token("email"))
    #expect(asked.text == "Why?")
    #expect(asked.suggestions == ["too late", "too dear"])
    let note = reply("it comes too late", asked.context)
    #expect(note.text == "Anything else?")
    let confirm = reply("skip", note.context)
    #expect(confirm.text == "Cancel 1042 (too late)?")
    let done = reply("yes please", confirm.context)
    let reference = try #require(done.action?.reference)
    #expect(done.text == "Noted 1042 \(reference).")
    #expect(done.action?.result == .noted)
    #expect(try state(done).flow == nil)
    #expect(try state(done).kept.map(\.name) == ["order_number", "email"])
    // The same turn sent again is the same request.
    #expect(reply("yes please", confirm.context).action?.reference == reference)
  }

  @Test(
    "tells what became of its action, and promises nothing when nothing was noted",
    arguments: [(ActionAnswer.done, "Cancelled 1042."), (.failed, "Not noted.")])
  func outcomes(_ answer: ActionAnswer, _ text: String) throws {
    let confirming = token("confirm-6", [Slot("reason", "late"), Slot("note", "")])
    let reply = reply("yes", confirming, action: answer)
    #expect(reply.text == text)
    #expect(reply.action?.result == answer)
    #expect(reply.suggestions.contains("Talk to a person") == (answer == .failed))
  }

  @Test("asks its policy again in every turn: an order that has left in the meantime is not cancelled")
  func asksAgain() throws {
    var order = Order(number: "1042", status: .shipped)
    order.shippedAt = UnixTime(seconds: now - 86_400)
    let reply = reply("yes", token("confirm-6", [Slot("reason", "late"), Slot("note", "")]), order: order)
    #expect(reply.text == "It left on 20 September.")
    #expect(reply.action == nil)
    #expect(reply.explanation?.policy == "cancel")
    #expect(reply.explanation?.row == "left")
    #expect(reply.explanation?.decision == .deny)
  }

  @Test("leaves what its policy leaves to a person")
  func person() throws {
    let reply = reply("late", token("reason"), order: Order(number: "1042", status: .onHold))
    #expect(reply.text == "I cannot decide that by myself: a person has to look at it.")
    #expect(reply.suggestions.contains("Talk to a person"))
    #expect(try state(reply).flow == nil)
  }

  @Test(
    "takes a correction at the confirmation, and asks for the confirmation again",
    arguments: [
      ("no, the price", "Cancel 1042 (too dear)?", "price", "1042"),
      ("sorry, it is the price", "Cancel 1042 (too dear)?", "price", "1042"),
      ("no, #1043", "Cancel 1042 (too late)?", "late", "1043"),
      ("I meant 1043 not 1042", "Cancel 1042 (too late)?", "late", "1043"),
      ("sorry, it's 1043, not 1042", "Cancel 1042 (too late)?", "late", "1043"),
      ("not order 1042, 1043", "Cancel 1042 (too late)?", "late", "1043"),
      ("no, 1o43 instead of 1042", "Cancel 1042 (too late)?", "late", "1043"),
    ])
  func corrections(_ message: String, _ text: String, _ reason: String, _ number: String) throws {
    let reply = reply(message, token("confirm-6", [Slot("reason", "late"), Slot("note", "")]))
    #expect(reply.text == text)
    let flow = try #require(try state(reply).flow)
    #expect(flow.slots[named: "reason"] == reason)
    #expect(flow.slots[named: "order_number"] == number)
    #expect(reply.action == nil)
  }

  @Test(
    "asks twice in two wordings, then offers a person; what is optional is left open",
    arguments: [
      ("reason", UInt8(1), "purple", "Late or price?"),
      ("reason", 2, "purple", "I do not seem to get there. Would you like to talk to a person?"),
      ("confirm-6", 1, "purple", "Sorry, I did not get that. Cancel 1042 (too late)?"),
      ("note", 1, String(repeating: "long ", count: 20), "Sorry, I did not get that. Anything else?"),
      ("note", 2, String(repeating: "long ", count: 20), "Cancel 1042 (too late)?"),
    ])
  func twice(_ step: String, _ asked: UInt8, _ message: String, _ text: String) throws {
    var slots = [Slot("reason", "late"), Slot("note", "")]
    if step != "confirm-6" { slots = step == "reason" ? [] : [slots[0]] }
    #expect(reply(message, token(step, asked: asked, slots)).text == text)
  }

  @Test("needs no e-mail address of a customer who is logged in")
  func loggedIn() throws {
    var state = ContextState(conversation: Array(0..<16), issuedAt: now, revision: 1)
    state.flow = OpenFlow(name: "cancel", intent: "cancel_order", step: "order_number", asked: 1, slots: [])
    var token: [UInt8] = []
    tokens.seal(state, into: &token)
    #expect(reply("#1042", token, customer: Customer(id: "C1", email: nil)).text == "Why?")
    #expect(reply("#1042", token).text == "Which e-mail address did you order with?")
  }

  @Test("whose steps have changed starts anew with what it knows, and says so; other words change nothing")
  func changed() throws {
    let open = reply("it comes too late", token("reason"))
    #expect(open.text == "Anything else?")
    let reworded = try Self.snapshot(Self.flow.replacing("Anything else?", with: "More?"))
    let same = reply("no", open.context, in: reworded)
    #expect(same.notice == nil)
    #expect(same.text == "Cancel 1042 (too late)?")
    let other = try Self.snapshot(
      Self.flow.replacing("      - ask: note\n", with: "").replacing("  - ask: note\n", with: ""))
    let anew = reply("hello", open.context, in: other)
    #expect(anew.notice == .flowChanged)
    #expect(anew.text.hasSuffix("Cancel 1042 (too late)?"))
  }

  @Test("drops a slot whose value is none any more")
  func revalidated() throws {
    let text = Self.flow.replacing("late: [too late, late]", with: "slow: [too slow, slow]")
    let reply = reply("no", token("note", [Slot("reason", "late")]), in: try Self.snapshot(text))
    #expect(reply.text == "Why?")
  }

  @Test("keeps nothing of a pair that was refused")
  func refused() throws {
    let first = reply("ann@example.com", token("email"), order: nil)
    #expect(try state(first).flow?.step == "order_number")
    let left = reply("never mind", first.context)
    #expect(left.intent == UnderstoodIntent(name: "cancel_order", confidence: 1, source: .flow))
    #expect(try state(left).kept.isEmpty)
  }
}
