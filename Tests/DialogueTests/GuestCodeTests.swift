import Formats
import Orders
import Testing

@testable import Dialogue

@Suite("A guest who proves an order by a one-time code")
struct GuestCodeTests {
  private static let flow = """
    flow: cancel
    steps:
      - need: order
      - confirm: ['Cancel {order.number}?']
      - action: cancel
        noted: 'Noted {order.number}.'
    """

  private let tokens: ContextTokens
  private let handler: TurnHandler
  private let shop: Snapshot

  init() throws {
    (tokens, handler) = try Conversation.make()
    shop = try Self.shop(proof: "email")
  }

  private static func shop(proof: String) throws -> Snapshot {
    var reader = PlaybookReader()
    try reader.readFlow(.parse(SourceFile(name: "flow.yaml", text: flow)))
    try reader.readShop(.parse(SourceFile(name: "shop.yaml", text: "orders: {proof: \(proof)}")))
    return Snapshot(revision: 1, intents: nil, faq: nil, playbook: Playbook(reader.source))
  }

  /// A conversation: what it was asked for from outside, and what it has said.
  private final class Talk {
    private let test: GuestCodeTests
    private let shop: Snapshot
    private(set) var context: [UInt8]
    private(set) var needs: [Need] = []
    private(set) var reply = Reply()
    var now: Int64 = 1_790_000_000
    /// The proof that is right.
    var right = "123456"
    var sends = CodeAnswer.sent
    var customer: Customer?

    init(_ test: GuestCodeTests, _ shop: Snapshot? = nil, step: String = "order_number", _ slots: [Slot] = [])
    {
      (self.test, self.shop) = (test, shop ?? test.shop)
      var state = ContextState(conversation: Array(0..<16), issuedAt: now, revision: 1)
      state.flow = OpenFlow(name: "cancel", intent: "cancel_order", step: step, asked: 1, slots: slots)
      context = []
      test.tokens.seal(state, into: &context)
    }

    func say(_ text: String) {
      needs = []
      var turn = Turn(seed: Array(0..<16), now: now)
      (turn.sendsCodes, turn.customer) = (true, customer)
      var outcome = Array(text.utf8).withUnsafeBufferPointer { text in
        context.withUnsafeBufferPointer { test.handler.take(text, context: $0, turn: turn, in: shop) }
      }
      while case .need(let need, let pending) = outcome {
        needs.append(need)
        outcome = test.handler.resume(pending, with: answer(to: need))
      }
      guard case .reply(let reply) = outcome else { return }
      (self.reply, context) = (reply, reply.context)
    }

    private func answer(to need: Need) -> NeedAnswer {
      switch need {
      case .code: return .code(sends)
      case .action: return .action(.noted)
      case .order(let request):
        var order = Order(number: request.number, status: .paid)
        order.email = "ann@example.com"
        switch request.proof {
        case .code(right, _), .proven, .customer, .email("ann@example.com"): return .order(.found(order))
        default: return .order(.refused)
        }
      }
    }

    var slots: [Slot] {
      let state = context.withUnsafeBufferPointer { test.tokens.open($0, now: now) }
      return state?.flow?.slots ?? state?.kept ?? []
    }

    var proofs: [OrderRequest.Proof] {
      needs.compactMap { if case .order(let request) = $0 { request.proof } else { nil } }
    }

    var codes: [String] {
      needs.compactMap { if case .code(let request) = $0 { request.number } else { nil } }
    }
  }

  @Test("asks for one where the address is asked for, and is known for an hour")
  func whole() {
    let talk = Talk(self)
    talk.say("#1042")
    #expect(talk.reply.text.contains("send me a code") && talk.codes.isEmpty)
    #expect(talk.reply.suggestions == ["Send me a code"])
    talk.say("send me a code please")
    #expect(talk.codes == ["1042"] && talk.reply.text.contains("1042"))
    talk.say("123456")
    #expect(talk.proofs == [.code("123456", sentAt: talk.now)])
    #expect(talk.reply.text == "Cancel 1042?")
    #expect(!talk.slots.contains { $0.value.contains("123456") }, "the code is let go of")
    talk.now += 60
    talk.say("yes")
    #expect(talk.proofs == [.proven])
    guard case .action(let request)? = talk.needs.last else {
      Issue.record("no action")
      return
    }
    #expect(request.email == "ann@example.com" && request.slots.isEmpty)
    talk.now += 3_600
    talk.say("sorry, I meant #1042")
    #expect(talk.proofs.isEmpty)
  }

