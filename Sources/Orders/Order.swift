/// One order as the store knows it: what Parley may tell of it, and nothing beyond.
package struct Order: Sendable, Equatable {
  /// As the store writes it: `#1042`, `W4817420`. Compared by its ``OrderNumber``.
  package var number: String
  package var customerID: String?
  package var email: String?
  package var postcode: String?
  package var status: OrderStatus
  /// `nil` only where an imported file has no such date.
  package var placedAt: UnixTime?
  package var shippedAt: UnixTime?
  package var deliveredAt: UnixTime?
  /// When it is expected to arrive.
  package var eta: UnixTime?
  /// ISO 4217, upper case.
  package var currency: String?
  package var total: Amount?
  package var carrier: String?
  package var tracking: [Tracking] = []
  package var items: [Item] = []
  package var address: Address?
  /// When the store must forget the order; `nil` is never.
  package var expiresAt: UnixTime?
  /// When the store last changed it; a webhook that tells of an older state is passed over.
  package var updatedAt: UnixTime?

  package init(number: String, status: OrderStatus) {
    self.number = number
    self.status = status
  }

  /// One parcel.
  package struct Tracking: Sendable, Equatable {
    package var number: String
    package var url: String?

    package init(number: String, url: String? = nil) {
      self.number = number
      self.url = url
    }

    /// The address as a reply may link it: of the web, and of signs that cannot end a Markdown link; else `nil`, for what
    /// a shop system sends is shown to shoppers.
    package var link: String? {
      guard let url, ["https://", "http://"].contains(where: { url.lowercased().hasPrefix($0) }),
        url.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !#"<>"\^`{|}"#.utf8.contains($0) })
      else { return nil }
      let signs = ["(": "%28", ")": "%29", "[": "%5B", "]": "%5D"]
      return signs.reduce(url) { $0.replacing($1.key, with: $1.value) }
    }

    /// The number without signs that mean something in Markdown.
    package var plainNumber: String { number.filter { !"[]()<>*_`".contains($0) } }
  }

  /// One line of the order.
  package struct Item: Sendable, Equatable {
    package var sku: String?
    package var name: String
    package var quantity: Int
    /// Of one piece.
    package var price: Amount?
    /// What policies tell items apart by: `final-sale`, `furniture`.
    package var itemClass: String?

    package init(
      name: String, quantity: Int = 1, sku: String? = nil, price: Amount? = nil, itemClass: String? = nil
    ) {
      self.sku = sku
      self.name = name
      self.quantity = quantity
      self.price = price
      self.itemClass = itemClass
    }
  }

  /// Where the order goes. Every part may be missing.
  package struct Address: Sendable, Equatable {
    package var name: String?
    package var line1: String?
    package var line2: String?
    package var city: String?
    package var region: String?
    package var postcode: String?
    package var country: String?

    package init() {}

    /// `nil` when nothing is filled in.
    var orNil: Address? { self == Address() ? nil : self }
  }

  /// Whether somebody may be shown it at all: without e-mail and customer id only the operator can look it up.
  package var isProvable: Bool { email != nil || customerID != nil }

  /// Longest number, name or other single text kept, in bytes; an order of more is refused on import.
  package static let maximumTextBytes = 1024
  /// Most items, and most parcels, of one order.
  package static let maximumItems = 2000
}
