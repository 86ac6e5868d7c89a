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

@Suite("Order exports of shop systems, as they are saved there, without a mapping")
struct ShopExportTests {
  struct Export: CustomTestStringConvertible, Sendable {
    let name: String
    let rows: [String]
    /// number status placed-day total items(quantity × name) parcel e-mail
    let orders: [String]
    var separator = "\n"
    var testDescription: String { name }
  }

  static let exports = [
    Export(
      name: "magento.csv",
      rows: [
        #""ID","Purchase Point","Purchase Date","Bill-to Name","Grand Total (Purchased)","Status","Customer Email""#,
        #""000000123","Main","Nov 18, 2026, 2:05:31 PM","M O","$48.00","processing","mira@example.org""#,
        #""000000124","Main","Nov 19, 2026, 2:05:31 PM","M O","$1,048.00","holded","mira@example.org""#,
      ],
      orders: [
        "000000123 processing 2026-11-18 48.00 [] [] mira@example.org",
        "000000124 on_hold 2026-11-19 1048.00 [] [] mira@example.org",
      ]),
    Export(
      name: "bigcommerce.csv",
      rows: [
        "Order ID,Customer ID,Customer Email,Order Date,Order Status,Order Total (inc tax),Date Shipped,Shipping Zip,Product Details,Tracking No",
        #"108,33,mira@example.org,18/11/2026,Awaiting Fulfillment,48.00,,1016,"Product ID: 8, Product Qty: 2, Product SKU: M-1, Product Name: Mug, Product Unit Price: 19.90|Product ID: 9, Product Qty: 1, Product SKU: P, Product Name: Pen","#,
        "109,33,mira@example.org,19/11/2026,Partially Refunded,48.00,20/11/2026,1016,,1Z9",
      ],
      orders: [
        "108 processing 2026-11-18 48.00 [2 × Mug, 1 × Pen] [] mira@example.org",
        "109 shipped 2026-11-19 48.00 [] [1Z9] mira@example.org",
      ]),
    Export(
      name: "etsy.csv",
      rows: [
        #""Sale Date","Order ID","Full Name","Date Shipped","Street 1","Ship City","Ship Zipcode",Currency,"Order Total","Status",SKU"#,
        #"11/18/26,3412345678,"Mira Ott",11/20/26,"Main 1",Amsterdam,"1016 HD",EUR,48.00,,M-1"#,
        #"11/19/26,3412345679,"Mira Ott",,"Main 1",Amsterdam,"1016 HD",EUR,48.00,,M-1"#,
      ],
      orders: [
        "3412345678 shipped 2026-11-18 48.00 [1 × M-1] [] nobody",
        "3412345679 paid 2026-11-19 48.00 [1 × M-1] [] nobody",
      ]),
    Export(
      name: "ebay.csv",
      rows: [
        #""Order Number","Buyer Email","Item Title","Custom Label","Quantity","Sold For","Total Price","Sale Date","Paid On Date","Shipped On Date","Ship To Zip","Tracking Number""#,
        #""12-09876-54321","a@members.example","Mug blue","M-1","2","EUR 19,90","EUR 43,80","Nov-18-26","Nov-18-26","Nov-19-26","1016","JJD1""#,
        #""12-09876-54322","b@members.example","Mug blue","M-1","1","EUR 19,90","EUR 23,90","Nov-18-26","","","1016","""#,
      ],
      orders: [
        "12-09876-54321 shipped 2026-11-18 43.80 [2 × Mug blue] [JJD1] a@members.example",
        "12-09876-54322 pending 2026-11-18 23.90 [1 × Mug blue] [] b@members.example",
      ]),
    Export(
      name: "amazon.txt",
      rows: [
        "amazon-order-id\tpurchase-date\torder-status\tproduct-name\tsku\tquantity\tcurrency\tship-city\tship-postal-code",
        "112-4839201-8827361\t2026-11-18T14:05:31+00:00\tShipped\tMug \"blue\"\tM-1\t2\tEUR\tAMSTERDAM\t1016",
        "112-4839201-8827361\t2026-11-18T14:05:31+00:00\tShipped\tPen\tP\t1\tEUR\tAMSTERDAM\t1016",
        "112-4839201-8827362\t2026-11-18T14:05:31+00:00\tShipped - Delivered to Buyer\tPen\tP\t1\tEUR\tX\t1016",
      ],
      orders: [
        "112-4839201-8827361 shipped 2026-11-18 - [2 × Mug \"blue\", 1 × Pen] [] nobody",
        "112-4839201-8827362 delivered 2026-11-18 - [1 × Pen] [] nobody",
      ], separator: "\r\n"),
    Export(
      name: "square.csv",
      rows: [
        "Order,Order Date,Order Total,Fulfillment Status,Recipient Email,Recipient Postal Code,Item Quantity,Item Name",
        "R2D2C3PO,2026/11/18,48.00,Completed,mira@example.org,1016,2,Mug", "R2D2C3PO,,,,,,1,Pen",
      ],
      orders: ["R2D2C3PO delivered 2026-11-18 48.00 [2 × Mug, 1 × Pen] [] mira@example.org"]),
    Export(
      name: "prestashop.csv",
      rows: [
        "ID;Référence;Client;Total;Paiement;État;Date",
        "5;XKBKNABJK;M. Ott;48,00 €;Carte bancaire;Expédié;2026-11-18 14:05:31",
        "6;KHWLILZLL;B. Bo;1.248,00 €;Carte bancaire;Paiement accepté;2026-11-18 14:05:31",
      ],
      orders: [
        "XKBKNABJK shipped 2026-11-18 48.00 [] [] nobody", "KHWLILZLL paid 2026-11-18 1248.00 [] [] nobody",
      ]),
    Export(
      name: "squarespace.csv",
      rows: [
        "Order ID,Email,Financial Status,Fulfillment Status,Total,Created at,Lineitem quantity,Lineitem name",
        "00077,mira@example.org,PAID,FULFILLED,48.00,2026-11-18 14:05:31 +0100,2,Mug",
        "00077,mira@example.org,,,,,1,Pen",
        "00078,mira@example.org,PAID,PENDING,48.00,2026-11-18 14:05:31 +0100,2,Mug",
      ],
      orders: [
        "00077 shipped 2026-11-18 48.00 [2 × Mug, 1 × Pen] [] mira@example.org",
        "00078 paid 2026-11-18 48.00 [2 × Mug] [] mira@example.org",
      ]),
    Export(
      name: "shopware.csv",
      rows: [
        "orderId;orderNumber;orderTime;email;orderStatus;invoiceAmount;articleName;quantity;trackingCode",
        "31;SW-10031;2026-11-18 14:05:31;mira@example.org;In Bearbeitung (Wartet);48,00;Tasse;2;",
        "32;SW-10032;2026-11-18 14:05:31;mira@example.org;Komplett ausgeliefert;48,00;Tasse;1;JJD1",
      ],
      orders: [
        "SW-10031 processing 2026-11-18 48.00 [2 × Tasse] [] mira@example.org",
        "SW-10032 shipped 2026-11-18 48.00 [1 × Tasse] [JJD1] mira@example.org",
      ]),
    Export(
      name: "wix.csv",
      rows: [
        #""Order number","Date created","Contact email","Item","Qty","Delivery postal code","Payment status","Fulfillment status","Tracking number","Total""#,
        #""10005","Nov 18, 2026","mira@example.org","Mug","1","1016","Paid","Not fulfilled","","23.90""#,
      ],
      orders: ["10005 processing 2026-11-18 23.90 [1 × Mug] [] mira@example.org"]),
    Export(
      name: "a guest of woocommerce.csv",
      rows: [
        "order_number,order_date,status,customer_id,customer_email,order_total,line_item_1",
        "4712,2026-11-19 09:00:00,wc-partial-shipped,0,mira@example.org,24.80,name:Mug|quantity:1|total:19.90",
      ],
      orders: ["4712 partially_shipped 2026-11-19 24.80 [1 × Mug] [] mira@example.org"]),
    Export(
      name: "a list.json",
      rows: [
        #"[{"orderNumber":"A-900","placed":"2026-11-18T14:05:31+01:00","email":"mira@example.org","state":"shipped","#,
        #""total":{"amount":"48.00","currency":"EUR"},"items":[{"name":"Mug","qty":2}],"shipments":[{"tracking_number":"JJD1"}]}]"#,
      ],
      orders: ["A-900 shipped 2026-11-18 48.00 [2 × Mug] [JJD1] mira@example.org"]),
    Export(
      name: "wrapped.jsonl",
      rows: [
        #"{"order":{"number":"N-1","created":"2026-11-18T14:05:31Z","state":"dispatched","customer":{"email":"mira@example.org"},"lines":[{"product":{"name":"Mug"},"quantity":2,"price":{"amount":19.9}}],"shipping":{"trackingCode":"JJD1","address":{"zip":"1016"}}}}"#
      ],
      orders: ["N-1 shipped 2026-11-18 - [2 × Mug] [JJD1] mira@example.org"]),
  ]

