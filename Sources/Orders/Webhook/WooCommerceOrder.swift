import Formats

/// An order as WooCommerce's REST API and its webhooks write it.
enum WooCommerceOrder {
  /// Whether an order is in a status that only some plugin of the shop knows.
  static func isInForeignStatus(_ node: JSONNode) throws(InputError) -> Bool {
    try ForeignJSON(node).text("status").map { status($0) == nil } ?? false
  }

  static func order(_ node: JSONNode) throws(InputError) -> Order {
    let json = try ForeignJSON(node)
    guard let number = try json.text("number", "id") else {
      throw json.error("the order has no \"number\"")
    }
    let text = try json.text("status")
    let written = text ?? ""
    guard let status = status(written) else {
      throw json.error("unknown status '\(written.prefix(40))'")
    }
    var order = Order(number: number, status: status)
    let customer = try json.text("customer_id")
    order.customerID = customer == "0" ? nil : customer
    let billing = try json.object("billing")
    order.email = try billing?.text("email")
    order.placedAt = try json.time("date_created_gmt", "date_created")
    order.updatedAt = try json.time("date_modified_gmt", "date_modified")
    if status == .delivered {
      order.deliveredAt = try json.time("date_completed_gmt", "date_completed")
    }
    order.currency = try json.text("currency")?.uppercased()
    order.total = try json.amount("total")
    for place in [try json.object("shipping"), billing] {
      if let place, order.address == nil { order.address = try address(place) }
    }
    order.postcode = order.address?.postcode
    for item in try json.list("line_items") {
      let name = try item.text("name", "sku")
      order.items.append(
        Order.Item(
          name: name ?? "item", quantity: try item.quantity("quantity"), sku: try item.text("sku"),
          price: try item.amount("price")))
    }
    try addParcels(json.list("meta_data"), to: &order)
    if let problem = order.problem { throw json.error(problem) }
    return order
  }

  /// WooCommerce's own statuses, with and without `wc-`, any of ours, and those of plugins that mean one thing everywhere.
  static func status(_ written: String) -> OrderStatus? {
    let name = written.lowercased()
    let plain = name.hasPrefix("wc-") ? String(name.dropFirst(3)) : name
    switch plain {
    case "pending", "failed", "checkout-draft", "pending payment": return .pending
    case "completed": return .delivered
    case "trash": return .cancelled
    default: return OrderStatus(written: plain) ?? StatusAliases.status(plain)
    }
  }

  private static func address(_ json: ForeignJSON) throws(InputError) -> Order.Address? {
    var address = Order.Address()
    let names = [try json.text("first_name"), try json.text("last_name")].compactMap(\.self)
    address.name = names.isEmpty ? nil : names.joined(separator: " ")
    address.line1 = try json.text("address_1")
    address.line2 = try json.text("address_2")
    address.city = try json.text("city")
    address.region = try json.text("state")
    address.postcode = try json.text("postcode")
    address.country = try json.text("country")
    return address.line1 == nil && address.postcode == nil ? nil : address.orNil
  }

  /// Parcels as the shipment tracking extension keeps them, in the order's meta data.
  private static func addParcels(_ metas: [ForeignJSON], to order: inout Order) throws(InputError) {
    for meta in metas where try meta.text("key") == "_wc_shipment_tracking_items" {
      for parcel in try meta.list("value") {
        guard let number = try parcel.text("tracking_number") else { continue }
        order.tracking.append(.init(number: number, url: try parcel.text("custom_tracking_link")))
        let carrier = try parcel.text("tracking_provider", "custom_tracking_provider")
        let shipped = try parcel.time("date_shipped")
        order.carrier = order.carrier ?? carrier
        order.shippedAt = order.shippedAt ?? shipped
      }
    }
  }
}
