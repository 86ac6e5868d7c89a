/// A fact about an order that a column or key of a file may hold.
package enum OrderField: String, Sendable, CaseIterable {
  case number
  case customerID = "customer_id"
  case email
  case postcode
  case status
  case placedAt = "placed_at"
  case shippedAt = "shipped_at"
  case deliveredAt = "delivered_at"
  case eta
  case currency
  case total
  case carrier
  case trackingNumber = "tracking_number"
  case trackingURL = "tracking_url"
  case itemName = "item_name"
  case itemSKU = "item_sku"
  case itemQuantity = "item_quantity"
  case itemPrice = "item_price"
  case itemClass = "item_class"
  case addressName = "address_name"
  case addressLine1 = "address_line1"
  case addressLine2 = "address_line2"
  case city
  case region
  case country

  /// All names, for messages.
  package static let names = allCases.map(\.rawValue).joined(separator: ", ")

  /// Part of an item or parcel, of which an order may have several, one a line.
  var isRepeated: Bool {
    switch self {
    case .trackingNumber, .trackingURL, .itemName, .itemSKU, .itemQuantity, .itemPrice, .itemClass: true
    default: false
    }
  }
}