  @Test("what one order was proven by proves no other")
  func otherOrder() {
    let talk = Talk(self)
    talk.say("#1042")
    talk.say("code")
    talk.say("123456")
    talk.say("no, #1043")
    #expect(talk.proofs.isEmpty && talk.codes == ["1043"], "a code of its own: \(talk.needs)")
    talk.say("000000")
    #expect(talk.proofs == [.code("000000", sentAt: talk.now)])
    talk.say("eve@example.com")
    #expect(talk.proofs == [.email("eve@example.com")])
    // Back at the first, it still holds.
    talk.say("#1042")
    #expect(talk.proofs.allSatisfy { $0 != .code("123456", sentAt: talk.now) })
  }

  @Test(
    "a code is read however it is typed, and nothing else for one",
    arguments: [
      ("123456", "123456"), ("123 456", "123456"), ("123-456", "123456"), ("it's 123456, thanks", "123456"),
      ("１２３４５６", "123456"), ("my code from 2 minutes ago is 123456", "123456"), ("654321", "654321"),
      ("12345", nil), ("1234567", nil), ("six digits", nil),
    ] as [(String, String?)])
  func typed(_ text: String, _ code: String?) {
    let talk = Talk(self)
    talk.say("#1042")
    talk.say("send a code")
    talk.say(text)
    let tried = talk.proofs.compactMap { if case .code(let code, _) = $0 { code } else { nil } }
    #expect(tried == [code].compactMap(\.self), "\(talk.reply.text)")
  }

  @Test("another number while one waits asks for another code")
  func corrected() throws {
    let talk = Talk(self, try Self.shop(proof: "code"))
    talk.say("#1042")
    #expect(talk.codes == ["1042"])
    talk.say("no, 1043")
    #expect(talk.codes == ["1043"] && talk.reply.text.contains("1043"))
    talk.say("#104412")
    #expect(talk.codes == ["104412"], "six digits with a # are a number")
    talk.say("new code")
    #expect(talk.codes == ["104412"])
    talk.say("000000")
    #expect(talk.reply.text.contains("do not fit"))
    talk.say("ann@example.com")
    #expect(talk.proofs.isEmpty, "an address does not do here")
  }

  @Test("an address does as well where both do, also while a code waits")
  func address() {
    let talk = Talk(self)
    talk.say("#1042")
    talk.say("send me a code")
    talk.say("oh, it is ann@example.com")
    #expect(talk.proofs == [.email("ann@example.com")])
    #expect(talk.reply.text == "Cancel 1042?")
  }

  @Test("is told when none can be sent, and led on where there is another way")
  func unavailable() throws {
    let talk = Talk(self)
    talk.sends = .unavailable
    talk.say("#1042")
    talk.say("send me a code")
    #expect(talk.reply.text.contains("cannot send you a code") && talk.reply.text.contains("e-mail address"))
    talk.say("ann@example.com")
    #expect(talk.reply.text == "Cancel 1042?")
    let strict = Talk(self, try Self.shop(proof: "code"))
    strict.sends = .unavailable
    strict.say("#1042")
    #expect(strict.reply.text.contains("cannot send you a code"))
    #expect(strict.slots.map(\.name) == ["order_number"])
  }

  @Test("whoever is logged in is asked for none")
  func customer() throws {
    let talk = Talk(self, try Self.shop(proof: "code"))
    talk.customer = Customer(id: "c", email: nil)
    talk.say("#1042")
    #expect(talk.codes.isEmpty && talk.reply.text == "Cancel 1042?")
  }

  @Test(
    "what is kept of one is read as it was written",
    arguments: [
      GuestCode.wanted, GuestCode(stage: .sent(at: 1_790_000_000), order: "1042"),
      GuestCode(stage: .proven(until: 5), order: "A.1"),
    ])
  func kept(_ code: GuestCode) {
    #expect(GuestCode(code.text) == code)
  }

  @Test("nothing else is", arguments: ["", "s", "x5.1042", "sabc.1042", "p5"])
  func foreign(_ text: String) { #expect(GuestCode(text) == nil) }
}
