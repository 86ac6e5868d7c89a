import Foundation
import Testing

@Suite("A flow, a policy row and a status text that an owner adds")
struct OwnerChangesTests {
  private static let intent = """
    intents:
      postpone_delivery:
        title: Deliver it later
        flow: postpone_delivery
        rules: ['(?:postpone|hold back) (?:\\S+ ){0,4}(?:order|delivery|parcel)']
        examples:
          - can you postpone my delivery
          - I am away next week, please deliver later
          - hold back my parcel until I am home
          - please deliver my order after the holidays
          - can my parcel come a week later
          - I would like my delivery on another day
          - not at home until Friday, postpone it
          - keep my parcel until next month

    """

  private static let flow = """
    flow: postpone_delivery
    slots:
      - name: until
        kind: date
        prompts: ['From which day on shall it come?', 'Please name a day, such as 12 December.']
    steps:
      - need: order
      - policy: postpone
      - ask: until
      - confirm: ['Order {order.number} from {slot.until} on. Right?']
        on_no: stay
      - action: postpone_delivery
        noted: ['Noted ({request.id}): order {order.number} waits until {slot.until}.']
      - go: end
      - id: stay
        end: 'Then it comes as planned.'

    """

  /// The starter store's files with the changes.
  private func changed(in folder: TemporaryFolder) throws -> String {
    let shop = folder.path("shop")
    try FileManager.default.copyItem(atPath: Workspace.starterStore.path, toPath: shop)
    try folder.write("shop/intents/postpone.yaml", Self.intent)
    try folder.write("shop/flows/postpone.yaml", Self.flow)
    try edit(shop + "/policies.yaml") { policies in
      policies.replacing(
        "policies:\n",
        with: """
          policies:
            postpone:
              - row: left
                status: [shipped, partially_shipped, delivered]
                decide: deny
                say: 'Order {order.number} has left already, so we cannot hold it back.'
              - row: here
                decide: allow

          """, maxReplacements: 1
      ).replacing(
        "  cancel:\n",
        with: """
            cancel:
              - row: engraved
                class: engraved
                decide: deny
                say: 'Order {order.number} is engraved for you, so it cannot be cancelled.'

          """, maxReplacements: 1)
    }
    try edit(shop + "/flows/track_order.yaml") { flow in
      flow.replacing(
        "      cancelled:\n", with: "      cancelled:\n        - 'Order {order.number} was called off.'\n")
    }
    return shop
  }

  private func edit(_ path: String, _ change: (String) -> String) throws {
    let before = try String(contentsOfFile: path, encoding: .utf8)
    let after = change(before)
    try #require(after != before, "\(path) has changed its shape")
    try after.write(toFile: path, atomically: true, encoding: .utf8)
  }

  @Test("go live in a server that runs, without a build, and are driven over HTTP and by ask")
  func live() throws {
    let folder = try TemporaryFolder()
    let database = folder.path("db")
    try FileManager.default.copyItem(atPath: StarterStore.database(), toPath: database)
    let server = try Server(
      database: database, environment: ["PARLEY_API_TOKEN": "token", "PARLEY_SECRET": Server.secret])
    #expect(try server.http.chat("hold back my parcel please").intent != "postpone_delivery")
    let shop = try changed(in: folder)
    let check = try Parley.run(["check", shop])
    #expect(check.status == 0, "\(check.error)")
    let environment = ["PARLEY_SECRET": Server.secret, "PARLEY_DB": database]
    let imported = try Parley.run(["import", "shop", shop], environment: environment)
    #expect(imported.output.contains("Revision 2 is live."), "\(imported.error)")
    for (number, status, itemClass) in [
      ("P-9001", "paid", "plain"), ("P-9002", "shipped", "plain"), ("P-9003", "cancelled", "plain"),
      ("P-9004", "paid", "engraved"),
    ] {
      let order = """
        {"number":"\(number)","email":"zoe@example.com","status":"\(status)",\
        "items":[{"name":"Ring","quantity":1,"class":"\(itemClass)"}]}
        """
      let put = try server.http.send(
        "PUT", "/v1/orders/\(number)",
        headers: ["Authorization": "Bearer token", "Content-Type": "application/json"], body: Data(order.utf8)
      )
      #expect(put.status == 200)
    }
    for _ in 0..<100 where !(try server.http.get("/metrics").text.contains("parley_revision 2\n")) {
      usleep(50_000)
    }
    let overHTTP = { (text: String, context: String?) in try server.http.chat(text, context: context) }
    let byAsk = { (text: String, context: String?) in
      let arguments = ["ask", text, "--json"] + (context.map { ["--context", $0] } ?? [])
      return Turn(json: try Parley.run(arguments, environment: environment).json())
    }
    for say in [overHTTP, byAsk] { try converse(say) }
    let requests = try Parley.run(["requests"], environment: environment).output
    #expect(requests.split(whereSeparator: \.isNewline).count == 2)
    #expect(requests.contains("postpone_delivery  order P-9001"), "\(requests)")
  }

  private func converse(_ say: (String, String?) throws -> Turn) throws {
    var turn = try say("hold back my parcel please", nil)
    #expect(turn.intent == "postpone_delivery")
    for (text, answer) in [
      ("P-9001", "e-mail address"), ("zoe@example.com", "From which day on"),
      ("12 December", "from 12 December on"),
      ("yes", "order P-9001 waits until 12 December."),
    ] {
      turn = try say(text, turn.context)
      #expect(turn.text.contains(answer), "\(text): \(turn.text)")
    }
    for (text, answer) in [
      ("postpone order P-9002, zoe@example.com", "Order P-9002 has left already, so we cannot hold it back."),
      (
        "cancel order P-9004, zoe@example.com", "Order P-9004 is engraved for you, so it cannot be cancelled."
      ),
      ("where is my order P-9003? zoe@example.com", "Order P-9003 was called off."),
    ] {
      #expect(try say(text, nil).text.contains(answer))
    }
  }
}
