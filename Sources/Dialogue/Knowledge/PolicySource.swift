package import Formats
package import Orders

/// One row of a policy table: when it holds, and what it decides. The first row that holds decides.
package struct PolicyRow: Codable, Sendable, Equatable {
  package var id: String
  package var decision = PolicyDecision.person
  /// Of the order, by name; empty is any.
  package var statuses: [String] = []
  /// All must hold.
  package var ages: [AgeCondition] = []
  /// Whether a parcel has a tracking number; `nil` is any.
  package var hasTracking: Bool?
  /// At least one item is of one of these classes.
  package var classes: [String] = []
  /// Every item is of one of these classes.
  package var onlyClasses: [String] = []
  package var texts: [String] = []

  package init(id: String) { self.id = id }
}

/// What a policy row decides.
package enum PolicyDecision: String, Codable, Sendable, CaseIterable {
  case allow, deny, person
}

/// Whole days, in the shop's calendar, from a date of the order to now.
package struct AgeCondition: Codable, Sendable, Equatable {
  package enum Date: String, Codable, Sendable, CaseIterable {
    case placed, shipped, delivered, eta
  }

  package var date: Date
  /// Bounds included; negative before the date. Both `nil`: the order has no such date.
  package var atLeast: Int?
  package var atMost: Int?

  /// Whether an order without the date is meant.
  var isMissing: Bool { atLeast == nil && atMost == nil }
}

extension PolicyRow {
  /// - Complexity: One pass over the order's items when the row names a class.
  func holds(for order: Order, now: Int64, in zone: ZoneTable) -> Bool {
    if !statuses.isEmpty, !statuses.contains(order.status.rawValue) { return false }
    if let hasTracking, hasTracking == order.tracking.isEmpty { return false }
    for age in ages where !age.holds(for: order, now: now, in: zone) { return false }
    if !classes.isEmpty, !order.items.contains(where: { isIn($0.itemClass, classes) }) { return false }
    if !onlyClasses.isEmpty {
      guard !order.items.isEmpty, order.items.allSatisfy({ isIn($0.itemClass, onlyClasses) }) else {
        return false
      }
    }
    return true
  }

  private func isIn(_ name: String?, _ classes: [String]) -> Bool { name.map(classes.contains) ?? false }
}

extension AgeCondition {
  func holds(for order: Order, now: Int64, in zone: ZoneTable) -> Bool {
    let time: UnixTime? =
      switch date {
      case .placed: order.placedAt
      case .shipped: order.shippedAt
      case .delivered: order.deliveredAt
      case .eta: order.eta
      }
    guard let time else { return isMissing }
    if isMissing { return false }
    let days = zone.day(of: now) - zone.day(of: time.seconds)
    return days >= atLeast ?? .min && days <= atMost ?? .max
  }
}

extension [PolicyRow] {
  /// The first row that holds; `nil` when none does: then a person decides.
  func row(for order: Order, now: Int64, in zone: ZoneTable) -> Int? {
    firstIndex { $0.holds(for: order, now: now, in: zone) }
  }
}

/// A case the author of a policy table wrote beside it: this order, at this time, must be decided by this row.
package struct PolicyFixture: Sendable {
  package var table: String
  package var order: Order
  package var now: Int64
  package var row: String
  package var place: Place
}
