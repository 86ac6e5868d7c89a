import Testing

/// A store that knows what shoppers want by examples only: what they say they do not want is not what they get.
@Suite("What is expressly not wanted")
struct UnwantedTests {
  private static let knowledge = """
    intents:
      cancel_order:
        examples: [cancel my order, i want to cancel, please cancel it, cancel the order i placed, stop my order, how do i cancel]
        replies: [Cancelled.]
      return_item:
        examples: [return an item, i want to return it, send it back, how do i return this, returning a parcel, i would like to return my order]
        replies: [Return it.]
      track_order:
        examples: [where is my order, track my order, has my order shipped yet, when will it arrive, order status please, is it on its way]
        replies: [On its way.]

    """

  private static let database = Result {
    let folder = try TemporaryFolder.shared()
    let outcome = try Parley.run([
      "import", "intents", folder.write("intents.yaml", knowledge), "--db", folder.path("db"),
    ])
    guard outcome.status == 0 else { throw Failure(outcome.error) }
    return folder.path("db")
  }

  @Test(
    "leaves what is wanted beside it",
    arguments: [
      ("I do not want to cancel, I want to return it", "return_item"),
      ("i dont want to return it, i want to cancel", "cancel_order"),
      ("I want to return it, I don't want to cancel", "return_item"),
      ("I'm not looking to cancel. Where is my order?", "track_order"),
      ("i no longer want to cancel, please track my order", "track_order"),
      // Nothing else is wanted, or nothing is denied: read as ever.
      ("cancel my order", "cancel_order"), ("i want to return it, not tomorrow", "return_item"),
      ("return an item, it is not like the picture", "return_item"),
    ])
  func wanted(_ text: String, _ intent: String) throws {
    let answer = try Parley.run([
      "ask", text, "--db", try Self.database.get(), "--json",
    ]).json()
    #expect((answer["intent"] as? [String: Any])?["name"] as? String == intent)
    #expect(answer["parts"] == nil)
  }

  @Test(
    "takes the order of what is wanted, not of what is not",
    arguments: [
      ("I want to return 1043, I don't want to cancel 1042", "1043"),
      ("I don't want to cancel 1042, I want to return 1043", "1043"),
      ("I don't want to cancel 1042, I want to return it", "1042"),
    ])
  func orders(_ text: String, _ number: String) throws {
    let store = try SmallStore()
    try store.folder.write(
      "shop/intents/all.yaml",
      Self.knowledge.replacing("replies: [Return it.]", with: "replies: [Return it.]\n    flow: back"))
    try store.folder.write(
      "shop/flows/back.yaml",
      """
      flow: back
      slots:
        - {name: order_number, kind: order_number, prompts: ['Which order?']}
        - {name: reason, kind: text, prompts: ['Why {slot.order_number}?']}
      steps:
        - ask: order_number
        - ask: reason
        - say: 'Noted.'

      """)
    let imported = try store.parley("import", "shop", "shop")
    #expect(imported.status == 0, "\(imported.error)")
    #expect(try store.ask(text).text.contains("Why \(number)?"))
  }
}
