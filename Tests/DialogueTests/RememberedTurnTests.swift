import Crypto
import Formats
import Intents
import Testing
import Text

@testable import Dialogue

/// A handler that remembers decisions beside one that does not: shoppers must not be able to tell.
@Suite("A turn whose message came before")
struct RememberedTurnTests {
  private static let intents = """
    intents:
      opening_hours:
        title: opening hours
        rules: ['(?:opening|business) hours', 'when .{0,20}open']
        examples: [what are your opening hours, when do you open, are you open on sunday]
        replies: ['We open at nine.', 'From nine to five.']
        suggestions: [contact us]
      delivery_cost:
        rules: ['(?:how much|price|cost).{0,30}(?:delivery|shipping)']
        examples: [how much is delivery, what does shipping cost, price of delivery to france]
        replies: ['Delivery is {shop.fee}.']
      return_item:
        flow: back
        rules: ['(?:return|send back)']
        examples: [i want to return a lamp, can i send back my chair, return this please]
        replies: ['It can be returned.']
    """
  private static let german = """
    locale: de
    intents:
      opening_hours:
        rules: ['wann .{0,20}(?:offen|geöffnet)', 'öffnungszeiten']
        examples: [wann habt ihr geöffnet, wie sind eure öffnungszeiten, habt ihr sonntags offen]
        replies: ['Ab neun Uhr.', 'Von neun bis fünf.']
    """
  private static let flow = """
    flow: back
    slots:
      - {name: order_number, kind: order_number, prompts: ['Which order?']}
      - {name: reason, kind: text, prompts: ['Why {slot.order_number}?', 'What is wrong with it?']}
    steps:
      - ask: order_number
      - ask: reason
      - say: 'Noted: {slot.reason}.'
    """

  private static func shop() throws -> Snapshot {
    var (report, source, reader) = (InputReport(), IntentSource(), PlaybookReader())
    for text in [intents, german] {
      source.addYAML(try SourceFile(name: "intents.yaml", text: text), report: &report)
    }
    try reader.read(source)
    try reader.readFlow(.parse(SourceFile(name: "flow.yaml", text: flow)))
    let blobs = try #require(IntentCompiler.compile(source, report: &report))
    #expect(report.isClean && reader.report.isClean, "\(report.errors) \(reader.report.errors)")
    return try Snapshot(
      revision: 3, intents: try IntentEngine(blobs: blobs), faq: nil, playbook: Playbook(reader.source)
    ) { _ in nil }
  }

  private struct Conversation {
    let handler: TurnHandler
    private var context: [UInt8] = []

    init(remembers: Bool) throws {
      let keys = try KeyRing(secret: "a secret of more than thirty-two bytes")
      handler = TurnHandler(tokens: ContextTokens(keys), remembers: remembers)
    }

    /// Everything of a reply, its token too, which holds language and slots, and the message as a miss would note it.
    mutating func say(_ message: String, locale: String, in shop: Snapshot) -> String {
      var turn = Turn(seed: Array(0..<16), now: 1_790_000_000)
      turn.locale = locale
      let outcome = Array(message.utf8).withUnsafeBufferPointer { text in
        context.withUnsafeBufferPointer { handler.take(text, context: $0, turn: turn, in: shop) }
      }
      guard case .reply(let reply) = outcome else { return "a need" }
      context = reply.context
      return "\(reply) \(String(decoding: handler.words.raw, as: UTF8.self))"
    }

    mutating func startAfresh() { context = [] }
  }

  @Test("is answered in its own language when nobody said which")
  func language() throws {
    let shop = try Self.shop()
    var conversation = try Conversation(remembers: true)
    for _ in 0..<3 {
      #expect(conversation.say("wann habt ihr geöffnet", locale: "", in: shop).contains("neun"))
      conversation.startAfresh()
      #expect(conversation.say("wann habt ihr geöffnet", locale: "en", in: shop).contains("neun") == false)
      conversation.startAfresh()
    }
  }

  @Test(
    "is answered as it was, word for word",
    arguments: [
      ["what are your opening hours"], ["what are yuor openning hours"], ["opening hours"], ["xyzzy plugh"],
      ["wann habt ihr geöffnet"], ["wann habt ihr geoffnet", "what are your opening hours"],
      ["what are your opening hours and how much is delivery"],
      ["hello what are your opening hours, and i want to return a lamp"],
      ["i want to return a lamp", "1042", "it is broken"], ["i want to return a lamp for 1042", "cracked"],
      ["i want to retrun a lamp", "what are your opening hours", "no idea", "1042", "broken", "1043"],
      ["i want to return a lamp", "stop", "return this please"], ["", "!?"], ["how much is shipping", ""],
    ])
  func isTheSame(_ messages: [String]) throws {
    let shop = try Self.shop()
    var (remembering, other) = (
      try Conversation(remembers: true), try Conversation(remembers: false)
    )
    for locale in ["", "de", "", "en-GB", ""] {
      for _ in 0..<2 {
        for message in messages {
          let expected = other.say(message, locale: locale, in: shop)
          #expect(remembering.say(message, locale: locale, in: shop) == expected, "\(message) in '\(locale)'")
        }
        remembering.startAfresh()
        other.startAfresh()
      }
    }
  }
}
