import Formats
import Orders
import Testing

@testable import Dialogue

@Suite("What a flow has beside slots and steps")
struct FlowExtrasTests {
  private static let flows = [
    """
    flow: move
    slots:
      - name: address
        kind: text
        pattern: '\\d\\w*'
        max: 120
        mention: '(?:to|at) (?<text>\\d{1,4} (?:[a-z]\\S* ){1,3}\\d{4,5}(?: (?!\\S{0,40}@|i )\\S+){0,3})'
        parts:
          - {words: [number], pattern: '\\d{1,4}[a-z]?'}
          - {words: [postcode], pattern: '\\d{4,5}(?=(?: \\D{0,60})?$)'}
          - {words: [street]}
        prompts: ['Where to?', 'All of it, please.']
    steps:
      - need: order
      - id: ask-address
        ask: address
      - id: sure
        confirm: ['To {slot.address}?']
        on_no: ask-address
      - action: move
        noted: 'Noted.'
    suggestions: {paid: [Cancel it], else: [A person]}
    questions:
      - {match: '(?:costs?|free)', say: 'It is free.'}
    """,
    """
    flow: lost
    slots:
      - name: looked
        kind: yes_no
        choices: {yes: [already asked], no: [not yet]}
        prompts: ['Have you looked?']
    steps:
      - need: order
      - ask: looked
      - branch: [{when: {slot.looked: 'no'}, go: look}]
      - end: 'We ask the carrier.'
      - id: look
        end: 'Look first.'
    """,
    """
    flow: late
    also_for: [when, {intent: how_long, match: '(?:it|they)'}]
    steps:
      - need: order
      - branch: [{when: {order.status: delivered}, go: lost}]
      - end: 'On its way.'
      - id: lost
        flow: lost
    """,
    "flow: round\nsteps: [{need: order}, {say: 'Round'}, {flow: round}]",
  ]

  private let now: Int64 = 1_790_000_000
  private let tokens: ContextTokens
  private let handler: TurnHandler
  private let shop: Snapshot

  init() throws {
    (tokens, handler) = try Conversation.make()
    var reader = PlaybookReader()
    for flow in Self.flows { try reader.readFlow(.parse(SourceFile(name: "flow.yaml", text: flow))) }
    #expect(reader.report.isClean)
    shop = Snapshot(revision: 1, intents: nil, faq: nil, playbook: Playbook(reader.source))
  }

  private func reply(_ text: String, _ token: [UInt8], status: OrderStatus = .paid) -> Reply {
    let turn = Turn(seed: Array(0..<16), now: now)
    var outcome = Array(text.utf8).withUnsafeBufferPointer { text in
      token.withUnsafeBufferPointer { handler.take(text, context: $0, turn: turn, in: shop) }
    }
    while true {
      switch outcome {
      case .reply(let reply): return reply
      case .need(.order, let pending):
        outcome = handler.resume(pending, with: .order(.found(Order(number: "1042", status: status))))
      case .need(.code, let pending): outcome = handler.resume(pending, with: .code(.sent))
      case .need(.action, let pending): outcome = handler.resume(pending, with: .action(.noted))
      }
    }
  }

  private func token(_ flow: String, _ step: String, _ slots: [Slot] = []) -> [UInt8] {
    var state = ContextState(conversation: Array(0..<16), issuedAt: now, revision: 1)
    let known = step == "email" ? [] : [Slot("email", "ann@example.com")]
    state.flow = OpenFlow(
      name: flow, intent: flow, step: step, asked: 1, slots: [Slot("order_number", "1042")] + known + slots)
    var token: [UInt8] = []
    tokens.seal(state, into: &token)
    return token
  }

