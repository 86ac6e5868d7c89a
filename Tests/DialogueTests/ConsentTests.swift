import Formats
import Orders
import Testing

@testable import Dialogue

@Suite("A yes that an action follows")
struct ConsentTests {
  private static let flow = """
    flow: cancel
    steps:
      - need: order
      - confirm: ['Shall I?', 'Yes or no: shall I?']
        on_no: kept
      - action: cancel
        noted: 'Noted.'
      - go: end
      - id: kept
        end: 'Kept.'
    """

  private let now: Int64 = 1_790_000_000
  private let tokens: ContextTokens
  private let handler: TurnHandler

  init() throws {
    (tokens, handler) = try Conversation.make()
  }

  /// The reply to a message while the action waits for a yes; every order is found, every action noted.
  private func reply(_ text: String, marks: [Slot] = [], phrases: [String: [String]] = [:]) throws -> String {
    var reader = PlaybookReader()
    try reader.readFlow(.parse(SourceFile(name: "flow.yaml", text: Self.flow)))
    var source = reader.source
    source.locales[source.settings.locale]?.phrases.texts.merge(phrases) { $1 }
    let shop = Snapshot(revision: 1, intents: nil, faq: nil, playbook: Playbook(source))
    var state = ContextState(conversation: Array(0..<16), issuedAt: now, revision: 1)
    let step = try #require(shop.playbook.book(for: "").flow("cancel")?.steps[1].id)
    let known = [Slot("order_number", "1042"), Slot("email", "ann@example.com")]
    state.flow = OpenFlow(
      name: "cancel", intent: "cancel_order", step: step, asked: 1, slots: known + marks)
    var token: [UInt8] = []
    tokens.seal(state, into: &token)
    let turn = Turn(seed: Array(0..<16), now: now)
    var outcome = Array(text.utf8).withUnsafeBufferPointer { text in
      token.withUnsafeBufferPointer { handler.take(text, context: $0, turn: turn, in: shop) }
    }
    while true {
      switch outcome {
      case .reply(let reply): return reply.text
      case .need(.order, let pending):
        outcome = handler.resume(pending, with: .order(.found(Order(number: "1042", status: .paid))))
      case .need(.code, let pending): outcome = handler.resume(pending, with: .code(.sent))
      case .need(.action, let pending): outcome = handler.resume(pending, with: .action(.noted))
      }
    }
  }

  @Test(
    "is one beyond doubt",
    arguments: [
      "yes", "Yes!", "yes please", "yeah do it", "hmm, yes", "ok", "sure, go ahead", "fine, do it",
      "alright then yes",
      "yes cancel it", "of course", "y", "yes, that is right", "ok then",
    ])
  func yes(_ text: String) throws {
    #expect(try reply(text) == "Noted.")
  }

  @Test(
    "is not said by a plain no",
    arguments: [
      "no", "nope", "definitely not", "absolutely not", "of course not", "certainly not", "no thanks",
      "no, keep it",
      "never", "please don't", "hmm, no", "No!", "not yet", "no, please", "hell no", "wait, no",
      "that is not right", "that is not correct",
    ])
  func no(_ text: String) throws {
    #expect(try reply(text) == "Kept.")
  }

  @Test(
    "is asked for again after doubts, questions and pleas for time",
    arguments: [
      "i'm not sure", "hmm not sure", "i did not say yes",
      "I'm not okay",
      "i can't agree", "yes I said no", "yes and no", "ok wait", "okay hold on", "yes but wait",
      "is that ok?", "sure?",
      "yes or no?", "yes? what do you mean", "is it free, yes?", "no, do it", "no yes", "maybe",
      "right now I am unsure",
      "please wait", "please tell me more", "ok so I need help", "what happens if i say yes",
      "yes, how much is it", "ok?",
    ])
  func doubt(_ text: String) throws {
    #expect(try reply(text) == "Yes or no: shall I?")
  }

  @Test(
    "is a strong one right after another question was answered",
    arguments: [
      ("ok", "Yes or no: shall I?"), ("fine", "Yes or no: shall I?"), ("ok right", "Yes or no: shall I?"),
      ("yes", "Noted."), ("ok, do it", "Noted."), ("no", "Kept."),
    ])
  func aside(_ text: String, _ expected: String) throws {
    #expect(try reply(text, marks: [Slot(FlowRun.asideMark, "1")]) == expected)
  }

  @Test("is a store's own word in a store's own language")
  func language() throws {
    let words = [
      "yes_words": ["ja", "gut"], "weak_yes_words": ["gut"], "doubt_words": ["nicht"], "no_words": ["nein"],
    ]
    #expect(try reply("ja bitte", phrases: words) == "Noted.")
    #expect(try reply("gut", phrases: words) == "Noted.")
    #expect(try reply("gut finde ich das", phrases: words) == "Yes or no: shall I?")
    #expect(try reply("ja nicht", phrases: words) == "Yes or no: shall I?")
  }
}
