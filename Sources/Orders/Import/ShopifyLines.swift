import Formats

/// Shopify's `orders_export.csv`: the first row of an order fills every column, each further item adds a row with
/// little more than the number and the item.
///
/// The export has no columns for carrier, tracking, delivery and returns; they are read from `Note Attributes`, one
/// `key: value` a line, where stores (and the starter store) keep them: `Customer Id`, `Carrier`, `Tracking Number`,
/// `Tracking URL` (a second parcel: `Tracking Number 2`), `Estimated Delivery`, `Delivered At`, `Returned At`,
/// `Processing Since`, `On Hold`, `Item Class <SKU>`.
struct ShopifyLines<Reader: TableReader>: OrderLineReader {
  private let reader: Reader
  private let times: TimeReader
  private let columns: Columns

  /// Column numbers; `nil` for what this export does not have.
  private struct Columns {
    let name: Int
    let financial: Int
    var email, fulfillment, fulfilled, created, cancelled, currency, total, notes, id: Int?
    var itemQuantity, itemName, itemPrice, itemSKU: Int?
    var shipName, shipLine1, shipLine2, shipCity, shipZip, shipProvince, shipCountry, billZip: Int?

    init(_ header: TableHeader) throws(InputError) {
      name = try header.required(["Name", "Order ID"])
      financial = try header.required(["Financial Status"])
      email = try header.column(["Email"])
      fulfillment = try header.column(["Fulfillment Status"])
      fulfilled = try header.column(["Fulfilled at"])
      created = try header.column(["Created at"])
      cancelled = try header.column(["Cancelled at"])
      currency = try header.column(["Currency"])
      total = try header.column(["Total"])
      notes = try header.column(["Note Attributes"])
      itemQuantity = try header.column(["Lineitem quantity"])
      itemName = try header.column(["Lineitem name"])
      itemPrice = try header.column(["Lineitem price"])
      itemSKU = try header.column(["Lineitem sku"])
      shipName = try header.column(["Shipping Name"])
      shipLine1 = try header.column(["Shipping Address1", "Shipping Street"])
      shipLine2 = try header.column(["Shipping Address2"])
      shipCity = try header.column(["Shipping City"])
      shipZip = try header.column(["Shipping Zip"])
      shipProvince = try header.column(["Shipping Province"])
      shipCountry = try header.column(["Shipping Country"])
      billZip = try header.column(["Billing Zip"])
    }
  }

  /// Whether the header is Shopify's, or Squarespace's, whose export has the same columns and calls the number `Order ID`.
  static func recognises(_ reader: Reader) -> Bool {
    let header = Set(reader.columns.names.map { $0.lowercased() })
    return header.isSuperset(of: ["financial status", "lineitem name"])
      && !header.isDisjoint(with: ["name", "order id"])
  }

  init(_ reader: Reader, times: TimeReader) throws(InputError) {
    self.reader = reader
    self.times = times
    columns = try Columns(reader.columns)
  }

  mutating func next(_ report: inout InputReport) throws(InputError) -> OrderLine? {
    guard try reader.nextFilled() else { return nil }
    guard let number = reader.text(columns.name) else {
      throw reader.error(columns.name, "the row has no order number")
    }
    var line = OrderLine(order: Order(number: number, status: .paid), place: reader.place(columns.name))
    let isHead = reader.text(columns.financial) != nil || reader.text(columns.created) != nil
    line.kind = isHead ? .head : .continuation
    line.order.email = reader.email(columns.email, &report)
    if let item = try item() { line.order.items = [item] }
    guard isHead else { return line }
    let notes = NoteAttributes(reader.text(columns.notes) ?? "")
    line.classes = notes.classes
    try fillIn(&line.order, notes)
    line.order.status = try status(notes, line.order)
    return line
  }

