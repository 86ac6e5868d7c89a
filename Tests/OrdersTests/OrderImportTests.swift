import Formats
import Foundation
import Testing

@testable import Orders

/// One import into a fresh store.
private struct Trial {
  let scratch: Scratch
  let store: OrderStore
  var options = OrderImport.Options()
  var report = InputReport()

  init(mapping: String? = nil, flags: [String] = [], statuses: [String] = []) throws {
    scratch = try Scratch()
    store = try scratch.store()
    if let mapping { options.mapping = try OrderMapping(SourceFile(name: "map.yaml", text: mapping)) }
    if !flags.isEmpty {
      var mapping = options.mapping ?? OrderMapping()
      for flag in flags { try mapping.map(flag) }
      for flag in statuses { try mapping.mapStatus(flag) }
      options.mapping = mapping
    }
  }

  mutating func run(_ files: (String, String)...) throws -> OrderImport.Summary? {
    let paths = try files.map { try scratch.file($0.0, $0.1) }
    return try OrderImport(options).run(paths, into: store, report: &report)
  }

  /// The report's lines with the folder left out.
  var lines: [String] { report.lines.map { $0.replacingOccurrences(of: scratch.folder + "/", with: "") } }

  func order(_ number: String) throws -> Order? { try store.reader().order(number: number, now: .noon) }
}

@Suite("Orders imported")
struct OrderImportTests {
  private static let shopifyHeader =
    "Name,Email,Financial Status,Fulfillment Status,Fulfilled at,Currency,Total,Created at,Lineitem quantity,"
    + "Lineitem name,Lineitem price,Lineitem sku,Shipping Name,Shipping Address1,Shipping City,Shipping Zip,"
    + "Shipping Country,Note Attributes,Cancelled at\n"

  @Test("from a Shopify export: several rows are one order, notes are read")
  func shopify() throws {
    var trial = try Trial()
    let summary = try trial.run(
      (
        "orders.csv",
        Self.shopifyHeader
          + "#7,a@example.com,paid,fulfilled,2026-11-19 16:05:22 +0100,EUR,168.95,2026-11-17 19:42:08 +0100,1,Throw,89.00,S1,Anna V,Gracht 1,Amsterdam,'0116,NL,"
          + "\"Customer Id: C1\nCarrier: DHL\nTracking Number: T1\nTracking URL: https://t.example.com/T1\nTracking Number 2: T2\nEstimated Delivery: 2026-11-23 20:00:00 +0100\nItem Class S2: electronics\",\n"
          + "#7,a@example.com,,,,,,,2,Speaker,39.97,S2,,,,,,,\n"
          + "#6,,pending,unfulfilled,,EUR,5,2026-11-16 10:00:00 +0100,1,Mug,5,S3,,,,,,,\n"
      ))
    #expect(summary == .init(orders: 2, added: 2, withoutProof: 1))
    #expect(trial.lines == [])
    var expected = Order(number: "#7", status: .shipped)
    expected.email = "a@example.com"
    expected.customerID = "C1"
    expected.postcode = "0116"
    expected.placedAt = UnixTime(year: 2026, month: 11, day: 17, hour: 18, minute: 42, second: 8)
    expected.shippedAt = UnixTime(year: 2026, month: 11, day: 19, hour: 15, minute: 5, second: 22)
    expected.eta = UnixTime(year: 2026, month: 11, day: 23, hour: 19)
    expected.currency = "EUR"
    expected.total = Amount("168.95")
    expected.carrier = "DHL"
    expected.tracking = [.init(number: "T1", url: "https://t.example.com/T1"), .init(number: "T2")]
    expected.items = [
      .init(name: "Throw", quantity: 1, sku: "S1", price: Amount("89.00")),
      .init(name: "Speaker", quantity: 2, sku: "S2", price: Amount("39.97"), itemClass: "electronics"),
    ]
    var address = Order.Address()
    (address.name, address.line1, address.city) = ("Anna V", "Gracht 1", "Amsterdam")
    (address.postcode, address.country) = ("0116", "NL")
    expected.address = address
    #expect(try trial.order("7") == expected)
    #expect(try trial.order("6")?.status == .pending)
  }

