/// The store's own facts, from `shop.yaml`; replies refer to them as `{shop.…}`.
package struct ShopSettings: Codable, Sendable, Equatable {
  package var name = "the store"
  package var currency = "EUR"
  /// The language replies fall back to.
  package var locale = "en"
  /// IANA name. Kept and shown as `{shop.timezone}` only: dates in replies are those of UTC.
  package var timezone = "UTC"
  /// Every scalar of the file by its path below the top, `links.returns` and the like.
  package var facts: [String: String] = [:]
  /// `demo_orders: {shift_newest_to: now}`: age the imported orders so that the newest was placed now.
  package var shiftsDemoOrders = false

  package init() {}

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
