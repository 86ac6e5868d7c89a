import Foundation
import Testing

/// 515 mock orders of a public data set, read where the shared data sets lie beside the repository.
@Suite(
  "Retail orders of a public data set",
  .enabled(
    if: Workspace.shared("data/orders_retail/orders.csv") != nil,
    "the shared data sets are not beside the repository"))
struct RetailOrdersTests {
  private struct Row {
    let number: String
    let email: String
    let status: String
  }

  private static let mapping = """
    columns: {number: order_id, customer_id: user_id, item_name: items, tracking_number: tracking_ids, region: state, postcode: zip}
    statuses: {processed: processing}
    list_separator: ';'
    """

  /// What the policy says to the wish to cancel, and the status on the card.
  private static let expected = [
    "pending": (card: "pending", row: "before-dispatch"),
    "processed": (card: "processing", row: "has-a-parcel"),
    "delivered": (card: "delivered", row: "delivered"),
    "cancelled": (card: "cancelled", row: "already-cancelled"),
  ]

  @Test("are each tracked, then cancelled or refused by the policy, through a whole conversation")
  func all() throws {
    let file = try #require(Workspace.shared("data/orders_retail/orders.csv"))
    let folder = try TemporaryFolder()
    let database = folder.path("db")
    try FileManager.default.copyItem(atPath: try StarterStore.database(), toPath: database)
    try folder.write("map.yaml", Self.mapping)
    let imported = try Parley.run(
      ["import", "orders", file.path, "--mapping", folder.path("map.yaml"), "--replace", "--db", database],
      environment: ["PARLEY_SECRET": Server.secret])
    #expect(imported.status == 0, "\(imported.error)")
    let server = try Server(database: database)
    let http = server.http
    let rows = try Self.rows(of: file)
    #expect(rows.count == 515)
    var right = 0
    for (index, row) in rows.enumerated() where try Self.converse(row, index, http) { right += 1 }
    #expect(right == 515)
    let requests =
      try Parley.run(["requests", "--db", database, "--json"]).json()["requests"] as? [[String: Any]]
    let numbers = Set(requests?.compactMap { $0["order"] as? String } ?? [])
    #expect(numbers == Set(rows.filter { $0.status == "pending" }.map(\.number)))
  }

  /// Three ways to come to the same, so that the turns differ.
  private static func converse(_ row: Row, _ index: Int, _ http: HTTPClient) throws -> Bool {
    var turn: Turn
    switch index % 3 {
    case 0:
      turn = try http.chat("where is my order?")
      turn = try http.chat(row.number, context: turn.context)
      turn = try http.chat(row.email, context: turn.context)
    case 1:
      turn = try http.chat("can you track order \(row.number) for me")
      turn = try http.chat("what are your opening hours?", context: turn.context)
      turn = try http.chat("it's \(row.email)", context: turn.context)
    default:
      turn = try http.chat("where is my package? \(row.number.dropFirst().lowercased()) \(row.email)")
    }
    guard let expected = expected[row.status] else { return false }
    let card = turn.cards.first
    guard card?["number"] as? String == row.number, card?["status"] as? String == expected.card else {
      Issue.record("\(row.number) is not tracked: \(turn.text)")
      return false
    }
    turn = try http.chat("please cancel it", context: turn.context, explain: true)
    let flow = (turn.json["explain"] as? [String: Any])?["flow"] as? [String: Any]
    guard flow?["row"] as? String == expected.row, turn.intent == "cancel_order" else {
      Issue.record("\(row.number), \(row.status): \(turn.text)")
      return false
    }
    guard row.status == "pending" else { return turn.json["action"] == nil }
    turn = try http.chat(index % 2 == 0 ? "yes" : "yes please, go ahead", context: turn.context)
    let action = turn.json["action"] as? [String: Any]
    guard action?["result"] as? String == "noted", turn.text.contains(row.number) else {
      Issue.record("\(row.number) is not cancelled: \(turn.text)")
      return false
    }
    return true
  }

  /// The file has quotes nowhere in the columns read here.
  private static func rows(of file: URL) throws -> [Row] {
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
    return lines.map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Row(number: fields[0], email: fields[3], status: fields[4])
    }
  }
}
