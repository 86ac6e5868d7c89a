package import Orders

/// An order as a shopper sees it: only what a reply needs.
package struct OrderCard: Sendable, Equatable {
  package struct Item: Sendable, Equatable {
    package var name: String
    package var quantity: Int
  }

  package struct Parcel: Sendable, Equatable {
    package var number: String
    package var url: String?
  }

  /// Where the order has been and will be, in order.
  package struct Step: Sendable, Equatable {
    package enum Name: String, Sendable {
      case placed, packed, shipped, delivered, cancelled, returned, refunded
    }

    package var name: Name
    package var isDone: Bool
    package var time: UnixTime?
  }

  package var number: String
  package var status: String
  package var steps: [Step]
  package var placedAt: UnixTime?
  package var shippedAt: UnixTime?
  package var deliveredAt: UnixTime?
  package var eta: UnixTime?
  package var carrier: String?
  package var tracking: [Parcel]
  package var items: [Item]
}

extension OrderCard {
  init(_ order: Order) {
    number = order.number
    status = order.status.rawValue
    steps = Self.steps(of: order)
    placedAt = order.placedAt
    shippedAt = order.shippedAt
    deliveredAt = order.deliveredAt
    eta = order.eta
    carrier = order.carrier
    tracking = order.tracking.map { Parcel(number: $0.number, url: $0.link) }
    items = order.items.map { Item(name: $0.name, quantity: $0.quantity) }
  }

  /// What has happened, and what is still to come; nothing is to come once an order was called off.
  private static func steps(of order: Order) -> [Step] {
    var steps = [Step(name: .placed, isDone: true, time: order.placedAt)]
    let (shipped, delivered) = (order.shippedAt, order.deliveredAt)
    func add(_ name: Step.Name, _ isDone: Bool, _ time: UnixTime? = nil) {
      steps.append(Step(name: name, isDone: isDone, time: time))
    }
    switch order.status {
    case .pending, .paid, .onHold, .processing, .partiallyShipped, .shipped, .delivered:
      let isDelivered = order.status == .delivered
      let isShipped = isDelivered || order.status == .shipped
      add(.packed, isShipped || order.status == .partiallyShipped)
      add(.shipped, isShipped, shipped)
      add(.delivered, isDelivered, delivered ?? (isDelivered ? nil : order.eta))
    case .cancelled: add(.cancelled, true)
    case .returned, .refunded:
      if shipped != nil { add(.shipped, true, shipped) }
      if delivered != nil { add(.delivered, true, delivered) }
      add(order.status == .returned ? .returned : .refunded, true)
    }
    return steps
  }
}
