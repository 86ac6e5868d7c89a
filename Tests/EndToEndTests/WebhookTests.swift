import Foundation
import Testing

@Suite("Webhooks of shop systems")
struct WebhookTests {
  static let secrets = [
    "PARLEY_WEBHOOK_SECRET_SHOPIFY": "shopify secret",
    "PARLEY_WEBHOOK_SECRET_WOOCOMMERCE": "woocommerce secret",
    "PARLEY_API_TOKEN": "token",
  ]

  /// A body as it was sent, and the code its sender made of it.
  struct Delivery: Sendable {
    let body: String
    let signature: String
  }

  static let paid = Delivery(
    body: #"""
      {"id":820982911946154508,"name":"#7001","email":"jürgen@example.com","created_at":"2026-11-18T10:00:00-05:00","updated_at":"2026-11-19T10:00:00-05:00","currency":"EUR","total_price":"59.90","financial_status":"paid","fulfillment_status":null,"customer":{"id":207119551},"shipping_address":{"name":"Jürgen 👟","address1":"Hafen 1","city":"Hamburg","zip":"20359","country_code":"DE"},"line_items":[{"name":"Lamp - green","sku":"L-1","quantity":2,"price":"29.95"}],"fulfillments":[]}
      """#, signature: "IzTOoWP/J4wT22nm1r/3gvYmx/TxR5SnkTAXovv8lGs=")

  static let shipped = Delivery(
    body: #"""
      {"id":820982911946154508,"name":"#7001","email":"jürgen@example.com","created_at":"2026-11-18T10:00:00-05:00","updated_at":"2026-11-20T10:00:00-05:00","currency":"EUR","total_price":"59.90","financial_status":"paid","fulfillment_status":"fulfilled","customer":{"id":207119551},"shipping_address":{"name":"Jürgen 👟","address1":"Hafen 1","city":"Hamburg","zip":"20359","country_code":"DE"},"line_items":[{"name":"Lamp - green","sku":"L-1","quantity":2,"price":"29.95"}],"fulfillments":[{"status":"success","created_at":"2026-11-20T09:00:00-05:00","tracking_company":"DHL","tracking_numbers":["JV9"],"tracking_urls":["https://t.example.com/JV9"]}]}
      """#, signature: "bU7E6X0unQngPZ5ewXpevGzBQE4e8OiSA5sK+F+dY3s=")

  static let redact = Delivery(
    body: #"{"customer":{"id":207119551,"email":"jürgen@example.com"},"orders_to_redact":[1]}"#,
    signature: "sJSRf+WF8g7GuN7rIL8MoUk/7Sd2WCeh5LmiYOA7xCg=")

  static let onHold = Delivery(
    body: #"""
      {"id":727,"number":"727","status":"on-hold","currency":"EUR","date_created_gmt":"2026-11-18T10:00:00","date_modified_gmt":"2026-11-18T11:00:00","total":"29.35","customer_id":26,"billing":{"first_name":"Zoe","last_name":"K","email":"zoe@example.com","address_1":"Weg 2","postcode":"1010","city":"Wien","country":"AT"},"shipping":{"address_1":"","postcode":""},"line_items":[{"name":"Mug","quantity":1,"sku":"","price":29.35}],"meta_data":[]}
      """#, signature: "uUWyE0fZq0AWaXHEpkwjpFmvWV+ODGzf77MULu8KWeQ=")

  private static func shopify(
    _ delivery: Delivery, to server: Server, topic: String = "orders/updated", id: String? = "w-1",
    signature: String? = nil
  ) throws -> HTTPClient.Answer {
    var headers = [
      "Content-Type": "application/json", "X-Shopify-Topic": topic,
      "X-Shopify-Hmac-Sha256": signature ?? delivery.signature,
    ]
    if let id { headers["X-Shopify-Webhook-Id"] = id }
    return try server.http.send(
      "POST", "/v1/webhooks/shopify", headers: headers, body: Data(delivery.body.utf8))
  }

  private func order(_ number: String, in store: SmallStore) throws -> JSON? {
    let result = try Parley.run(
      ["order", number, "--db", store.database, "--json"], environment: ["PARLEY_SECRET": Server.secret])
    return result.status == 0 ? try JSON(Data(result.output.utf8)) : nil
  }

  @Test("are applied once, in the order things happened, and forgotten on demand")
  func shopify() throws {
    let store = try SmallStore()
    let server = try Server(database: store.database, environment: Self.secrets)
    let first = try Self.shopify(Self.shipped, to: server, id: "w-2")
    #expect(first.status == 200 && first.text == #"{"applied":true}"#, "\(first.text)")
    #expect(try Contract.shipped.get().violations(of: first, to: "POST", "/v1/webhooks/shopify") == [])
    #expect(try Self.shopify(Self.shipped, to: server, id: "w-2").text == #"{"applied":false}"#)
    #expect(try Self.shopify(Self.paid, to: server, id: "w-1").text == #"{"applied":false}"#, "older")
    let order = try #require(try order("7001", in: store))
    #expect(order["status"]?.text == "shipped" && order["email"]?.text == "jürgen@example.com")
    #expect(order["customer_id"]?.text == "207119551" && order["carrier"]?.text == "DHL")
    #expect(order["tracking"]?[0]?["number"]?.text == "JV9" && order["total"]?.number == 59.9)
    #expect(
      order["items"]?[0]?["name"]?.text == "Lamp - green" && order["items"]?[0]?["quantity"]?.number == 2)
    #expect(order["placed_at"]?.text == "2026-11-18T15:00:00Z" && order["postcode"]?.text == "20359")
    let metrics = try server.http.get("/metrics").text
    #expect(metrics.contains("\nparley_webhooks_applied_total 1\n"))
    #expect(metrics.contains("\nparley_webhooks_passed_over_total 2\n"))
    #expect(try Self.shopify(Self.redact, to: server, topic: "customers/redact", id: nil).status == 200)
    #expect(try self.order("7001", in: store) == nil)
  }

  @Test("of WooCommerce too, and its ping")
  func wooCommerce() throws {
    let store = try SmallStore()
    let server = try Server(database: store.database, environment: Self.secrets)
    let ping = try server.http.send(
      "POST", "/v1/webhooks/woocommerce", headers: ["Content-Type": "application/x-www-form-urlencoded"],
      body: Data("webhook_id=3".utf8))
    #expect(ping.status == 200 && ping.text == #"{"applied":false}"#)
    let answer = try server.http.send(
      "POST", "/v1/webhooks/woocommerce",
      headers: [
        "Content-Type": "application/json", "X-WC-Webhook-Topic": "order.updated",
        "X-WC-Webhook-Signature": Self.onHold.signature, "X-WC-Webhook-Delivery-ID": "abc",
      ], body: Data(Self.onHold.body.utf8))
    #expect(answer.text == #"{"applied":true}"#, "\(answer.text)")
    let order = try #require(try order("#727", in: store))
    #expect(order["status"]?.text == "on_hold" && order["customer_id"]?.text == "26")
    #expect(order["postcode"]?.text == "1010")
  }

  @Test(
    "with any signature but the right one change nothing",
    arguments: [
      "", "7i6kPVMwVC2wAZ7/yzKVgkKp1L4=", "JzTOoWP/J4wT22nm1r/3gvYmx/TxR5SnkTAXovv8lGs=",
      "IzTOoWP/J4wT22nm1r/3gvYmx/TxR5SnkTAXovv8lGs", "uUWyE0fZq0AWaXHEpkwjpFmvWV+ODGzf77MULu8KWeQ=",
    ])
  func forged(_ signature: String) throws {
    let store = try SmallStore()
    let server = try Server(database: store.database, environment: Self.secrets)
    let answer = try Self.shopify(Self.paid, to: server, signature: signature)
    #expect(answer.status == 401, "\(answer.text)")
    #expect(try Contract.shipped.get().violations(of: answer, to: "POST", "/v1/webhooks/shopify") == [])
    #expect(try order("7001", in: store) == nil)
  }

  @Test("altered in any byte, written anew, or not readable are refused")
  func altered() throws {
    let store = try SmallStore()
    let server = try Server(database: store.database, environment: Self.secrets)
    let spaced = Self.paid.body.replacingOccurrences(of: "\",\"", with: "\", \"")
    let plain = Self.paid.body.replacingOccurrences(of: "ü", with: "\\u00fc")
    for body in [spaced, plain, Self.paid.body + " ", String(Self.paid.body.dropLast()), ""] {
      let answer = try Self.shopify(Delivery(body: body, signature: Self.paid.signature), to: server)
      #expect(answer.status == 401)
    }
    #expect(try order("7001", in: store) == nil)
  }

  @Test("without a secret are forbidden")
  func withoutSecret() throws {
    let store = try SmallStore()
    let server = try Server(database: store.database)
    let answer = try Self.shopify(Self.paid, to: server)
    #expect(answer.status == 403)
    #expect(try Contract.shipped.get().violations(of: answer, to: "POST", "/v1/webhooks/shopify") == [])
  }

  @Test("five times at once over two instances are applied once")
  func concurrent() async throws {
    let store = try SmallStore()
    let servers = try (0..<2).map { _ in try Server(database: store.database, environment: Self.secrets) }
    for round in 0..<5 {
      let texts = try await withThrowingTaskGroup(of: String.self) { group in
        for index in 0..<5 {
          group.addTask {
            try Self.shopify(Self.paid, to: servers[index % 2], id: "round \(round)").text
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(texts.filter { $0 == #"{"applied":true}"# }.count == 1, "\(texts)")
      #expect(texts.filter { $0 == #"{"applied":false}"# }.count == 4, "\(texts)")
    }
  }
}

@Suite("Orders pushed and removed")
struct PushedOrderTests {
  private static let bearer = ["Authorization": "Bearer token", "Content-Type": "application/json"]

  @Test("an order is removed by its number, a customer's by who they are")
  func removal() throws {
    let store = try SmallStore()
    let server = try Server(database: store.database, environment: WebhookTests.secrets)
    func send(_ method: String, _ path: String, _ body: String? = nil) throws -> HTTPClient.Answer {
      let answer = try server.http.send(method, path, headers: Self.bearer, body: body.map { Data($0.utf8) })
      let plain = path.split(separator: "?").first.map(String.init) ?? path
      let isContract = try Contract.shipped.get().violations(of: answer, to: method, plain)
      #expect(isContract == [])
      return answer
    }
    for (number, customer, email) in [
      ("8001", "c1", "a@b.example"), ("8002", "c1", "x@b.example"), ("8003", "c2", "A@B.example"),
    ] {
      let body = #"{"number":"\#(number)","customer_id":"\#(customer)","email":"\#(email)","status":"paid"}"#
      #expect(try send("PUT", "/v1/orders/\(number)", body).status == 200)
    }
    #expect(try send("DELETE", "/v1/orders/8002").text == #"{"removed":1}"#)
    #expect(try send("DELETE", "/v1/orders/8002").status == 404)
    #expect(try send("DELETE", "/v1/orders").status == 400)
    #expect(try send("DELETE", "/v1/orders?customer_id=c1&email=a%40b.example").text == #"{"removed":2}"#)
    #expect(try send("DELETE", "/v1/orders?email=a%40b.example").text == #"{"removed":0}"#)
    let open = try server.http.send("DELETE", "/v1/orders/8003", headers: [:], body: nil)
    #expect(open.status == 401)
  }

  @Test("what a customer has asked for goes with the customer")
  func requests() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: try StarterStore.database(), toPath: folder.path("db"))
    let server = try Server(database: folder.path("db"), environment: WebhookTests.secrets)
    for (order, email) in [("1987", "anna@example.com"), ("1999", "koen.smit32@example.com")] {
      let asked = try server.http.chat("cancel order \(order) \(email)")
      #expect(try server.http.chat("yes", context: asked.context).json["action"] != nil)
    }
    let path = folder.path("db/requests.jsonl")
    let log = { try String(contentsOfFile: path, encoding: .utf8) }
    #expect(try log().contains("anna@example.com") && log().contains("koen.smit32"))
    let forgotten = try server.http.send(
      "DELETE", "/v1/orders?email=ANNA%40example.com", headers: Self.bearer, body: nil)
    #expect(forgotten.status == 200, "\(forgotten.text)")
    let left = try log()
    #expect(!left.contains("anna@") && !left.contains("1987") && left.contains("koen.smit32"), "\(left)")
  }

  @Test("a bulk upload takes no memory by its size, and is all or nothing")
  func bulk() throws {
    let store = try SmallStore()
    let server = try Server(database: store.database, environment: WebhookTests.secrets)
    let filler = String(repeating: "x", count: 900)
    let headers = ["Authorization": "Bearer token", "Content-Type": "application/x-ndjson"]
    func upload(_ count: Int, _ last: String) throws -> HTTPClient.Answer {
      var body = ""
      for index in 0..<count {
        body +=
          #"{"number":"B\#(index)","email":"b@example.com","status":"paid","carrier":"\#(filler)"}"# + "\n"
      }
      return try server.http.send("POST", "/v1/orders", headers: headers, body: Data((body + last).utf8))
    }
    let before = try server.peakMemory()
    let wrong = try upload(8_000, #"{"number":"B","status":"lost"}"#)
    #expect(wrong.status == 400 && wrong.text.contains("\"line\":8001"), "\(wrong.text)")
    #expect(try server.peakMemory() - before < 5 << 20, "8 MB of orders were sent")
    let listed = try Parley.run(
      ["order", "B7", "--db", store.database], environment: ["PARLEY_SECRET": Server.secret])
    #expect(listed.status == 1)
    #expect(try upload(3_000, "").text == #"{"upserted":3000}"#)
  }
}

extension Server {
  /// The most memory the process has held, in bytes.
  fileprivate func peakMemory() throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").dropLast().last.flatMap { Int($0) } ?? 0) * 1_024
  }
}
