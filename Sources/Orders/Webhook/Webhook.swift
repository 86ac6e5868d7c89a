import Crypto
package import Formats

/// What a shop system tells when something happens to an order.
package enum Webhook: Sendable {
  case order(Order)
  /// Nothing is to be known of this customer any more.
  case forget(customer: String?, email: String?)
  /// About something else.
  case nothing

  /// Whose webhooks they are.
  package enum Sender: String, Sendable, CaseIterable {
    case shopify
    case woocommerce
  }

  /// Whether a body was signed with the shared secret: Base64 of HMAC-SHA-256 over the bytes as they came, compared in
  /// constant time.
  package static func isSigned(
    _ body: UnsafeRawBufferPointer, signature: UnsafeRawBufferPointer, secret: [UInt8]
  ) -> Bool {
    let code = secret.withUnsafeBytes { HMAC.sha256(body, key: $0) }
    return constantTimeEqual(Array(signature), base64(code.bytes))
  }

  /// RFC 4648 §4, with padding.
  static func base64(_ bytes: [UInt8]) -> [UInt8] {
    var text = Base64URL.string(bytes).utf8.map { byte in
      byte == UInt8(ascii: "-") ? UInt8(ascii: "+") : byte == UInt8(ascii: "_") ? UInt8(ascii: "/") : byte
    }
    while text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
    return text
  }

  /// Reads a body.
  ///
  /// - Parameter topic: `orders/updated`, `order.created` and the like; other topics are ``nothing``.
  /// - Throws: ``InputError`` at the value that is wrong.
  package init(_ sender: Sender, topic: String, body: SourceFile) throws(InputError) {
    switch sender {
    case .shopify: self = try Self.shopify(topic, body)
    case .woocommerce: self = try Self.wooCommerce(topic, body)
    }
  }

  private static func shopify(_ topic: String, _ body: SourceFile) throws(InputError) -> Webhook {
    if topic == "customers/redact" {
      let members = try JSONNode.parse(body).object()
      guard let customer = try members.optional("customer")?.object() else { return .nothing }
      return .forget(
        customer: try customer.optional("id")?.stringOrNumber(),
        email: try customer.optional("email")?.string())
    }
    // `orders/edited` tells of the change alone, `orders/delete` of an id that is not the number.
    guard topic.hasPrefix("orders/"), topic != "orders/edited", topic != "orders/delete" else {
      return .nothing
    }
    return .order(try ShopifyOrder.order(JSONNode.parse(body)))
  }

  private static func wooCommerce(_ topic: String, _ body: SourceFile) throws(InputError) -> Webhook {
    guard topic.hasPrefix("order."), topic != "order.deleted" else { return .nothing }
    let json = try JSONNode.parse(body)
    // A refusal would make the shop give up on its webhook, and on every later order with it.
    if try WooCommerceOrder.isInForeignStatus(json) { return .nothing }
    return .order(try WooCommerceOrder.order(json))
  }
}

/// Reads members of JSON that others wrote: `null`, `""` and absent are the same.
struct ForeignJSON {
  let node: JSONNode
  private let members: JSONMembers

  init(_ node: JSONNode) throws(InputError) {
    self.node = node
    members = try node.object()
  }

  /// The first of the members that is there.
  func text(_ keys: String...) throws(InputError) -> String? {
    for key in keys {
      let text = try members.optional(key)?.stringOrNumber().trimmingBlanks ?? ""
      if !text.isEmpty { return text }
    }
    return nil
  }

  func object(_ keys: String...) throws(InputError) -> ForeignJSON? {
    for key in keys {
      guard let value = members.optional(key), case .object = value.content else { continue }
      return try ForeignJSON(value)
    }
    return nil
  }

  func list(_ key: String) throws(InputError) -> [ForeignJSON] {
    var list: [ForeignJSON] = []
    guard case .array(let values)? = members.optional(key)?.content else { return [] }
    for value in values { if case .object = value.content { list.append(try ForeignJSON(value)) } }
    return list
  }

  func texts(_ key: String) throws(InputError) -> [String] {
    var texts: [String] = []
    for value in try members.optional(key)?.array() ?? [] where !value.isNull {
      texts.append(try value.stringOrNumber())
    }
    return texts
  }

  /// A time without a zone is one of UTC.
  func time(_ keys: String...) throws(InputError) -> UnixTime? {
    for key in keys {
      guard let text = try text(key), let value = members.optional(key) else { continue }
      do throws(TimeReader.Failure) { return try TimeReader().read(text) } catch {
        throw value.error(error.message)
      }
    }
    return nil
  }

  func amount(_ keys: String...) throws(InputError) -> Amount? {
    for key in keys {
      guard let text = try text(key), let value = members.optional(key) else { continue }
      guard let amount = Amount(text) else { throw value.error("'\(text.prefix(40))' is not an amount") }
      return amount
    }
    return nil
  }

  func quantity(_ key: String) throws(InputError) -> Int {
    guard let text = try text(key), let value = members.optional(key) else { return 1 }
    guard let quantity = Quantity.read(text), (0...1_000_000).contains(quantity) else {
      throw value.error("not a quantity: \(text.prefix(40))")
    }
    return quantity
  }

  func error(_ message: String) -> InputError { node.error(message, .schema) }
}