  @Test(
    "from a Shopify export have the status their columns and notes tell",
    arguments: [
      ("paid", "unfulfilled", "", "", OrderStatus.paid), ("pending", "unfulfilled", "", "", .pending),
      ("authorized", "", "", "", .paid), ("paid", "", "Processing Since: 2026-11-20", "", .processing),
      ("paid", "unfulfilled", "On Hold: yes", "", .onHold), ("paid", "partial", "", "", .partiallyShipped),
      ("paid", "fulfilled", "", "", .shipped),
      ("paid", "fulfilled", "Delivered At: 2026-11-20 10:00", "", .delivered),
      ("paid", "fulfilled", "Returned At: 2026-11-20", "", .returned),
      ("paid", "restocked", "", "", .returned),
      ("refunded", "fulfilled", "Delivered At: 2026-11-20", "", .refunded),
      ("partially_refunded", "fulfilled", "", "", .shipped),
      ("refunded", "", "", "2026-11-20", .cancelled), ("voided", "", "", "", .cancelled),
    ])
  func shopifyStatus(
    _ financial: String, _ fulfillment: String, _ notes: String, _ cancelled: String, _ status: OrderStatus
  ) throws {
    var trial = try Trial()
    let text =
      "Name,Financial Status,Fulfillment Status,Lineitem name,Note Attributes,Cancelled at,Created at\n"
      + "#1,\(financial),\(fulfillment),Mug,\(notes),\(cancelled),2026-11-01 10:00:00 +0100\n"
    _ = try trial.run(("o.csv", text))
    #expect(trial.lines == [])
    #expect(try trial.order("1")?.status == status)
  }

