import SharedState

/// Where a command's orders are, by the words of `parley serve`.
enum OrderPlace {
  static let flags = [
    Flag(name: "orders", value: "SOURCE", help: "where orders are: database (default) or redis"),
    Flag(
      name: "redis", value: "URL",
      help: "with --orders redis: redis://[user:password@]host:port[/db][?timeout=MS]"),
  ]

  /// The Redis that holds the orders; `nil` when that is `orders.db`.
  ///
  /// A server may ask the store's back end; its `PARLEY_ORDERS` then holds an address, and files go to `orders.db`.
  static func redis(of call: Invocation) throws(CommandError) -> RedisAddress? {
    guard let place = call["orders"], place != "database", !place.contains("://") else { return nil }
    guard place == "redis" else { throw .usage("'--orders' takes database or redis here, not '\(place)'.") }
    guard let url = call["redis"] else { throw .usage("'--orders redis' needs --redis URL.") }
    guard let address = RedisAddress(url) else {
      throw .usage("'--redis' takes redis://[user:password@]host:port[/db][?timeout=MS], without TLS.")
    }
    return address
  }
}
