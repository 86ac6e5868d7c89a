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

  package var number: String
  package var status: String
  package var placedAt: UnixTime?
  package var shippedAt: UnixTime?
  package var deliveredAt: UnixTime?
  package var eta: UnixTime?
  package var carrier: String?
  package var tracking: [Parcel]
  package var items: [Item]
}