  private func fillIn(_ order: inout Order, _ notes: NoteAttributes) throws(InputError) {
    order.customerID = notes["customer id"]
    order.postcode = zip(columns.shipZip) ?? zip(columns.billZip)
    order.placedAt = try reader.time(columns.created, times)
    order.shippedAt = try reader.time(columns.fulfilled, times)
    order.deliveredAt = try time(notes, "delivered at")
    order.eta = try time(notes, "estimated delivery")
    order.currency = reader.text(columns.currency)?.uppercased()
    order.total = try reader.amount(columns.total)
    order.carrier = notes["carrier"]
    order.tracking = notes.tracking
    var address = Order.Address()
    address.name = reader.text(columns.shipName)
    address.line1 = reader.text(columns.shipLine1)
    address.line2 = reader.text(columns.shipLine2)
    address.city = reader.text(columns.shipCity)
    address.region = reader.text(columns.shipProvince)
    address.postcode = zip(columns.shipZip)
    address.country = reader.text(columns.shipCountry)
    order.address = address.orNil
  }

  private func item() throws(InputError) -> Order.Item? {
    guard let name = reader.text(columns.itemName) else { return nil }
    var item = Order.Item(
      name: name, sku: reader.text(columns.itemSKU), price: try reader.amount(columns.itemPrice))
    item.quantity = try reader.quantity(columns.itemQuantity) ?? 1
    return item
  }

  /// Shopify guards leading zeros from spreadsheets with an apostrophe.
  private func zip(_ column: Int?) -> String? {
    guard let text = reader.text(column) else { return nil }
    return text.first == "'" && text.count > 1 ? String(text.dropFirst()) : text
  }

  private func time(_ notes: NoteAttributes, _ key: String) throws(InputError) -> UnixTime? {
    guard let text = notes[key], let column = columns.notes else { return nil }
    do throws(TimeReader.Failure) {
      return try times.read(text)
    } catch {
      throw reader.error(column, "\(key): \(error.message)")
    }
  }

  /// The first that holds, from the end of an order's life to its beginning.
  private func status(_ notes: NoteAttributes, _ order: Order) throws(InputError) -> OrderStatus {
    let financial = reader.text(columns.financial)?.lowercased() ?? ""
    let fulfillment = reader.text(columns.fulfillment)?.lowercased() ?? ""
    if reader.text(columns.cancelled) != nil || financial == "voided" { return .cancelled }
    if financial == "refunded" { return .refunded }
    if notes["returned at"] != nil || fulfillment == "restocked" { return .returned }
    if notes.says("on hold") || fulfillment == "on_hold" || fulfillment == "on hold" { return .onHold }
    if order.deliveredAt != nil { return .delivered }
    if fulfillment == "fulfilled" { return .shipped }
    if fulfillment == "partial" || fulfillment == "partially fulfilled" { return .partiallyShipped }
    if notes["processing since"] != nil || fulfillment == "in_progress" { return .processing }
    switch financial {
    case "pending", "partially_paid", "expired", "unpaid": return .pending
    case "paid", "authorized", "partially_refunded", "": return .paid
    default:
      throw reader.error(columns.financial, "unknown Financial Status '\(financial)'")
    }
  }
}

/// Shopify's `Note Attributes`: one `key: value` a line.
private struct NoteAttributes {
  private var values: [String: String] = [:]
  /// Classes of items by SKU.
  private(set) var classes: [String: String] = [:]

  init(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let key = String(line[..<colon]).trimmingBlanks
      let value = String(line[line.index(after: colon)...]).trimmingBlanks
      guard !value.isEmpty else { continue }
      if key.lowercased().hasPrefix("item class ") {
        classes[String(key.dropFirst(11)).trimmingBlanks] = value
      } else {
        values[key.lowercased()] = value
      }
    }
  }

  subscript(key: String) -> String? { values[key] }

  func says(_ key: String) -> Bool { ["yes", "true", "1"].contains(values[key]?.lowercased()) }

  /// `Tracking Number`, `Tracking Number 2`, … with their URLs.
  var tracking: [Order.Tracking] {
    var parcels: [Order.Tracking] = []
    for index in 1...20 {
      let suffix = index == 1 ? "" : " \(index)"
      guard let number = self["tracking number" + suffix] else { break }
      parcels.append(Order.Tracking(number: number, url: self["tracking url" + suffix]))
    }
    return parcels
  }
}
