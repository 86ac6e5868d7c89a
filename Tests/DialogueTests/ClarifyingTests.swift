import Crypto
import Formats
import Testing

@testable import Dialogue
@testable import Intents

@Suite("Two intents that are close")
struct ClarifyingTests {
  private static let knowledge = """
    intents:
      billing_address:
        title: The address on the invoice
        examples: [change my billing address, new billing address, the address on my invoice is wrong]
        replies: ['The invoice, then.']
      delivery_address:
        title: Where the parcel goes
        examples: [change my delivery address, new delivery address, send my parcel to another address]
        replies: ['The parcel, then.']
      opening_hours:
        title: Opening hours
        examples: [when are you open, opening hours, are you open on sunday]
        replies: ['Nine to five.']
    """

  /// A store that asks back whenever two intents have most of the probability between them; how close they must be is
  /// otherwise found from thousands of examples.
  private func snapshot() throws -> Snapshot {
    var (report, source, reader) = (InputReport(), IntentSource(), PlaybookReader())
    source.addYAML(try SourceFile(name: "a.yaml", text: Self.knowledge), report: &report)
    try reader.read(source)
    let compiled = try IntentEngine(blobs: try #require(IntentCompiler.compile(source, report: &report)))
    let engine = IntentEngine(
      names: compiled.names, knowledge: compiled.knowledge.map { $0.asking(within: 0.9) })
    return Snapshot(revision: 1, intents: engine, faq: nil, playbook: Playbook(reader.source))
  }

  private func turn(
    _ text: String, _ context: inout [UInt8], _ handler: TurnHandler, _ snapshot: Snapshot
  ) throws -> Reply {
    let kept = context
    let outcome = Array(text.utf8).withUnsafeBufferPointer { text in
      kept.withUnsafeBufferPointer {
        handler.take(text, context: $0, turn: Turn(seed: Array(0..<16), now: 1_780_000_000), in: snapshot)
      }
    }
    guard case .reply(let reply) = outcome else { throw Unanswered() }
    context = reply.context
    return reply
  }

  private struct Unanswered: Error {}

  @Test("are both offered by their titles, and whichever is picked is answered", arguments: [0, 1])
  func picked(_ choice: Int) throws {
    let (snapshot, handler) = (try snapshot(), try Conversation.make().handler)
    var context: [UInt8] = []
    let question = try turn("change my address", &context, handler, snapshot)
    #expect(question.intent.source == .clarify)
    #expect(question.intent.name == nil)
    #expect(Set(question.suggestions) == ["The address on the invoice", "Where the parcel goes"])
    for title in question.suggestions { #expect(question.text.contains(title)) }
    #expect(Set(question.candidates) == ["billing_address", "delivery_address"])
    let answer = try turn(question.suggestions[choice], &context, handler, snapshot)
    #expect(answer.intent.name == question.candidates[choice])
    #expect(
      answer.text == (answer.intent.name == "billing_address" ? "The invoice, then." : "The parcel, then."))
  }

  @Test("may be left for something else, and a plain question is not asked back about")
  func elsewhere() throws {
    let (snapshot, handler) = (try snapshot(), try Conversation.make().handler)
    var context: [UInt8] = []
    #expect(try turn("change my address", &context, handler, snapshot).intent.source == .clarify)
    #expect(try turn("when are you open", &context, handler, snapshot).text == "Nine to five.")
  }
}

extension LocaleKnowledge {
  /// The same, asking back about intents whose probabilities are closer than `margin`.
  fileprivate func asking(within margin: Float) -> LocaleKnowledge {
    guard let scorer else { return self }
    var calibration = scorer.calibration
    calibration.clarifyWithin = margin
    return LocaleKnowledge(
      locale: locale, rules: rules,
      scorer: scorer.calibrated(calibration), examples: examples, spelling: spelling)
  }
}