  @Test("are read", arguments: exports)
  func read(_ export: Export) throws {
    let scratch = try Scratch()
    let path = try scratch.file(
      export.name, export.rows.joined(separator: export.separator) + export.separator)
    let store = try scratch.store()
    var report = InputReport()
    #expect(try OrderImport().run([path], into: store, report: &report) != nil, "\(report.lines)")
    var orders: [String] = []
    try store.reader().forEach { order in
      let items = order.items.map { "\($0.quantity) × \($0.name)" }.joined(separator: ", ")
      let placed = order.placedAt.map { $0.description.prefix(10) } ?? "-"
      orders.append(
        "\(order.number) \(order.status.rawValue) \(placed) \(order.total?.description ?? "-") [\(items)] "
          + "[\(order.tracking.map(\.number).joined(separator: ", "))] \(order.email ?? "nobody")")
      #expect(order.customerID != "0" && order.address?.region != order.status.rawValue)
    }
    #expect(orders == export.orders)
  }

  @Test("of Excel in German are read from Windows-1252")
  func excel() throws {
    let text = """
      Bestellnummer;Bestelldatum;E-Mail;Status;Artikel;Menge;Gesamtbetrag;Währung;Versanddienstleister;PLZ;Ort
      RE-1;31.12.2026;j@example.de;Versendet;Kaffeemühle groß;1;1.234,56 €;EUR;DHL;80331;München
      RE-2;31.12.26 14:05;z@example.de;Zurückgestellt;Löffel;12;42,00 €;EUR;;01067;Dresden

      """
    let scratch = try Scratch()
    let path = try scratch.file("o.csv", text.unicodeScalars.map { $0 == "€" ? 0x80 : UInt8($0.value) })
    var report = InputReport()
    let store = try scratch.store()
    #expect(try OrderImport().run([path], into: store, report: &report) != nil, "\(report.lines)")
    #expect(report.lines == ["\(path): warning: the file is not UTF-8; it is read as Windows-1252"])
    let order = try #require(try store.reader().order(number: "RE-1", now: .noon))
    #expect(order.address?.city == "München" && order.items.map(\.name) == ["Kaffeemühle groß"])
    #expect(order.total?.description == "1234.56" && order.currency == "EUR" && order.carrier == "DHL")
    #expect(try store.reader().order(number: "RE-2", now: .noon)?.status == .onHold)
  }

