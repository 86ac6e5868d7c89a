import Orders

/// What `{order.…}` stands for in a reply.
struct OrderText {
  let order: Order
  let book: LocaleBook

  /// `nil` for what the order does not have, so that another wording can be chosen.
  func value(_ field: Substring) -> String? {
    switch field {
    case "number": order.number
    case "status": order.status.rawValue
    case "placed_at": order.placedAt.map(date)
    case "shipped_at": order.shippedAt.map(date)
    case "delivered_at": order.deliveredAt.map(date)
    case "eta": order.eta.map(date)
    case "carrier": order.carrier
    case "tracking": tracking
    default: nil
    }
  }

  /// Every parcel, as a link where the carrier gave one. Empty without any, so that a wording that ends in it fits too.
  private var tracking: String {
    order.tracking.map { parcel in
      parcel.url.map { "[\(parcel.number)](\($0))" } ?? parcel.number
    }.joined(separator: ", ")
  }

  private func date(_ time: UnixTime) -> String {
    let date = time.civil
    let months = book.phrase("months").wordings
    guard let pattern = book.phrase("date").templates.first, months.count == 12 else {
      return String(time.description.prefix(10))
    }
    return pattern.render { hole in
      switch hole {
      case "day": String(date.day)
      case "month": months[date.month - 1]
      case "year": String(date.year)
      default: nil
      }
    }
  }
}

extension OrderCard {
  init(_ order: Order) {
    number = order.number
    status = order.status.rawValue
    placedAt = order.placedAt
    shippedAt = order.shippedAt
    deliveredAt = order.deliveredAt
    eta = order.eta
    carrier = order.carrier
    tracking = order.tracking.map { Parcel(number: $0.number, url: $0.url) }
    items = order.items.map { Item(name: $0.name, quantity: $0.quantity) }
  }
}
