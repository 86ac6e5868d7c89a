import Formats
import Testing

@testable import Orders

@Suite("What a webhook tells")
struct WebhookTests {
  private func wooCommerce(_ body: String) throws -> Webhook {
    try Webhook(.woocommerce, topic: "order.updated", body: SourceFile(name: "body", bytes: Array(body.utf8)))
  }

  @Test(
    "of an order in a status of its own is nothing, not an error, so that the shop goes on telling",
    arguments: ["wc-ready-for-pickup", "checked-in"])
  func foreignStatus(_ status: String) throws {
    guard case .nothing = try wooCommerce(#"{"number":"727","status":"\#(status)"}"#) else {
      Issue.record("told of an order")
      return
    }
  }

  @Test(
    "of an order in a plugin's status that means one thing everywhere is that status",
    arguments: [
      ("wc-shipped", OrderStatus.shipped), ("partial-shipped", .partiallyShipped),
      ("wc-awaiting-shipment", .processing), ("in-transit", .shipped), ("completed", .delivered),
    ])
  func pluginStatus(_ written: String, _ status: OrderStatus) throws {
    guard case .order(let order) = try wooCommerce(#"{"number":"727","status":"\#(written)"}"#) else {
      Issue.record("told of no order")
      return
    }
    #expect(order.status == status)
  }

  @Test(
    "of a Shopify order that was edited names what is left of it, and all of one that is nothing any more",
    arguments: [
      ("1", "0", ["1 × Mug"]), ("2", "1", ["2 × Mug", "1 × Pen"]), ("0", "0", ["3 × Mug", "1 × Pen"]),
      ("null", "null", ["3 × Mug", "1 × Pen"]),
    ])
  func edited(_ mugs: String, _ pens: String, _ items: [String]) throws {
    let body = #"""
      {"name":"#7","financial_status":"paid","line_items":[
        {"name":"Mug","quantity":3,"current_quantity":\#(mugs)},{"name":"Pen","quantity":1,"current_quantity":\#(pens)}]}
      """#
    let file = try SourceFile(name: "body", bytes: Array(body.utf8))
    guard case .order(let order) = try Webhook(.shopify, topic: "orders/updated", body: file) else {
      Issue.record("told of no order")
      return
    }
    #expect(order.items.map { "\($0.quantity) × \($0.name)" } == items)
  }

  @Test(
    "with a quantity that is none is refused",
    arguments: ["-1", "99999999999999999999", "\"many\"", "1000001"])
  func quantity(_ quantity: String) {
    let body =
      #"{"number":"727","status":"processing","line_items":[{"name":"Lamp","quantity":\#(quantity)}]}"#
    #expect(throws: InputError.self) { try wooCommerce(body) }
  }

  @Test(
    "links are of the web and cannot break out of a reply",
    arguments: [
      ("https://t.example/p?n=1", "https://t.example/p?n=1"), ("HTTP://t.example/", "HTTP://t.example/"),
      ("https://t.example/a(b)", "https://t.example/a%28b%29"), ("javascript:alert(1)", nil),
      ("//evil.example/x", nil), ("https://t.example/ x", nil), ("https://t.example/\n", nil),
      ("https://t.example/<b>", nil), ("", nil),
    ])
  func link(_ url: String, _ link: String?) {
    #expect(Order.Tracking(number: "1", url: url).link == link)
  }

  @Test func numbersCannotEither() {
    #expect(Order.Tracking(number: "X1](javascript:alert(1)) [y").plainNumber == "X1javascript:alert1 y")
  }
}