  @Test(
    "of a text that is to be confirmed, a part is corrected by its name or by what it is not",
    arguments: [
      ("no, number 14", "To 14 Elm Lane, 10115 Berlin?"),
      ("its number 14b not 12", "To 14b Elm Lane, 10115 Berlin?"),
      ("the postcode is 10117", "To 5 Elm Lane, 10117 Berlin?"),
      ("number 7 and postcode 10119", "To 7 Elm Lane, 10119 Berlin?"),
      ("Oak Lane, not Elm Lane", "To 5 Oak Lane, 10115 Berlin?"),
      ("sorry, Bonn not Berlin", "To 5 Elm Lane, 10115 Bonn?"),
      ("no, 8 Ash Way, 20095 Hamburg", "To 8 Ash Way, 20095 Hamburg?"),
      ("no, the street is wrong", "Where to?"), ("no, it is 8 Ash Way", "Where to?"),
      ("it's 14 Elm Lane, not 5", "Where to?"), ("that is not Berlin", "Where to?"),
      ("my town is not Berlin", "Where to?"), ("the street is not Elm Lane", "Where to?"),
      ("no, number 14, 20099 Hamburg", "Where to?"), ("no, number 14, 20099", "Where to?"),
      ("wrong number", "Where to?"), ("postcode 10119", "To 5 Elm Lane, 10119 Berlin?"),
      ("yes", "Noted."),
    ])
  func parts(_ text: String, _ expected: String) {
    let open = token("move", "sure", [Slot("address", "5 Elm Lane, 10115 Berlin")])
    #expect(reply(text, open).text == expected)
  }

  @Test("a text is found in a message that says more, and its postcode is no order number")
  func mention() {
    let told = reply("to 5 Elm Lane, 10115 Berlin, I am ann@example.com", token("move", "email"))
    #expect(told.text == "To 5 Elm Lane, 10115 Berlin?")
  }

  @Test("its own questions are answered and led back from, others are said to have no answer")
  func questions() {
    let open = token("move", "sure", [Slot("address", "5 Elm Lane, 10115 Berlin")])
    let free = reply("what does it cost?", open)
    #expect(free.text.hasPrefix("It is free.") && free.text.hasSuffix("To 5 Elm Lane, 10115 Berlin?"))
    let both = reply("ann@example.com, what does it cost?", token("move", "email"))
    #expect(both.text.hasPrefix("It is free.") && both.text.hasSuffix("Where to?"))
    // An ok right after an answer may be meant for the answer.
    #expect(reply("ok", free.context).text != "Noted.")
    #expect(reply("why is the sky blue?", open).text.hasPrefix("I cannot answer that here."))
  }

  @Test(
    "chips fit the status of the order", arguments: [(OrderStatus.paid, "Cancel it"), (.shipped, "A person")])
  func chips(_ status: OrderStatus, _ chip: String) {
    let open = token("move", "sure", [Slot("address", "5 Elm Lane, 10115 Berlin")])
    #expect(reply("yes", open, status: status).suggestions == [chip])
  }

  @Test(
    "a yes and a no have words of their own",
    arguments: [
      ("already asked everybody", "We ask the carrier."), ("not yet", "Look first."),
      ("yes", "We ask the carrier."),
    ])
  func words(_ text: String, _ expected: String) {
    #expect(reply(text, token("lost", "looked")).text == expected)
  }

  @Test("a flow goes on with another that knows the order, and never in a circle")
  func handover() {
    let asked = reply("ann@example.com", token("late", "email"), status: .delivered)
    #expect(asked.text == "Have you looked?")
    #expect(reply("not yet", asked.context, status: .delivered).text == "Look first.")
    #expect(reply("ann@example.com", token("late", "email"), status: .shipped).text == "On its way.")
    let circle = reply("ann@example.com", token("round", "email")).text
    #expect(circle == "Round\n\nRound")
  }

  @Test(
    "is refused where it cannot work",
    arguments: [
      ("questions: [{match: '(', say: x}]", "pattern cannot be used"),
      ("questions: [{match: 'a', say: 'x {order.number}'}]", "can only name {shop.…}"),
      ("suggestions: {lost: [x]}", "lost"), ("also_for: [{match: a}]", "intent"),
      ("slots: [{name: a, kind: number, parts: [], prompts: [x]}]", "'text' has 'parts'"),
      ("slots: [{name: a, kind: yes_no, choices: {maybe: [x]}, prompts: [x]}]", "maybe"),
    ])
  func refused(_ extra: String, _ message: String) throws {
    let node = try YAMLNode.parse(
      SourceFile(name: "flow.yaml", text: "flow: x\nsteps: [{say: hello}]\n\(extra)\n"))
    var reader = PlaybookReader()
    let error = #expect(throws: InputError.self) { try reader.readFlow(node) }
    #expect(error.map { "\($0)".contains(message) } ?? false)
  }
}
