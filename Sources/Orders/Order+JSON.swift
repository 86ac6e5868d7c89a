package import Formats

extension Order {
  /// The order in the field names of the contract, absent fields left out; times in RFC 3339, UTC.
  package var json: JSONValue {
    var members: [JSONValue.Member] = [.init("number", .string(number))]
    func add(_ key: String, _ value: String?) {
      if let value { members.append(.init(key, .string(value))) }
    }
    add("customer_id", customerID)
    add("email", email)
    add("postcode", postcode)
    add("status", status.rawValue)
    add("placed_at", placedAt?.description)
    add("shipped_at", shippedAt?.description)
    add("delivered_at", deliveredAt?.description)
    add("eta", eta?.description)
    add("currency", currency)
    if let total { members.append(.init("total", .number(total.description))) }
    add("carrier", carrier)
    members.append(.init("tracking", .array(tracking.map(\.json))))
    members.append(.init("items", .array(items.map(\.json))))
    if let address { members.append(.init("address", address.json)) }
    add("expires_at", expiresAt?.description)
    add("updated_at", updatedAt?.description)
    return .object(members)
  }

  /// The keys ``init(json:times:report:)`` knows.
  static let keys = [
    "number", "customer_id", "email", "postcode", "status", "placed_at", "shipped_at", "delivered_at", "eta",
    "currency", "total", "carrier", "tracking", "items", "address", "expires_at", "updated_at",
  ]

  /// Reads an order in the shape of ``json``. Numbers may be JSON numbers; `null` is absent.
  ///
  /// - Parameter report: Gets a warning for each unknown key.
  /// - Throws: ``InputError`` at the value that is wrong.
  package init(
    json node: JSONNode, times: TimeReader = TimeReader(), report: inout InputReport
  ) throws(InputError) {
    let members = try node.object()
    for member in members.members where !Self.keys.contains(member.key) {
      report.warn(at: member.keyPlace, "unknown key \"\(member.key)\" is ignored")
    }
    let statusNode = try members.required("status")
    let written = try statusNode.string()
    guard let status = OrderStatus(written: written) else {
      throw statusNode.error("unknown status '\(written)'; known: \(OrderStatus.names)")
    }
    self.init(number: try members.required("number").stringOrNumber(), status: status)
    customerID = try members.text("customer_id")
    email = try members.text("email")
    postcode = try members.text("postcode")
    placedAt = try members.time("placed_at", times)
    shippedAt = try members.time("shipped_at", times)
    deliveredAt = try members.time("delivered_at", times)
    eta = try members.time("eta", times)
    currency = try members.text("currency")?.uppercased()
    total = try members.amount("total")
    carrier = try members.text("carrier")
    for node in try members.optional("tracking")?.array() ?? [] { tracking.append(try Tracking(json: node)) }
    for node in try members.optional("items")?.array() ?? [] { items.append(try Item(json: node)) }
    address = try members.optional("address").map { (node) throws(InputError) in try Address(json: node) }
    expiresAt = try members.time("expires_at", times)
    updatedAt = try members.time("updated_at", times)
    if let message = problem { throw node.error(message) }
  }
}

extension Order.Tracking {
  fileprivate var json: JSONValue {
    .object([.init("number", .string(number))] + (url.map { [.init("url", .string($0))] } ?? []))
  }

  /// An object, or the number alone.
  fileprivate init(json node: JSONNode) throws(InputError) {
    guard case .object(let members) = node.content else {
      self.init(number: try node.stringOrNumber())
      return
    }
    self.init(number: try members.required("number").stringOrNumber(), url: try members.text("url"))
  }
}

extension Order.Item {
  fileprivate var json: JSONValue {
    var members: [JSONValue.Member] = []
    if let sku { members.append(.init("sku", .string(sku))) }
    members.append(.init("name", .string(name)))
    members.append(.init("quantity", .integer(quantity)))
    if let price { members.append(.init("price", .number(price.description))) }
    if let itemClass { members.append(.init("class", .string(itemClass))) }
    return .object(members)
  }

  fileprivate init(json node: JSONNode) throws(InputError) {
    let members = try node.object()
    self.init(name: try members.required("name").string())
    sku = try members.text("sku")
    if let node = members.optional("quantity") {
      quantity = try node.integer()
      guard (0...1_000_000).contains(quantity) else { throw node.error("not a quantity: \(quantity)") }
    }
    price = try members.amount("price")
    itemClass = try members.text("class")
  }
}

extension Order.Address {
  /// JSON key and field, in the order written.
  private static var fields: [(String, WritableKeyPath<Order.Address, String?>)] {
    [
      ("name", \.name), ("line1", \.line1), ("line2", \.line2), ("city", \.city), ("region", \.region),
      ("postcode", \.postcode), ("country", \.country),
    ]
  }

  fileprivate var json: JSONValue {
    .object(Self.fields.compactMap { key, field in self[keyPath: field].map { .init(key, .string($0)) } })
  }

  /// An object, or one text for all of it.
  fileprivate init(json node: JSONNode) throws(InputError) {
    self.init()
    guard case .object(let members) = node.content else {
      line1 = try node.string()
      return
    }
    for (key, field) in Self.fields { self[keyPath: field] = try members.text(key) }
  }
}

extension JSONMembers {
  /// Text without blanks around it, a number as written; `nil` when absent, null or empty.
  fileprivate func text(_ key: String) throws(InputError) -> String? {
    guard let node = optional(key) else { return nil }
    let text = try node.stringOrNumber().trimmingBlanks
    return text.isEmpty ? nil : text
  }

  fileprivate func time(_ key: String, _ times: TimeReader) throws(InputError) -> UnixTime? {
    guard let text = try text(key), let node = self[key] else { return nil }
    do throws(TimeReader.Failure) { return try times.read(text) } catch { throw node.error(error.message) }
  }

  fileprivate func amount(_ key: String) throws(InputError) -> Amount? {
    guard let text = try text(key), let node = self[key] else { return nil }
    guard let amount = Amount(text) else { throw node.error("'\(text)' is not an amount") }
    return amount
  }
}

extension String {
  var trimmingBlanks: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
