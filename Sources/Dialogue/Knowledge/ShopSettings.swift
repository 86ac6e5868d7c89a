/// The store's own facts, from `shop.yaml`; replies refer to them as `{shop.…}`.
package struct ShopSettings: Codable, Sendable, Equatable {
  package var name = "the store"
  package var currency = "EUR"
  /// The language replies fall back to.
  package var locale = "en"
  /// IANA name; dates in replies and the days of policies are those of its calendar.
  package var timezone = "UTC"
  /// What the importing host knew of it.
  package var zone = ZoneTable.utc
  /// Every scalar of the file by its path below the top, `links.returns` and the like.
  package var facts: [String: String] = [:]
  /// `demo_orders: {shift_newest_to: now}`: age the imported orders so that the newest was placed now.
  package var shiftsDemoOrders = false
  /// `orders: {numbers: […]}`: what the store's order numbers look like (``OrderShapes``).
  package var orderNumbers: [String] = []
  /// `products: […]`, and the words of the items in the shop's files of orders: what is sold is never misspelt.
  package var products: [String] = []

  package init() {}

  /// As written by any version: what an older one did not know has its standard value.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    name = try values.decode(String.self, forKey: .name)
    currency = try values.decode(String.self, forKey: .currency)
    locale = try values.decode(String.self, forKey: .locale)
    timezone = try values.decode(String.self, forKey: .timezone)
    zone = try values.decodeIfPresent(ZoneTable.self, forKey: .zone) ?? .utc
    facts = try values.decode([String: String].self, forKey: .facts)
    shiftsDemoOrders = try values.decode(Bool.self, forKey: .shiftsDemoOrders)
    orderNumbers = try values.decodeIfPresent([String].self, forKey: .orderNumbers) ?? []
    products = try values.decodeIfPresent([String].self, forKey: .products) ?? []
  }

  /// The value a reply's `{shop.<path>}` stands for; `nil` when the file has no such entry.
  package func fact(_ path: Substring) -> String? {
    switch path {
    case "name": name
    case "currency": currency
    case "locale": locale
    case "timezone": timezone
    default: facts[String(path)]
    }
  }
}
