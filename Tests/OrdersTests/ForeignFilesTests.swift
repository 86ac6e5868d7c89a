import Formats
import Testing

@testable import Orders

@Suite("Order files of other systems, without a mapping")
struct ForeignFilesTests {
  struct Example: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    var testDescription: String { name }
  }

  static let examples = [
    Example(
      name: "a shop's own.csv",
      text: """
        Order No.;Order Date;E-Mail Address;Order Status;Product Name;Qty;Unit Price;Grand Total;Ship Date;Tracking No;Zip Code
        A-77;20.11.2026 14:05;mira@example.org;In Transit;Oak shelf;2,00;1.119,50;2.239,00;21.11.2026;JJD1;1016 HD
        """),
    Example(
      name: "european slashes.csv",
      text: """
        bestellnummer,bestelldatum,email,status,artikel,menge,preis,gesamtbetrag,versanddatum,sendungsnummer,plz
        A-77,20/11/2026 14:05,mira@example.org,dispatched,Oak shelf,2,"1.119,50","2 239,00",21/11/2026,JJD1,1016 HD
        """),
    Example(
      name: "woocommerce advanced export.csv",
      text: """
        Order Number,Order Status,Order Date,Email (Billing),Postcode (Shipping),Item Name,Quantity,Item Cost,Order Total Amount,Tracking Number,Ship Date
        A-77,wc-shipped,2026-11-20 14:05,mira@example.org,1016 HD,Oak shelf,2,1119.50,2239.00,JJD1,2026-11-21
        """),
    Example(
      name: "woocommerce packed items.csv",
      text: """
        order_id,order_date,status,customer_email,shipping_postcode,order_total,line_item_1,line_item_2,tracking_number,shipped_at
        A-77,2026-11-20 14:05:00,shipped,mira@example.org,1016 HD,"2,239.00",name:Oak shelf|product_id:4|quantity:2|price:1119.50,,JJD1,20261121
        """),
    Example(
      name: "keys of others.jsonl",
      text: #"""
        {"orderId":"A-77","createdAt":"Fri, 20 Nov 2026 14:05:00 +0000","customer":{"id":9,"email":"mira@example.org"},"orderStatus":"Out for delivery","lineItems":[{"title":"Oak shelf","qty":2,"unitPrice":"1119.50"}],"grandTotal":2239.00,"shippedAt":1795219200,"shippingAddress":{"postalCode":"1016 HD"},"trackingNumbers":["JJD1"]}
        """#),
    Example(
      name: "a list.json",
      text: #"""
        {"orders": [
          {"order_number": "A-77", "order_date": "November 20, 2026 2:05 PM", "email": "mira@example.org",
           "status": "shipped", "items": [{"name": "Oak shelf", "quantity": 2, "price": 1119.5}],
           "total": "2239.00", "ship_date": "2026-11-21", "zip": "1016 HD", "tracking": "JJD1"}
        ]}
        """#),
  ]

  private func imported(_ example: Example) throws -> [Order] {
    let scratch = try Scratch()
    let store = try scratch.store()
    var report = InputReport()
    let summary = try OrderImport().run(
      [scratch.file(example.name, example.text)], into: store, report: &report)
    #expect(report.errorCount == 0 && summary != nil, "\(report.lines)")
    var orders: [Order] = []
    try store.reader().forEach { orders.append($0) }
    return orders
  }

  @Test("are read by what their columns are called", arguments: examples)
  func shapes(_ example: Example) throws {
    let orders = try imported(example)
    let order = try #require(orders.first)
    #expect(orders.count == 1 && order.number == "A-77")
    #expect(order.email == "mira@example.org" && order.status == .shipped)
    #expect(
      order.placedAt?.description.hasPrefix("2026-11-20T14:05:00Z") == true,
      "\(String(describing: order.placedAt))")
    #expect(order.shippedAt?.description.hasPrefix("2026-11-21") == true)
    #expect(
      order.items.count == 1 && order.items.first?.name == "Oak shelf" && order.items.first?.quantity == 2)
    #expect(order.items.first?.price.map { $0.description.hasPrefix("1119.5") } == true)
    #expect(
      order.total.map { $0.description.hasPrefix("2239") } == true, "\(String(describing: order.total))")
    #expect(order.tracking.map(\.number) == ["JJD1"] && order.postcode == "1016 HD")
  }

  @Test("of Shopify's and WooCommerce's interfaces are read as their webhooks are")
  func interfaces() throws {
    let shopify =
      ##"{"name":"#7","line_items":[{"name":"Mug","quantity":1}],"financial_status":"refunded","contact_email":"a@b.example","created_at":"2026-11-18T10:00:00-05:00"}"##
    let woo =
      #"{"id":8,"number":"8","status":"completed","line_items":[],"billing":{"email":"a@b.example"},"date_created_gmt":"2026-11-18T10:00:00","date_completed":"2026-11-19T10:00:00"}"#
    let orders = try imported(Example(name: "both.jsonl", text: shopify + "\n" + woo))
    #expect(orders.map(\.number) == ["#7", "8"] && orders.map(\.status) == [.refunded, .delivered])
    #expect(orders.allSatisfy { $0.email == "a@b.example" })
    #expect(orders[1].deliveredAt?.description == "2026-11-19T10:00:00Z")
  }

  @Test("with a status that nobody knows are refused at its place, once")
  func unknownStatus() throws {
    let scratch = try Scratch()
    var report = InputReport()
    let path = try scratch.file(
      "a.csv", "order id,email,status\n1,a@b.example,gone fishing\n2,c@d.example,gone fishing\n")
    #expect(try OrderImport().run([path], into: scratch.store(), report: &report) == nil)
    #expect(report.errorCount == 1)
    #expect(
      report.lines.first?.hasPrefix("\(path):2:15: unknown status 'gone fishing'") == true, "\(report.lines)")
  }

  @Test(
    "have times of many forms",
    arguments: [
      ("20 Nov 2026", "2026-11-20T00:00:00Z"), ("20-Nov-2026 19:15", "2026-11-20T19:15:00Z"),
      ("20. November 2026", "2026-11-20T00:00:00Z"), ("Nov 20, 2026 7:15 PM", "2026-11-20T19:15:00Z"),
      ("Friday, November 20, 2026", "2026-11-20T00:00:00Z"),
      ("Fri, 20 Nov 2026 19:15:00 +0100", "2026-11-20T18:15:00Z"),
      ("2026-11-20 19:15 CET", "2026-11-20T18:15:00Z"), ("11/20/2026 7:15 PM EST", "2026-11-21T00:15:00Z"),
      ("20261120", "2026-11-20T00:00:00Z"), ("20261120T191500Z", "2026-11-20T19:15:00Z"),
      ("20261120 1915", "2026-11-20T19:15:00Z"), ("Sept 1, 2026", "2026-09-01T00:00:00Z"),
      ("Nov 20, 2026, 7:15:05 PM", "2026-11-20T19:15:05Z"),
      ("Nov 20, 2026, 7:15:05\u{202F}PM", "2026-11-20T19:15:05Z"),
      ("20.11.2026, 19:15", "2026-11-20T19:15:00Z"),
    ])
  func times(_ written: String, _ expected: String) throws {
    #expect(try TimeReader().read(written).description == expected)
  }

  @Test(
    "do not have these times",
    arguments: [
      "31 Feb 2026", "20 Foo 2026", "Nov 2026", "20261340", "2026-11-20 19:15 XYZ", "Friday", "Nov",
      "20 Nov 26x",
      "20261120T19", "20261120T256161",
    ])
  func noTimes(_ written: String) {
    #expect(throws: TimeReader.Failure.self) { try TimeReader().read(written) }
  }
}
