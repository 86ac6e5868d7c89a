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
