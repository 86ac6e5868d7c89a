import Formats

/// JSON Lines without a mapping file: the contract's order, Shopify's or WooCommerce's, or any other whose keys are called
/// what others call them (``ColumnAliases``).
struct ForeignOrderLines: OrderLineReader {
  private var nodes: any JSONNodes
  /// What flags say; what they leave open is guessed.
  private let flags: OrderMapping?
  /// Found from the first line that needs it.
  private var guess: MappedJSONOrder?

  init(_ nodes: any JSONNodes, over flags: OrderMapping?) { (self.nodes, self.flags) = (nodes, flags) }

  mutating func next(_ report: inout InputReport) throws(InputError) -> OrderLine? {
    guard let node = try nodes.next() else { return nil }
    return OrderLine(order: try order(node, &report), place: node.place)
  }

  private mutating func order(_ line: JSONNode, _ report: inout InputReport) throws(InputError) -> Order {
    let node = try Self.unwrapped(line)
    let members = try node.object()
    if let flags {
      // Paths of a flag may lead out of what a wrapper holds.
      if guess == nil {
        guess = JSONGuess.mapping(for: try line.object(), over: flags).map(MappedJSONOrder.init)
      }
      if let order = try guess?.order(line) { return order }
      var plain = MappedJSONOrder(flags)
      return try plain.order(line)
    }
    let has = { (key: String) in members.optional(key) != nil }
    if has("line_items"), has("billing"), has("date_created") || has("date_created_gmt") {
      return try WooCommerceOrder.order(node)
    }
    if has("line_items"), has("financial_status") { return try ShopifyOrder.order(node) }
    // The contract's order has both.
    let isOurs = has("number") && (has("status") || !has("state"))
    if guess == nil, !isOurs { guess = JSONGuess.mapping(for: members).map(MappedJSONOrder.init) }
    guard !isOurs, let order = try guess?.order(node) else {
      return try Order(json: node, report: &report)
    }
    return order
  }

  /// What `{"order": {…}}` wraps.
  private static func unwrapped(_ node: JSONNode) throws(InputError) -> JSONNode {
    let members = try node.object().members
    guard members.count == 1, members[0].key.lowercased() == "order", case .object = members[0].value.content
    else { return node }
    return members[0].value
  }
}

/// JSON values one after the other.
protocol JSONNodes {
  mutating func next() throws(InputError) -> JSONNode?
}

extension JSONLReader: JSONNodes {}

/// The elements of one JSON list, or of the list under `orders` or `data`: a file that is no JSON Lines.
struct JSONListNodes: JSONNodes {
  private var rest: ArraySlice<JSONNode>

  /// `nil` when the file is neither; a list is read whole.
  ///
  /// - Throws: ``InputError`` when it begins like one and is wrong, or is larger than ``SourceFile/maximumBytes``.
  init?(path: String) throws(InputError) {
    let sample = try FileSample(path: path)
    switch sample.text.first(where: { !$0.isWhitespace }) {
    case "[": rest = try JSONNode.parse(SourceFile(path: path)).array()[...]
    case "{":
      // Of JSON Lines this is the first line; a list under a key may go over many.
      guard let source = try? SourceFile(path: path),
        case .object(let members)? = try? JSONNode.parse(source).content, members.optional("number") == nil,
        let list = members.optional("orders") ?? members.optional("data"),
        case .array(let nodes) = list.content
      else { return nil }
      rest = nodes[...]
    default: return nil
    }
  }

  mutating func next() throws(InputError) -> JSONNode? { rest.popFirst() }
}

/// Finds the fields of an order in JSON of any shape by what their keys are called.
enum JSONGuess {
  /// `nil` when no key can be the number's.
  static func mapping(for members: JSONMembers, over flags: OrderMapping = OrderMapping()) -> OrderMapping? {
    let found = members.members.flatMap(entries)
    var mapping = flags
    for field in OrderField.allCases where flags.sources[field] == nil {
      guard let index = ColumnAliases.column(of: field, in: found.map(\.name)) else { continue }
      mapping.guess(field, found[index].path)
    }
    // In an address it is a region.
    if mapping.sources[.status] == nil, members.optional("state") != nil {
      mapping.guess(.status, "state")
      if mapping.sources[.region]?.name == "state" { mapping.guess(.region, nil) }
    }
    return mapping.sources[.number] == nil ? nil : mapping
  }

  /// Whether an object, or the one it wraps, has keys as orders have.
  static func looksLikeOrder(_ members: JSONMembers) -> Bool {
    if members.members.count == 1, case .object(let inner) = members.members[0].value.content {
      return members.members[0].key.lowercased() == "order" && looksLikeOrder(inner)
    }
    if members.optional("number") != nil, members.optional("status") != nil { return true }
    return OrderImport.looksLikeOrders(members.members.flatMap(entries).map(\.name))
  }

  private typealias Entry = (name: String, path: String)

  private static func entries(_ member: JSONMembers.Member) -> [Entry] {
    let key = member.key
    switch member.value.content {
    case .object(let inner): return inner.members.flatMap { names(key, $0, path: key) }
    case .array(let elements):
      guard case .object(let inner)? = elements.first?.content else { return [(key, key + "[]")] }
      return inner.members.flatMap { names(key, $0, path: key + "[]") }
    case .null: return []
    default: return [(key, key)]
    }
  }

  /// The names of a member, or of those inside it: `shipping.address.zip` is `shippingzip`, `lines[].product.name` is
  /// `itemname`, `lines[].price.amount` is `itemprice`.
  private static func names(_ outer: String, _ member: JSONMembers.Member, path: String) -> [Entry] {
    let place = "\(path).\(member.key)"
    guard case .object(let inner) = member.value.content else { return names(outer, member.key, path: place) }
    return inner.members.flatMap { nested -> [Entry] in
      let isValue = ["amount", "value"].contains(nested.key.lowercased())
      return names(outer, isValue ? member.key : nested.key, path: "\(place).\(nested.key)")
    }
  }

  /// A key inside `shippingAddress` is one of the address, inside `lineItems` one of an item.
  private static func names(_ outer: String, _ inner: String, path: String) -> [Entry] {
    let plain = ColumnAliases.plain(outer)
    let roles = [
      ("ship", "shipping"), ("deliver", "shipping"), ("bill", "billing"), ("customer", "customer"),
      ("buyer", "customer"), ("client", "customer"), ("track", "tracking"), ("parcel", "tracking"),
      ("package", "tracking"), ("item", "item"), ("line", "item"), ("product", "item"), ("article", "item"),
    ]
    let role = roles.first { plain.contains($0.0) }?.1 ?? plain
    // The id of a customer or an item is none of the order.
    let isOwn = role != plain && ["id", "number", "name", "status"].contains(ColumnAliases.plain(inner))
    return [(role + inner, path)] + (isOwn ? [] : [(inner, path)])
  }
}
