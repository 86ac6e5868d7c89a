import Formats

/// An order as Shopify's REST Admin API and its webhooks write it.
enum ShopifyOrder {
  static func order(_ node: JSONNode) throws(InputError) -> Order {
    let json = try ForeignJSON(node)
    guard let number = try json.text("name", "order_number") else {
      throw json.error("the order has no \"name\"")
    }
    var order = Order(number: number, status: .processing)
    let customer = try json.object("customer")
    order.customerID = try customer?.text("id")
    order.email = try json.text("email", "contact_email")
    if order.email == nil { order.email = try customer?.text("email") }
    order.placedAt = try json.time("processed_at", "created_at")
    order.updatedAt = try json.time("updated_at")
    order.currency = try json.text("currency")?.uppercased()
    order.total = try json.amount("current_total_price", "total_price")
    if let place = try json.object("shipping_address", "billing_address") {
      order.address = try address(place)
      order.postcode = order.address?.postcode
    }
    order.items = try items(json.list("line_items"))
    let isDelivered = try addParcels(json.list("fulfillments"), to: &order)
    order.status = try status(json, isDelivered: isDelivered)
    if let problem = order.problem { throw json.error(problem) }
    return order
  }

  /// What is left of the order after it was edited and refunded; all of it when nothing is.
  private static func items(_ lines: [ForeignJSON]) throws(InputError) -> [Order.Item] {
    var (left, all): ([Order.Item], [Order.Item]) = ([], [])
    for line in lines {
      let name = try line.text("name", "title", "sku")
      var item = Order.Item(
        name: name ?? "item", quantity: try line.quantity("quantity"), sku: try line.text("sku"),
        price: try line.amount("price"))
      all.append(item)
      if try line.text("current_quantity") != nil { item.quantity = try line.quantity("current_quantity") }
      if item.quantity > 0 { left.append(item) }
    }
    return left.isEmpty ? all : left
  }

  private static func address(_ json: ForeignJSON) throws(InputError) -> Order.Address? {
    var address = Order.Address()
    let names = [try json.text("first_name"), try json.text("last_name")].compactMap(\.self)
    address.name = try json.text("name")
    if address.name == nil, !names.isEmpty { address.name = names.joined(separator: " ") }
    address.line1 = try json.text("address1")
    address.line2 = try json.text("address2")
    address.city = try json.text("city")
    address.region = try json.text("province")
    address.postcode = try json.text("zip")
    address.country = try json.text("country_code", "country")
    return address.orNil
  }

  /// - Returns: Whether every parcel has arrived.
  private static func addParcels(
    _ fulfillments: [ForeignJSON], to order: inout Order
  ) throws(InputError) -> Bool {
    var arrivals: [UnixTime?] = []
    for parcel in fulfillments where try parcel.text("status") != "cancelled" {
      if order.carrier == nil { order.carrier = try parcel.text("tracking_company") }
      if order.shippedAt == nil { order.shippedAt = try parcel.time("created_at") }
      let (numbers, urls) = (try parcel.texts("tracking_numbers"), try parcel.texts("tracking_urls"))
      for (index, number) in numbers.enumerated() {
        order.tracking.append(.init(number: number, url: index < urls.count ? urls[index] : nil))
      }
      let (state, time) = (try parcel.text("shipment_status"), try parcel.time("updated_at"))
      arrivals.append(state == "delivered" ? time ?? order.shippedAt : nil)
    }
    guard !arrivals.isEmpty, arrivals.allSatisfy({ $0 != nil }) else { return false }
    order.deliveredAt = arrivals.compactMap(\.self).max()
    return true
  }

  /// The first that holds, from the end of an order's life to its beginning.
  private static func status(_ json: ForeignJSON, isDelivered: Bool) throws(InputError) -> OrderStatus {
    let (financial, fulfillment) = (try json.text("financial_status"), try json.text("fulfillment_status"))
    if try json.text("cancelled_at") != nil || financial == "voided" { return .cancelled }
    if financial == "refunded" { return .refunded }
    switch fulfillment {
    case "restocked": return .returned
    case "fulfilled": return isDelivered ? .delivered : .shipped
    case "partial": return .partiallyShipped
    default: break
    }
    switch financial {
    case "pending", "partially_paid", "expired": return .pending
    case "paid", "authorized", "partially_refunded", nil: return .paid
    default: return .processing
    }
  }
}
