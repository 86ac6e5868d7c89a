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
    case "items": items
    case "total": order.total.map { total in order.currency.map { "\(total) \($0)" } ?? "\(total)" }
    default: nil
    }
  }

  /// Every parcel, as a link where the carrier gave one. Empty without any, so that a wording that ends in it fits too.
  private var tracking: String {
    order.tracking.map { parcel in
      parcel.link.map { "[\(parcel.plainNumber)](\($0))" } ?? parcel.plainNumber
    }.joined(separator: ", ")
  }

  /// `2 × Oak shelf, Lamp`.
  private var items: String? {
    guard !order.items.isEmpty else { return nil }
    return order.items.map { $0.quantity == 1 ? $0.name : "\($0.quantity) × \($0.name)" }.joined(
      separator: ", ")
  }

  /// The calendar day in the shop's time zone.
  private func date(_ time: UnixTime) -> String {
    let date = time.advanced(by: book.zone.offset(at: time.seconds)).civil
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