  @Test("by a mapping file, one row an order")
  func mapped() throws {
    var trial = try Trial(
      mapping: """
        columns: {number: InvoiceNo, customer_id: CustomerID, status: cancelled, placed_at: InvoiceDate, country: Country}
        statuses: {0: paid, 1: cancelled}
        default_currency: gbp
        """)
    let summary = try trial.run(
      (
        "o.csv",
        "InvoiceNo,InvoiceDate,CustomerID,Country,lines,total,cancelled\n489434,2009-12-01 07:45:00,13085,UK,8,505.3,0\nC489449,12/1/2009 10:33,,FR,1,-12.5,1\n"
      ))
    #expect(summary == .init(orders: 2, added: 2, withoutProof: 1))
    #expect(trial.lines == ["o.csv:1:42: warning: unknown columns are ignored: 'lines'"])
    let order = try #require(try trial.order("489434"))
    #expect(
      order.status == .paid && order.total == Amount("505.3") && order.currency == "GBP"
        && order.customerID == "13085")
    #expect(order.address?.country == "UK")
    let other = try #require(try trial.order("c489449"))
    #expect(
      other.status == .cancelled
        && other.placedAt == UnixTime(year: 2009, month: 12, day: 1, hour: 10, minute: 33))
    #expect(!other.isProvable)
  }

  @Test("by flags, several rows an order, wherever they stand")
  func flags() throws {
    var trial = try Trial(
      flags: [
        "number=ORDERNUMBER", "item_name=PRODUCTLINE", "item_sku=PRODUCTCODE", "item_quantity=Q",
        "status=STATUS", "placed_at=D", "customer_id=C",
      ],
      statuses: ["In Process=processing", "resolved=delivered"])
    let summary = try trial.run(
      (
        "o.csv",
        "ORDERNUMBER;PRODUCTLINE;PRODUCTCODE;Q;STATUS;D;C\n10107;Cars;S1;30;Shipped;2/24/2003 0:00;Toys Inc.\n10107;Ships;S2;2.0;Shipped;2/24/2003 0:00;Toys Inc.\n"
          + "10121;Cars;S1;1;In Process;2/25/2003;X\n10107;Planes;S3;1;Shipped;2/24/2003 0:00;Toys Inc.\n10122;Cars;S9;1;Resolved;2/25/2003;X\n"
      ))
    #expect(summary == .init(orders: 3, added: 3))
    #expect(trial.lines == [])
    let order = try #require(try trial.order("10107"))
    #expect(order.items.map(\.sku) == ["S1", "S2", "S3"] && order.items.map(\.quantity) == [30, 2, 1])
    #expect(order.status == .shipped)
    #expect(try trial.order("10122")?.status == .delivered)
  }

  @Test("under their own names need no mapping, and lists in a field are parted")
  func plain() throws {
    var trial = try Trial(
      mapping: "columns: {item_name: items, tracking_number: parcels}\nlist_separator: ';'")
    _ = try trial.run(
      (
        "o.csv",
        "Number,STATUS,Email,items,parcels\nW1,on hold,a@example.com,Water Bottle; Bookshelf ;,1;2\nW2,Canceled,b@example.com,,\n"
      ))
    #expect(trial.lines == [])
    #expect(try trial.order("w1")?.items.map(\.name) == ["Water Bottle", "Bookshelf"])
    #expect(try trial.order("w1")?.tracking.map(\.number) == ["1", "2"])
    #expect(try trial.order("W2")?.status == .cancelled)
  }

  @Test("from JSON Lines, in our shape or by paths")
  func json() throws {
    var ours = try Trial()
    #expect(
      try ours.run(("o.jsonl", Order.full().json.text() + "\n\n" + Order.full("2").json.text()))
        == .init(orders: 2, added: 2))
    #expect(try ours.order("1042") == .full())
    var theirs = try Trial(
      mapping: """
        columns: {number: order_id, customer_id: user_id, postcode: address.zip, address_line1: address.address1,
          item_name: 'items[].name', item_sku: 'items[].item_id', item_price: 'items[].price',
          tracking_number: 'fulfillments[].tracking_id[]', status: status}
        statuses: {processed: processing}
        """)
    let line = """
      {"order_id":"#W4817420","user_id":"ava","address":{"address1":"996 Cedar","zip":"78234"},"items":[{"name":"Bottle","item_id":"67","price":47.76},{"name":"Shelf","item_id":"46"}],"fulfillments":[{"tracking_id":["49","50"]}],"status":"processed"}
      """
    #expect(try theirs.run(("o.jsonl", line)) == .init(orders: 1, added: 1))
    let order = try #require(try theirs.order("W4817420"))
    #expect(order.status == .processing && order.customerID == "ava" && order.postcode == "78234")
    #expect(
      order.items == [
        .init(name: "Bottle", sku: "67", price: Amount("47.76")), .init(name: "Shelf", sku: "46"),
      ])
    #expect(order.tracking.map(\.number) == ["49", "50"] && order.address?.line1 == "996 Cedar")
  }

  struct Refusal: CustomTestStringConvertible {
    let file: String
    let text: String
    let lines: [String]
    var testDescription: String { lines.first ?? "" }
  }

  @Test(
    "are refused with the place of every mistake, and nothing is written",
    arguments: [
      Refusal(file: "o.csv", text: "", lines: ["o.csv:1:1: the file is empty"]),
      Refusal(
        file: "o.csv", text: "a,b\n1,2\n",
        lines: [
          "o.csv:1:1: no column for the order number; map one with --map number=COLUMN or a mapping file (--mapping help)"
        ]),
      Refusal(
        file: "o.csv", text: "number,b\n1,2\n",
        lines: [
          "o.csv:1:1: no column for the status; map one with --map status=COLUMN, or say --map-status =STATUS for all"
        ]),
      Refusal(
        file: "o.csv", text: "number,status,total\n1,paid,5\n1,paid,6\n2,paid,x\n,paid,5\n3,paid\n#,paid,1\n",
        lines: [
          "o.csv:3:1: order '1' is there twice; first in line 2", "o.csv:4:8: 'x' is not an amount",
          "o.csv:5:1: the row has no order number", "o.csv:6:1: the row has 2 fields, the header has 3",
          "o.csv:7:1: '#' is no order number: it needs 1 to 64 letters and digits",
        ]),
      Refusal(
        file: "o.csv", text: "number,status\n1,paid\n2,Disputed\n3,lost\n4,Disputed\n",
        lines: [
          "o.csv:3:3: unknown status 'Disputed'; map it with --map-status 'Disputed=STATUS' (\(OrderStatus.names))",
          "o.csv:4:3: unknown status 'lost'; map it with --map-status 'lost=STATUS' (\(OrderStatus.names))",
        ]),
      Refusal(
        file: "o.csv", text: "number,status,placed_at\n1,paid,soon\n",
        lines: ["o.csv:2:8: 'soon' is not a date or time that we can read, such as 2026-11-20 19:15"]),
      Refusal(
        file: "o.csv", text: "number,status,item_name\nA-1,paid,x\nA1,paid,y\n",
        lines: [
          "o.csv:3:1: order number 'A1' cannot be told from 'A-1': case, punctuation and O for 0 do not count"
        ]),
      Refusal(
        file: "o.csv", text: "number,status,item_name\nA-1,paid,x\nB,paid,x\nA1,paid,y\n",
        lines: [
          "o.csv:4:1: order number 'A1' cannot be told from 'A-1': case, punctuation and O for 0 do not count"
        ]),
      Refusal(
        file: "o.csv", text: "number,status,status\n1,paid,paid\n",
        lines: ["o.csv:1:8: column 'status' is there twice"]),
      Refusal(
        file: "o.csv",
        text:
          "Name,Financial Status,Lineitem name,Total\n#1,paid,x,1\n#2,,y,1\n#4,paid,x,1\n#1,paid,x,1\n#3,owed,x,1\n",
        lines: [
          "o.csv:3:1: a further row of order '#2', whose first row is not in the file",
          "o.csv:5:1: order '#1' is there twice; first in line 2",
          "o.csv:6:4: unknown Financial Status 'owed'",
        ]),
      Refusal(
        file: "o.jsonl",
        text:
          "{\"number\":\"1\",\"status\":\"paid\"}\n{\"number\":\"1\"\n[]\n{\"number\":\"#1\",\"status\":\"paid\"}\n",
        lines: [
          "o.jsonl:2:14: expected ',' or '}'", "o.jsonl:3:1: must be an object, not a list",
          "o.jsonl:4:1: order '#1' is there twice; first in line 1",
        ]),
    ])
  func refused(_ refusal: Refusal) throws {
    var trial = try Trial()
    try trial.store.write { _ = try $0.upsert(.full("K1")) }
    #expect(try trial.run((refusal.file, refusal.text)) == nil)
    #expect(trial.lines == refusal.lines)
    #expect(try trial.store.reader().count() == 1)
  }

  @Test("by a mapping whose column is not there are refused at the mapping's line")
  func missingColumn() throws {
    var trial = try Trial(mapping: "columns:\n  number: InvoiceNo\n  status: State\n")
    #expect(try trial.run(("o.csv", "Invoice,State\n1,paid\n")) == nil)
    #expect(
      trial.lines == ["map.yaml:2:11: number: o.csv has no column 'InvoiceNo'; it has 'Invoice', 'State'"])
  }

  @Test(
    "broken bytes are refused, whatever came before", arguments: [[0xFF], [0xC3, 0x28], [0x00]] as [[UInt8]])
  func encoding(_ bad: [UInt8]) throws {
    let scratch = try Scratch()
    let path = try scratch.file("o.csv", Array("number,status\n1,paid\n2,".utf8) + bad + Array("\n".utf8))
    var report = InputReport()
    #expect(try OrderImport().run([path], into: scratch.store(), report: &report) == nil)
    #expect(report.errors.map(\.code) == [.encoding])
    #expect(report.errors.first?.place == Place(file: path, line: 3, column: 3))
  }

  @Test("a second time change nothing")
  func again() throws {
    var trial = try Trial()
    let text = "number,status,item_name\n1,paid,x\n2,paid,y\n1,paid,z\n"
    #expect(try trial.run(("o.csv", text))?.added == 2)
    let before = try trial.order("1")
    #expect(try trial.run(("o.csv", text)) == .init(orders: 2, replaced: 2, withoutProof: 2))
    #expect(try trial.order("1") == before)
    #expect(before?.items.map(\.name) == ["x", "z"])
  }

  @Test("dry change nothing; replacing removes the others")
  func dryAndReplacing() throws {
    var trial = try Trial()
    try trial.store.write { _ = try $0.upsert(.full("K1")) }
    trial.options.isDryRun = true
    #expect(try trial.run(("o.csv", "number,status\n1,paid\n")) == .init(orders: 1, withoutProof: 1))
    #expect(try trial.order("1") == nil)
    trial.options.isDryRun = false
    trial.options.replacesAll = true
    #expect(
      try trial.run(("o.csv", "number,status\n1,paid\n")) == .init(orders: 1, added: 1, withoutProof: 1))
    #expect(try trial.order("K1") == nil)
    #expect(try trial.order("1") != nil)
  }

  @Test("can be moved to now by whole days, so that a second import on the day changes nothing")
  func shifted() throws {
    var trial = try Trial()
    let file = (
      "o.csv", "number,status,placed_at,eta\n1,paid,2020-01-10 15:00,2020-01-12\n2,paid,2020-01-09 08:00,\n"
    )
    trial.options.shiftsNewestTo = .noon
    #expect(try trial.run(file)?.shiftedDays == 2505)
    #expect(try trial.order("1")?.placedAt?.description == "2026-11-19T15:00:00Z")
    #expect(try trial.order("1")?.eta?.description == "2026-11-21T00:00:00Z")
    #expect(try trial.order("2")?.placedAt?.description == "2026-11-18T08:00:00Z")
    let before = try trial.order("1")
    trial.options.shiftsNewestTo = UnixTime.noon.advanced(by: 3 * 3600 - 1)
    _ = try trial.run(file)
    #expect(try trial.order("1") == before)
    trial.options.shiftsNewestTo = UnixTime.noon.advanced(by: 3 * 3600)
    _ = try trial.run(file)
    #expect(try trial.order("1")?.placedAt?.description == "2026-11-20T15:00:00Z")
    #expect(OrderImport.wholeDays(from: .noon, to: UnixTime.noon.advanced(by: -1)) == -86_400)
    #expect(OrderImport.wholeDays(from: nil, to: .noon) == 0)
  }

  @Test("from several files are one commit, and an order in two of them is a mistake")
  func severalFiles() throws {
    var trial = try Trial()
    #expect(
      try trial.run(("a.csv", "number,status\n1,paid\n"), ("b.csv", "number,status\n2,paid\n1,paid\n")) == nil
    )
    #expect(trial.lines.count == 1)
    #expect(trial.lines[0].hasPrefix("b.csv:3:1: order '1' is there twice; first in"))
    #expect(try trial.store.reader().count() == 0)
  }

  @Test("a missing file is said to be unreadable")
  func missingFile() throws {
    var report = InputReport()
    #expect(try OrderImport().run(["/nowhere/o.csv"], into: nil, report: &report) == nil)
    #expect(report.errors.map(\.code) == [.unreadable])
  }
}
