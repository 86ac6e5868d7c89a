/// Where an order stands.
package enum OrderStatus: String, Sendable, CaseIterable {
  case pending
  case paid
  case processing
  case onHold = "on_hold"
  case partiallyShipped = "partially_shipped"
  case shipped
  case delivered
  case cancelled
  case returned
  case refunded

  /// The status a text names, whatever its case, with blanks or hyphens for `_`, and `canceled` as well.
  package init?(written text: String) {
    let name = text.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 }
    self.init(rawValue: name == Array("canceled") ? "cancelled" : String(name))
  }

  /// All names, for messages.
  package static let names = allCases.map(\.rawValue).joined(separator: ", ")

  /// What `orders.db` holds; never renumbered.
  var code: Int64 {
    switch self {
    case .pending: 0
    case .paid: 1
    case .processing: 2
    case .onHold: 3
    case .partiallyShipped: 4
    case .shipped: 5
    case .delivered: 6
    case .cancelled: 7
    case .returned: 8
    case .refunded: 9
    }
  }

  init?(code: Int64) {
    guard let status = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = status
  }
}
