import Formats

/// JSON Lines of any shape, by a mapping.
struct MappedJSONLines: OrderLineReader {
  private var nodes: any JSONNodes
  private var orders: MappedJSONOrder

  init(_ nodes: any JSONNodes, _ mapping: OrderMapping) {
    self.nodes = nodes
    orders = MappedJSONOrder(mapping)
  }

  mutating func next(_ report: inout InputReport) throws(InputError) -> OrderLine? {
    guard let node = try nodes.next() else { return nil }
    return OrderLine(order: try orders.order(node), place: node.place)
  }
}

/// An order in JSON of any shape, by a mapping whose columns are paths: `order_id`, `address.zip`, `items[].name`.
struct MappedJSONOrder {
  private let mapping: OrderMapping
  private let paths: [OrderField: JSONPath]
  private var statuses: StatusReader

  init(_ mapping: OrderMapping) {
    self.mapping = mapping
    var paths: [OrderField: JSONPath] = [:]
    for field in OrderField.allCases {
      let source = mapping.sources[field]
      paths[field] = JSONPath(source?.name ?? field.rawValue)
    }
    self.paths = paths
    statuses = StatusReader(mapping)
  }

  mutating func order(_ node: JSONNode) throws(InputError) -> Order {
    _ = try node.object()
    guard let number = try text(.number, node) else {
      throw node.error("no order number under \"\(paths[.number]?.written ?? "")\"", .schema)
    }
    var order = Order(number: number, status: .paid)
    order.status = try status(node)
    order.customerID = try text(.customerID, node)
    order.email = try text(.email, node)
    order.postcode = try text(.postcode, node)
    order.placedAt = try time(.placedAt, node)
    order.shippedAt = try time(.shippedAt, node)
    order.deliveredAt = try time(.deliveredAt, node)
    order.eta = try time(.eta, node)
    order.currency = try text(.currency, node)?.uppercased() ?? mapping.defaultCurrency
    order.total = try amount(.total, node)
    order.carrier = try text(.carrier, node)
    let urls = try texts(.trackingURL, node)
    for (index, number) in try texts(.trackingNumber, node).enumerated() {
      if let number {
        order.tracking.append(Order.Tracking(number: number, url: index < urls.count ? urls[index] : nil))
      }
    }
    order.address = try address(node)
    order.items = try items(node)
    return order
  }

  private mutating func status(_ node: JSONNode) throws(InputError) -> OrderStatus {
    let value = paths[.status]?.values(in: node).first ?? nil
    let written = try value?.stringOrNumber().trimmingBlanks ?? ""
    if let status = statuses.read(written) { return status }
    throw (value ?? node).error(statuses.refusal(of: written), .schema)
  }

  private func value(_ field: OrderField, _ node: JSONNode) -> JSONNode? {
    paths[field]?.values(in: node).first ?? nil
  }

  private func text(_ field: OrderField, _ node: JSONNode) throws(InputError) -> String? {
    guard let text = try value(field, node)?.stringOrNumber().trimmingBlanks else { return nil }
    return text.isEmpty ? nil : text
  }

  private func texts(_ field: OrderField, _ node: JSONNode) throws(InputError) -> [String?] {
    var texts: [String?] = []
    for value in paths[field]?.values(in: node) ?? [] { texts.append(try value?.stringOrNumber()) }
    return texts
  }

  private func time(_ field: OrderField, _ node: JSONNode) throws(InputError) -> UnixTime? {
    guard let text = try text(field, node), let value = value(field, node) else { return nil }
    do throws(TimeReader.Failure) { return try mapping.times.read(text) } catch {
      throw value.error(error.message)
    }
  }

  private func amount(_ field: OrderField, _ node: JSONNode) throws(InputError) -> Amount? {
    guard let text = try text(field, node), let value = value(field, node) else { return nil }
    guard let amount = Amount(text) else { throw value.error("'\(text.prefix(40))' is not an amount") }
    return amount
  }

  private func address(_ node: JSONNode) throws(InputError) -> Order.Address? {
    var address = Order.Address()
    address.name = try text(.addressName, node)
    address.line1 = try text(.addressLine1, node)
    address.line2 = try text(.addressLine2, node)
    address.city = try text(.city, node)
    address.region = try text(.region, node)
    address.country = try text(.country, node)
    if address.orNil != nil { address.postcode = try text(.postcode, node) }
    return address.orNil
  }

  private func items(_ node: JSONNode) throws(InputError) -> [Order.Item] {
    let names = try texts(.itemName, node)
    let (skus, quantities) = (try texts(.itemSKU, node), try texts(.itemQuantity, node))
    let (prices, classes) = (try texts(.itemPrice, node), try texts(.itemClass, node))
    func at(_ list: [String?], _ index: Int) -> String? { index < list.count ? list[index] : nil }
    return names.indices.compactMap { index in
      guard let name = names[index] ?? at(skus, index) else { return nil }
      return Order.Item(
        name: name, quantity: at(quantities, index).flatMap(Quantity.read) ?? 1, sku: at(skus, index),
        price: at(prices, index).flatMap { Amount($0) }, itemClass: at(classes, index))
    }
  }
}

/// A path into a JSON value: keys parted by `.`, `[]` for each element of a list.
struct JSONPath {
  let written: String
  private enum Step { case key(String), each }
  private let steps: [Step]

  init(_ written: String) {
    self.written = written
    var steps: [Step] = []
    for part in written.split(separator: ".") {
      var key = part
      var lists = 0
      while key.hasSuffix("[]") {
        key = key.dropLast(2)
        lists += 1
      }
      if !key.isEmpty { steps.append(.key(String(key))) }
      steps += Array(repeating: .each, count: lists)
    }
    self.steps = steps
  }

  /// The values the path leads to: one, or one for each element of its lists; `nil` for an element without it.
  func values(in node: JSONNode) -> [JSONNode?] {
    var values: [JSONNode?] = [node]
    for step in steps {
      switch step {
      case .key(let key):
        values = values.map { value in
          guard case .object(let members)? = value?.content else { return nil }
          return members.optional(key)
        }
      case .each:
        values = values.flatMap { value -> [JSONNode?] in
          guard case .array(let elements)? = value?.content else { return [] }
          return elements.map { $0.isNull ? nil : $0 }
        }
      }
    }
    return values
  }
}
