extension Order {
  /// Why the order cannot be kept: no usable number, or longer than our bounds. `nil` when all is well.
  package var problem: String? {
    guard OrderNumber(number) != nil else {
      return number.isEmpty
        ? "the order has no number"
        : "'\(number.prefix(80))' is no order number: it needs 1 to \(OrderNumber.maximumBytes) letters and digits"
    }
    let texts = [number, customerID, email, postcode, currency, carrier]
    if texts.contains(where: { ($0?.utf8.count ?? 0) > Self.maximumTextBytes }) {
      return "a text of the order is longer than \(Self.maximumTextBytes) bytes"
    }
    if items.count > Self.maximumItems || tracking.count > Self.maximumItems {
      return "the order has more than \(Self.maximumItems) items or parcels"
    }
    let long =
      items.contains {
        max($0.name.utf8.count, $0.sku?.utf8.count ?? 0, $0.itemClass?.utf8.count ?? 0)
          > Self.maximumTextBytes
      }
      || tracking.contains { max($0.number.utf8.count, $0.url?.utf8.count ?? 0) > 2 * Self.maximumTextBytes }
    return long ? "a text of an item or parcel is longer than \(Self.maximumTextBytes) bytes" : nil
  }

  /// Adds what a further line of the same order tells: its items, its parcels, and what was not known yet.
  package mutating func merge(_ line: Order) {
    items += line.items
    for parcel in line.tracking where !tracking.contains(where: { $0.number == parcel.number }) {
      tracking.append(parcel)
    }
    customerID = customerID ?? line.customerID
    email = email ?? line.email
    postcode = postcode ?? line.postcode
    placedAt = placedAt ?? line.placedAt
    shippedAt = shippedAt ?? line.shippedAt
    deliveredAt = deliveredAt ?? line.deliveredAt
    eta = eta ?? line.eta
    currency = currency ?? line.currency
    total = total ?? line.total
    carrier = carrier ?? line.carrier
    address = address ?? line.address
  }

  /// The order with every time moved.
  package func shifted(by seconds: Int64) -> Order {
    var order = self
    order.placedAt = placedAt?.advanced(by: seconds)
    order.shippedAt = shippedAt?.advanced(by: seconds)
    order.deliveredAt = deliveredAt?.advanced(by: seconds)
    order.eta = eta?.advanced(by: seconds)
    return order
  }
}
