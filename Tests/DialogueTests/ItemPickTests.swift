import Crypto
import Formats
import Orders
import Testing

@testable import Dialogue

@Suite("Picking items of an order")
struct ItemPickTests {
  private static func order(_ names: [String]) -> Order {
    var order = Order(number: "1042", status: .delivered)
    order.items = names.map { Order.Item(name: $0) }
    return order
  }

  private static let wardrobe = order([
    "Wool Coat Saga - L", "Merino Socks, three pairs", "Oxford Shirt - M", "Oxford Shirt - L",
    "Smart Plug, pack of two",
  ])

  struct Example: CustomTestStringConvertible {
    let text: String
    let picked: [Int]?
    init(_ text: String, _ picked: [Int]?) { (self.text, self.picked) = (text, picked) }
    var testDescription: String { "“\(text)”" }
  }

  @Test(
    "goes by words of their names",
    arguments: [
      Example("the coat", [0]), Example("the socks and the plug", [1, 4]), Example("sock", [1]),
      Example("the oxford shirt in m", [2]), Example("the shirt", nil), Example("both shirts", [2, 3]),
      Example("everything", [0, 1, 2, 3, 4]), Example("2", [1]), Example("9", nil), Example("0", nil),
      Example("a lamp", nil), Example("two of them", nil), Example("", nil),
      Example("the wool coat saga l please", [0]),
    ])
  func words(_ example: Example) {
    let names = ItemNames(Self.wardrobe)
    let all = ["both", "everything"].contains { example.text.contains($0) }
    #expect(names.pick(from: Array(example.text.utf8), isAsked: true, takesAll: all) == example.picked)
  }

  @Test("is told again of the same order, and of no other")
  func value() {
    let names = ItemNames(Self.wardrobe)
    for picked in [[0], [1, 4], [0, 1, 2, 3, 4]] { #expect(names.places(names.value(of: picked)) == picked) }
    #expect(ItemNames(names.text).names == names.names)
    let value = names.value(of: [1])
    #expect(ItemNames(Self.order(["Lamp", "Chair"])).places(value) == nil)
    for foreign in ["", "1", "1.", "x.ab", "9.ab", "1.zz9,", "-1.ab"] {
      #expect(names.places(foreign) == nil)
    }
  }

  @Test("names of any number of items fit a conversation", arguments: [1, 2, 7, 16, 40, 2_000])
  func room(_ count: Int) {
    let long = (0..<count).map { "Überlanger Artikelname mit vielen Wörtern Nummer \($0)" }
    let names = ItemNames(Self.order(long))
    #expect(names.text.utf8.count <= ItemNames.maximumBytes)
    #expect(names.value(of: Array(names.names.indices)).utf8.count <= 40)
  }

  private static let flow = """
    flow: back
    slots:
      - {name: item, kind: item, prompts: ['Which of {order.items}?', 'Please pick: {order.items}.']}
    steps:
      - need: order
      - ask: item
      - policy: back
      - confirm: 'Return {slot.item}?'
      - action: back
        noted: 'Noted.'
    """
  private static let policies = """
    policies:
      back:
        - {row: final, only_class: final-sale, decide: deny, say: 'Final sale.'}
        - {row: some, class: final-sale, decide: person, say: 'Partly final sale.'}
        - {row: free, decide: allow}
    """

  /// Says messages one after the other to a flow that knows number and address.
  private func talk(_ messages: [String], _ order: Order) throws -> (reply: Reply, details: [Slot]) {
    let tokens = ContextTokens(try KeyRing(secret: "a secret of more than thirty-two bytes"))
    let handler = TurnHandler(tokens: tokens)
    var reader = PlaybookReader()
    try reader.readFlow(.parse(SourceFile(name: "flow.yaml", text: Self.flow)))
    try reader.readPolicies(.parse(SourceFile(name: "policies.yaml", text: Self.policies)))
    #expect(reader.report.isClean)
    let shop = Snapshot(revision: 1, intents: nil, faq: nil, playbook: Playbook(reader.source))
    var state = ContextState(conversation: Array(0..<16), issuedAt: 1_790_000_000, revision: 1)
    state.flow = OpenFlow(
      name: "back", intent: "back", step: "email", asked: 1, slots: [Slot("order_number", "1042")])
    var (context, reply, details): ([UInt8], Reply, [Slot]) = ([], Reply(), [])
    tokens.seal(state, into: &context)
    for message in ["a@example.com"] + messages {
      let turn = Turn(seed: Array(0..<16), now: 1_790_000_000)
      var outcome = Array(message.utf8).withUnsafeBufferPointer { text in
        context.withUnsafeBufferPointer { handler.take(text, context: $0, turn: turn, in: shop) }
      }
      while case .need(let need, let pending) = outcome {
        if case .action(let request) = need { details = request.slots }
        outcome = handler.resume(
          pending, with: need.isAction ? .action(.noted) : .order(.found(order)))
      }
      guard case .reply(let said) = outcome else { continue }
      (reply, context) = (said, said.context)
    }
    return (reply, details)
  }

  @Test("asks with the order's articles, and hands the picked ones to the action")
  func whole() throws {
    let asked = try talk([], Self.wardrobe).reply
    #expect(asked.text.hasPrefix("Which of Wool Coat Saga - L, Merino Socks"))
    #expect(asked.suggestions == Self.wardrobe.items.map(\.name))
    #expect(try talk(["a lamp"], Self.wardrobe).reply.text.hasPrefix("Please pick"))
    let (reply, details) = try talk(["the socks", "no, the coat and the socks", "yes"], Self.wardrobe)
    #expect(reply.text == "Noted.")
    #expect(details == [Slot("item", "Wool Coat Saga - L, Merino Socks, three pairs")])
    #expect(try talk(["all of it"], Self.wardrobe).reply.text == "Return the whole order?")
  }

  @Test("asks nothing where there is one article, and judges by those that were picked")
  func policies() throws {
    #expect(try talk([], Self.order(["Lamp"])).reply.text == "Return Lamp?")
    #expect(try talk([], Self.order([])).reply.text == "Return the whole order?")
    var mixed = Self.order(["Lamp", "Candle"])
    mixed.items[1].itemClass = "final-sale"
    #expect(try talk(["the lamp"], mixed).reply.text == "Return Lamp?")
    #expect(try talk(["the candle"], mixed).reply.text == "Final sale.")
    #expect(try talk(["both"], mixed).reply.text == "Partly final sale.")
  }

  @Test("is refused before an order is there")
  func check() throws {
    var reader = PlaybookReader()
    let early =
      "flow: x\nslots:\n  - {name: item, kind: item, prompts: [Which?]}\nsteps:\n  - ask: item\n  - need: order\n"
    try reader.readFlow(.parse(SourceFile(name: "flow.yaml", text: early)))
    #expect(reader.report.errors.map(\.message).contains { $0.contains("needs an order") })
  }
}

extension Need {
  fileprivate var isAction: Bool { if case .action = self { true } else { false } }
}
