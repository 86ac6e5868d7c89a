import Formats
import Intents
import Testing
import Text

@testable import Dialogue

@Suite("Choosing an intent by its title")
struct IntentTitleTests {
  private static let playbook = Playbook(PlaybookReader().source)

  @Test(
    "A text that is a title, folded, is that intent; one that two share, or part of one, is none",
    arguments: [
      ("card arrival", 0), ("return item", 1), ("cancel order", nil), ("card", nil), ("", nil),
      ("card arrival and much more than any title has", nil),
    ] as [(String, Int?)])
  func titles(_ text: String, _ intent: Int?) {
    let names = ["card_arrival", "return_item", "cancel_order", "cancel order"]
    let titles = IntentTitles(of: names, in: Self.playbook.allBooks)
    #expect(titles.intent(titled: Array(text.utf8)) == intent)
    #expect(IntentTitles.none.intent(titled: Array(text.utf8)) == nil)
  }

  @Test("A choice is understood whatever the examples say", arguments: ["Card arrival", "  card ARRIVAL! "])
  func choice(_ text: String) throws {
    let yaml = """
      intents:
        card_arrival:
          examples: [where is it, has it come yet, is it on its way]
        gift_wrap:
          examples: [a card on arrival please, card and paper for its arrival, wrap it, card arrival as a gift]
      """
    var report = InputReport()
    var source = IntentSource()
    source.addYAML(try SourceFile(name: "a.yaml", text: yaml), report: &report)
    let blobs = try #require(IntentCompiler.compile(source, report: &report))
    let snapshot = Snapshot(
      revision: 1, intents: try IntentEngine(blobs: blobs), faq: nil, playbook: Self.playbook)
    let decided = Decider().decide(text, in: snapshot)
    #expect(decided.name == "card_arrival")
    #expect(decided.confidence == 1)
    #expect(Decider().decide("card on arrival please", in: snapshot).name == "gift_wrap")
  }
}
