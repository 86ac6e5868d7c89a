import Formats
import Testing

@testable import Orders

@Suite("An order as JSON")
struct OrderJSONTests {
  @Test("has the names of the contract, and reads back the same")
  func roundTrip() throws {
    var order = Order.full()
    order.expiresAt = .noon
    let text = order.json.text()
    var report = InputReport()
    let back = try Order(json: JSONNode.parse(SourceFile(name: "o", text: text)), report: &report)
    #expect(back == order)
    #expect(report.lines.isEmpty)
    #expect(
      Order(number: "7", status: .onHold).json.text()
        == "{\"number\":\"7\",\"status\":\"on_hold\",\"tracking\":[],\"items\":[]}")
    #expect(
      text.hasPrefix(
        "{\"number\":\"#1042\",\"customer_id\":\"C10000\",\"email\":\"Anna@Example.com\",\"postcode\":\"1016 HD\","
      ))
    #expect(text.contains("\"total\":168.90,\"carrier\":\"DHL\",\"tracking\":[{\"number\":\"JV\\t1\"},{"))
    #expect(text.contains("\"quantity\":2,\"price\":69.90,\"class\":\"final-sale\"}"))
  }

  @Test("may be written loosely")
  func loose() throws {
    let text = """
      {"number": 1042, "status": "On Hold", "customer_id": 7, "placed_at": 1795176000, "total": "69,90", "email": null,
       "tracking": ["A1", {"number": 2}], "items": [{"name": "x"}], "address": "Somewhere 1", "currency": "eur", "carrier": " "}
      """
    var report = InputReport()
    let order = try Order(json: JSONNode.parse(SourceFile(name: "o", text: text)), report: &report)
    #expect(
      order.number == "1042" && order.status == .onHold && order.customerID == "7" && order.placedAt == .noon)
    #expect(
      order.total == Amount("69.90") && order.email == nil && order.carrier == nil && order.currency == "EUR")
    #expect(order.tracking.map(\.number) == ["A1", "2"])
    #expect(order.address?.line1 == "Somewhere 1")
  }

  @Test(
    "is refused where it is wrong",
    arguments: [
      ("[]", "o:1:1: must be an object, not a list"),
      ("{\"status\":\"paid\"}", "o:1:1: missing \"number\""),
      ("{\"number\":\"1\"}", "o:1:1: missing \"status\""),
      (
        "{\"number\":\"#\",\"status\":\"paid\"}",
        "o:1:1: '#' is no order number: it needs 1 to 64 letters and digits"
      ),
      (
        "{\"number\":\"1\",\"status\":\"lost\"}",
        "o:1:24: unknown status 'lost'; known: pending, paid, processing, on_hold, partially_shipped, shipped, delivered, cancelled, returned, refunded"
      ),
      (
        "{\"number\":\"1\",\"status\":\"paid\",\"email\":{}}",
        "o:1:39: must be a string or a number, not an object"
      ),
      (
        "{\"number\":\"1\",\"status\":\"paid\",\"eta\":\"soon\"}",
        "o:1:37: 'soon' is not a date or time that we can read, such as 2026-11-20 19:15"
      ),
      ("{\"number\":\"1\",\"status\":\"paid\",\"total\":\"x\"}", "o:1:39: 'x' is not an amount"),
      (
        "{\"number\":\"1\",\"status\":\"paid\",\"email\":\"a\\u0000@b.example\"}",
        "o:1:39: NUL inside a text"
      ),
      (
        "{\"number\":\"1\\u0000\",\"status\":\"paid\"}", "o:1:11: NUL inside a text"
      ),
      (
        "{\"number\":\"1\",\"status\":\"paid\",\"items\":[{\"name\":\"\\u0000\"}]}",
        "o:1:48: NUL inside a text"
      ),
      ("{\"number\":\"1\",\"status\":\"paid\",\"items\":[{}]}", "o:1:40: missing \"name\""),
      (
        "{\"number\":\"1\",\"status\":\"paid\",\"items\":[{\"name\":\"x\",\"quantity\":-1}]}",
        "o:1:63: not a quantity: -1"
      ),
    ])
  func refused(_ text: String, _ message: String) throws {
    var report = InputReport()
    let error = #expect(throws: InputError.self) {
      try Order(json: JSONNode.parse(SourceFile(name: "o", text: text)), report: &report)
    }
    #expect(error?.description == message)
  }

  @Test("tells of keys that nobody reads")
  func unknownKeys() throws {
    var report = InputReport()
    let text = "{\"number\":\"1\",\"status\":\"paid\",\"custmer_id\":\"C1\"}"
    _ = try Order(json: JSONNode.parse(SourceFile(name: "o", text: text)), report: &report)
    #expect(report.lines == ["o:1:31: warning: unknown key \"custmer_id\" is ignored"])
  }
}