  @Test("without any status want it said, for all at once if need be")
  func noStatus() throws {
    let scratch = try Scratch()
    let path = try scratch.file("o.csv", "order-id,buyer-email\n302-1,a@b.example\n")
    var report = InputReport()
    #expect(try OrderImport().run([path], into: scratch.store(), report: &report) == nil)
    #expect(
      report.lines.first == "\(path):1:1: no column for the status; map one with --map status=COLUMN, "
        + "or say --map-status =STATUS for all")
    var options = OrderImport.Options()
    var mapping = OrderMapping()
    try mapping.mapStatus("=processing")
    options.mapping = mapping
    report = InputReport()
    let store = try scratch.store()
    #expect(try OrderImport(options).run([path], into: store, report: &report) != nil, "\(report.lines)")
    #expect(try store.reader().order(number: "302-1", now: .noon)?.status == .processing)
  }

  @Test(
    "of Shopify are known beside a flag that says only how values are read",
    arguments: [
      ("date_order=dmy", "2026-11-05T09:00"), ("timezone=+01:00", "2026-05-11T08:00"),
      ("default_currency=eur", "2026-05-11T09:00"),
    ])
  func shopifyBesideSettings(_ flag: String, _ placed: String) throws {
    let scratch = try Scratch()
    let path = try scratch.file(
      "o.csv",
      "Name,Email,Financial Status,Created at,Lineitem name,Id\n#1001,a@b.example,paid,5/11/2026 09:00,Mug,77\n"
    )
    var options = OrderImport.Options()
    var mapping = OrderMapping()
    try mapping.map(flag)
    options.mapping = mapping
    var report = InputReport()
    let store = try scratch.store()
    #expect(try OrderImport(options).run([path], into: store, report: &report) != nil, "\(report.lines)")
    let order = try store.reader().order(number: "1001", now: .noon)
    #expect(order?.placedAt?.description.hasPrefix(placed) == true, "\(String(describing: order?.placedAt))")
  }

  @Test("whose dates can be read either way are told of, and a flag decides")
  func openDates() throws {
    let scratch = try Scratch()
    let path = try scratch.file(
      "o.csv", "order no,email,status,date\n1001,a@b.example,paid,5/11/2026\n1002,a@b.example,paid,6/6/2026\n"
    )
    for (flag, day) in [
      (nil, "2026-05-11"), ("date_order=dmy", "2026-11-05"), ("date_order=mdy", "2026-05-11"),
    ] {
      var options = OrderImport.Options()
      var mapping = OrderMapping()
      if let flag { try mapping.map(flag) }
      options.mapping = flag == nil ? nil : mapping
      var report = InputReport()
      let store = try scratch.store()
      #expect(try OrderImport(options).run([path], into: store, report: &report) != nil)
      let order = try store.reader().order(number: "1001", now: .noon)
      #expect(order?.placedAt?.description.hasPrefix(day) == true && order?.email == "a@b.example")
      #expect(
        report.lines
          == (flag != nil
            ? []
            : [
              "\(path):1:23: warning: dates such as '5/11/2026' are read with the month first; "
                + "if the day comes first, say --map date_order=dmy"
            ]))
    }
  }

  @Test("of JSON keep what is guessed beside what a flag says")
  func flagsOverGuesses() throws {
    let scratch = try Scratch()
    let path = try scratch.file(
      "o.json",
      #"[{"orderNumber":"A-900","step":{"now":"shipped"},"customer":{"email":"a@b.example"},"created":"5/11/2026"}]"#
    )
    var options = OrderImport.Options()
    var mapping = OrderMapping()
    for flag in ["status=step.now", "date_order=dmy", "timezone=+01:00", "default_currency=eur"] {
      try mapping.map(flag)
    }
    options.mapping = mapping
    var report = InputReport()
    let store = try scratch.store()
    #expect(try OrderImport(options).run([path], into: store, report: &report) != nil, "\(report.lines)")
    let order = try #require(try store.reader().order(number: "A-900", now: .noon))
    #expect(order.email == "a@b.example" && order.status == .shipped && order.currency == "EUR")
    #expect(order.placedAt?.description == "2026-11-04T23:00:00Z")
    for flag in ["date_order=ymd", "timezone=here"] {
      #expect(throws: OrderMapping.FlagError.self) { try mapping.map(flag) }
    }
  }

  @Test("with rows and columns of separators alone, as Excel saves them, are read past these")
  func emptyRows() throws {
    let scratch = try Scratch()
    let path = try scratch.file(
      "o.csv",
      "sep=;\r\n\"Order No\";Email;Status;;\r\nA-1001;a@b.example;shipped;;\r\n;;;;\r\nA-1002;a@b.example;Part shipped;;\r\n ; ;;;\r\n"
    )
    var report = InputReport()
    #expect(try OrderImport().run([path], into: scratch.store(), report: &report)?.orders == 2)
    #expect(report.lines.isEmpty)
  }

  @Test("whose e-mail is none are told of at its place, and kept")
  func noAddress() throws {
    let scratch = try Scratch()
    let path = try scratch.file("o.csv", "order no,email,status\n1001,Mira Ott,paid\n1002,m@b.example,paid\n")
    var report = InputReport()
    #expect(try OrderImport().run([path], into: scratch.store(), report: &report)?.orders == 2)
    #expect(
      report.lines == [
        "\(path):2:6: warning: 'Mira Ott' is no e-mail address: no guest can prove the order with it"
      ])
  }

  @Test("whose long numbers a spreadsheet has cut off are refused at their place")
  func cutOff() throws {
    let scratch = try Scratch()
    let path = try scratch.file("o.csv", "order no;status\n1,12484E+16;paid\n")
    var report = InputReport()
    #expect(try OrderImport().run([path], into: scratch.store(), report: &report) == nil)
    #expect(report.lines.first?.hasPrefix("\(path):2:1: a spreadsheet has cut off the digits") == true)
  }
}
