import Database

/// An order as a row of `orders.db`.
enum OrderRow {
  /// The columns a reader fetches, in the order ``read(_:)`` takes them.
  static let columns = """
    number, customer_id, email, postcode, status, placed_at, shipped_at, delivered_at, eta, currency, total, \
    carrier, details, expires_at, updated_at
    """

  static let columnCount = 15

  static func read(_ row: Statement) throws -> Order {
    let code = try row.integer(4)
    guard let status = OrderStatus(code: code) else {
      throw OrderError.invalid("orders.db holds status code \(code), which there is not")
    }
    var order = Order(number: try row.text(0), status: status)
    order.customerID = try row.textIfAny(1)
    order.email = try row.textIfAny(2)
    order.postcode = try row.textIfAny(3)
    order.placedAt = try row.time(5)
    order.shippedAt = try row.time(6)
    order.deliveredAt = try row.time(7)
    order.eta = try row.time(8)
    order.currency = try row.textIfAny(9)
    order.total = try row.textIfAny(10).flatMap { Amount($0) }
    order.carrier = try row.textIfAny(11)
    try row.withBytes(12) { bytes in
      OrderDetails.decode(bytes.bindMemory(to: UInt8.self), into: &order)
    }
    order.expiresAt = try row.time(13)
    order.updatedAt = try row.time(14)
    return order
  }

  /// The columns a writer sets, in the order ``bind(_:_:_:_:)`` binds them, from 1.
  static let writtenColumns = [
    "number_hash", "customer_hash", "email_hash", "number", "customer_id", "email", "postcode", "status",
    "placed_at", "shipped_at", "delivered_at", "eta", "currency", "total", "carrier", "details", "expires_at",
    "updated_at",
  ]

  static func bind(
    _ order: Order, number: Int64, to row: Statement, _ hashes: OrderHashes, _ details: [UInt8]
  ) throws {
    try row.bind(1, number)
    try row.bind(2, order.customerID.map(hashes.customer))
    try row.bind(3, order.email.map(hashes.email))
    try row.bind(4, order.number)
    try row.bind(5, order.customerID)
    try row.bind(6, order.email)
    try row.bind(7, order.postcode)
    try row.bind(8, order.status.code)
    try row.bind(9, order.placedAt?.seconds)
    try row.bind(10, order.shippedAt?.seconds)
    try row.bind(11, order.deliveredAt?.seconds)
    try row.bind(12, order.eta?.seconds)
    try row.bind(13, order.currency)
    try row.bind(14, order.total?.description)
    try row.bind(15, order.carrier)
    try row.bind(16, String(decoding: details, as: UTF8.self))
    try row.bind(17, order.expiresAt?.seconds)
    try row.bind(18, order.updatedAt?.seconds)
  }
}

extension Statement {
  fileprivate func time(_ column: Int) throws -> UnixTime? {
    try integerIfAny(column).map { UnixTime(seconds: $0) }
  }
}
