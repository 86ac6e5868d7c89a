import Foundation
import Testing

@Suite("Order numbers of a store's own shapes")
struct OrderShapeTests {
  private func shop(_ settings: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("shop/shop.yaml", settings)
    try folder.write(
      "shop/intents/all.yaml",
      """
      intents:
        track_order:
          flow: track_order
          rules: ['(?:where is|track) my order']
          examples: [where is my order, track my order]
      """)
    try folder.write(
      "shop/flows/track.yaml",
      "flow: track_order\nthen: show_order\nanswers: {paid: 'Found {order.number}.'}\n")
    try folder.write(
      "shop/orders.jsonl",
      """
      {"number":"W4817420","email":"ann@example.com","status":"paid"}
      {"number":"112-4839201-8827361","email":"ann@example.com","status":"paid"}
      {"number":"ORD/2026/00017","email":"ann@example.com","status":"paid"}

      """)
    return folder
  }

  private static let settings = """
    name: Nest
    orders:
      numbers: ['W\\d{7}', '\\d{3}-\\d{7}-\\d{7}', 'ORD/\\d{4}/\\d{5}']
      keep_days: 30

    """

  @Test(
    "are understood as people write them, in a sentence and alone",
    arguments: [
      ("W4817420", "W4817420"), ("w4817420", "W4817420"), ("w 481 7420", "W4817420"),
      ("W48I742O", "W4817420"),
      ("112-4839201-8827361", "112-4839201-8827361"), ("112 4839201 8827361", "112-4839201-8827361"),
      ("11248392018827361", "112-4839201-8827361"), ("ORD/2026/00017", "ORD/2026/00017"),
      ("ord 2026 00017", "ORD/2026/00017"), ("ord-2026-OOO17", "ORD/2026/00017"),
      ("#ORD/2026/00017", "ORD/2026/00017"),
    ])
  func understood(_ written: String, _ number: String) throws {
    let folder = try Self.folder.get()
    func ask(_ text: String, _ context: String? = nil) throws -> Turn {
      let arguments =
        ["ask", text, "--db", folder.path("db"), "--json"] + (context.map { ["--context", $0] } ?? [])
      return Turn(json: try Parley.run(arguments).json())
    }
    let whole = try ask("where is my order \(written)? I am ann@example.com")
    #expect(whole.text == "Found \(number).")
    let asked = try ask("track my order")
    let named = try ask(written, asked.context)
    #expect(try ask("ann@example.com", named.context).text == "Found \(number).")
  }

  private static let folder = Result {
    let folder = try OrderShapeTests().shop(settings)
    Leftovers.atExit { try? FileManager.default.removeItem(atPath: folder.path) }
    let outcome = try Parley.run(["import", "shop", folder.path("shop"), "--db", folder.path("db")])
    guard outcome.status == 0 else { throw Failure("the shop is not imported: \(outcome.error)") }
    return folder
  }

  @Test(
    "that cannot be used are told of with their place",
    arguments: [
      ("orders: {numbers: ['W\\d+']}", "shop.yaml:1:20: ", "say how many"),
      ("orders:\n  numbers:\n    - 'W\\d{7}'\n    - '(a|b)\\d{4}'", "shop.yaml:4:7: ", "an entry of its own"),
      ("orders: {proof: nothing}", "shop.yaml:1:17: ", "nothing"),
      ("orders: {keep_days: soon}", "shop.yaml:1:21: ", "whole number"),
      ("orders: {keep_days: 999999999999999}", "shop.yaml:1:21: ", "at most 36500"),
    ])
  func refused(_ settings: String, _ place: String, _ words: String) throws {
    let folder = try shop("\(settings)\n")
    let outcome = try Parley.run(["check", "shop"], folder: folder.path)
    #expect(
      outcome.status == 1 && outcome.error.contains(place) && outcome.error.contains(words),
      "\(outcome.error)")
  }
}
