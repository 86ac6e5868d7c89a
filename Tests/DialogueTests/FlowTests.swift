import Formats
import Orders
import Testing

@testable import Dialogue

@Suite("A flow that waits for an answer")
struct FlowTests {
  private static let flow = """
    flow: track_order
    slots:
      - {name: order_number, kind: order_number, prompts: ['Which number?', 'Which number again?']}
      - {name: email, kind: email, prompts: ['Which e-mail?', 'Which e-mail again?']}
    then: show_order
    answers:
      shipped: ['On its way since {order.shipped_at}.', 'On its way.']
      refused: ['No such pair.']
    """

  private let now: Int64 = 1_790_000_000
  private let tokens: ContextTokens
  private let handler: TurnHandler

  init() throws {
    (tokens, handler) = try Conversation.make()
  }

  private func snapshot(withFlow: Bool = true) throws -> Snapshot {
    var reader = PlaybookReader()
    if withFlow { try reader.readFlow(.parse(SourceFile(name: "flow.yaml", text: Self.flow))) }
    return Snapshot(revision: 1, intents: nil, faq: nil, playbook: Playbook(reader.source))
  }

  /// A token of a conversation that waits for `step`.
  private func waiting(_ step: String, asked: UInt8 = 1, _ slots: [Slot]) -> [UInt8] {
    var state = ContextState(conversation: Array(0..<16), issuedAt: now, revision: 1)
    state.flow = OpenFlow(name: "track_order", intent: "track_order", step: step, asked: asked, slots: slots)
    var token: [UInt8] = []
    tokens.seal(state, into: &token)
    return token
  }

  private func take(_ text: String, _ token: [UInt8], in snapshot: Snapshot) -> TurnOutcome {
    Array(text.utf8).withUnsafeBufferPointer { text in
      token.withUnsafeBufferPointer {
        handler.take(text, context: $0, turn: Turn(seed: Array(0..<16), now: now), in: snapshot)
      }
    }
  }

  private func reply(_ outcome: TurnOutcome) throws -> Reply {
    guard case .reply(let reply) = outcome else {
      Issue.record("a need, not a reply")
      return Reply()
    }
    return reply
  }

  @Test("asks for an order once number and e-mail are there")
  func needs() throws {
    let outcome = take(
      "ann@example.com", waiting("email", [Slot("order_number", "1042")]), in: try snapshot())
    guard case .need(.order(let request), let pending) = outcome else {
      Issue.record("no need")
      return
    }
    #expect(request.number == "1042")
    #expect(request.proof == .email("ann@example.com"))
    #expect(try reply(handler.resume(pending, with: .order(.refused))).text == "No such pair.")
    let order = OrderAnswer.found(Order(number: "1042", status: .shipped))
    #expect(try reply(handler.resume(pending, with: .order(order))).text == "On its way.")
  }

  @Test("finds words for a status that the flow has none for")
  func unworded() throws {
    let outcome = take(
      "ann@example.com", waiting("email", [Slot("order_number", "1042")]), in: try snapshot())
    guard case .need(_, let pending) = outcome else {
      Issue.record("no need")
      return
    }
    let order = OrderAnswer.found(Order(number: "1042", status: .onHold))
    #expect(try reply(handler.resume(pending, with: .order(order))).text == "Order 1042: on_hold.")
  }

  @Test("does not try a refused pair again when the message names neither")
  func refusedPair() throws {
    let full = [Slot("order_number", "1042"), Slot("email", "ann@example.com")]
    let snapshot = try snapshot()
    let first = try reply(take("hmm", waiting("order_number", full), in: snapshot))
    #expect(first.text == "Which number again?")
    #expect(try reply(take("hmm", waiting("order_number", asked: 2, full), in: snapshot)).text != "")
    guard case .need(.order(let request), _) = take("#1043", waiting("order_number", full), in: snapshot)
    else {
      Issue.record("a new number is a new try")
      return
    }
    #expect(request.number == "1043")
  }

  @Test("that the revision no longer has is told of")
  func goneFlow() throws {
    let token = waiting("email", [Slot("order_number", "1042")])
    #expect(try reply(take("hello", token, in: try snapshot(withFlow: false))).notice == .flowChanged)
  }

  @Test("with as much as a flow may learn makes a token of at most 1,024 characters")
  func fullest() throws {
    let name = String(repeating: "f", count: ContextCoding.maximumNameBytes)
    let room = ContextCoding.slotBytes - 3 * name.utf8.count
    let slot = Slot("text", String(repeating: "v", count: 200))
    let rest = Slot("more", String(repeating: "w", count: room - 2 * 8 - 200))
    var state = ContextState(conversation: Array(0..<16), issuedAt: .max, revision: .max)
    state.turns = .max
    state.locale = "zh-hant-tw-x"
    let intent = String(repeating: "i", count: 64)
    state.flow = OpenFlow(name: name, intent: intent, step: name, asked: 2, slots: [slot, rest])
    state.flow?.fingerprint = .max
    var token: [UInt8] = []
    tokens.seal(state, into: &token)
    #expect(token.count <= 1_024)
    #expect(token.count > 950)
    #expect(token.withUnsafeBufferPointer { tokens.open($0, now: .max) } == state)
  }

  @Test(
    "is refused with its place when it is wrong",
    arguments: [("shipped:", "shiped:"), ("name: email", "name: \(String(repeating: "x", count: 65))")])
  func wrongFlow(_ right: String, _ wrong: String) throws {
    let text = Self.flow.split(separator: right, maxSplits: 1).map(String.init).joined(separator: wrong)
    var reader = PlaybookReader()
    #expect(throws: InputError.self) {
      try reader.readFlow(.parse(SourceFile(name: "flow.yaml", text: text)))
    }
  }

  @Test(
    "speaks the shopper's language however its tag is written", arguments: ["de-AT", "DE", "de_at", "de"])
  func language(_ tag: String) throws {
    var reader = PlaybookReader()
    try reader.readPhrases(
      .parse(SourceFile(name: "p.yaml", text: "{locale: de-AT, phrases: {fallback: Nein}}")))
    try reader.readPhrases(
      .parse(SourceFile(name: "p.yaml", text: "{locale: de, phrases: {fallback: Nein}}")))
    #expect(Playbook(reader.source).book(for: tag).phrase("fallback").wordings == ["Nein"])
  }
}
