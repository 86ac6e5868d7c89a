import Database

/// Looks orders up, for one thread. Each look-up goes through one index and costs microseconds, hit or miss.
///
/// Not `Sendable`: the connection and its statements belong to the thread that made them.
package final class OrderReader {
  private let connection: Connection
  private let hashes: OrderHashes
  private let byNumber: Statement
  private let byCustomer: Statement
  private let byEmail: Statement
  /// The keys of the number asked for and of the row's: kept, so that look-ups do not allocate.
  private var wanted: [UInt8] = []
  private var found: [UInt8] = []

  init(_ connection: Connection, _ hashes: OrderHashes) throws {
    self.connection = connection
    self.hashes = hashes
    byNumber = try connection.prepare(Self.byNumberSQL)
    byCustomer = try connection.prepare(Self.newestSQL("customer_hash"))
    byEmail = try connection.prepare(Self.newestSQL("email_hash"))
  }

  static let byNumberSQL = """
    SELECT \(OrderRow.columns) FROM orders WHERE number_hash = ?1 AND (expires_at IS NULL OR expires_at > ?2)
    """

  static func newestSQL(_ column: String) -> String {
    """
    SELECT \(OrderRow.columns) FROM orders WHERE \(column) = ?1 AND (expires_at IS NULL OR expires_at > ?2)
    ORDER BY placed_at DESC, number LIMIT 1000
    """
  }

  /// The order with this number, however it is written (``OrderNumber``).
  ///
  /// - Parameter now: Orders that have expired by then are not there any more.
  /// - Returns: `nil` when the text is no order number, or nobody's.
  package func order(number: UnsafeBufferPointer<UInt8>, now: UnixTime) throws -> Order? {
    wanted.removeAll(keepingCapacity: true)
    guard OrderNumber.append(key: number, to: &wanted) else { return nil }
    let hash = wanted.withUnsafeBufferPointer(hashes.number(key:))
    defer { byNumber.reset() }
    try byNumber.bind(1, hash)
    try byNumber.bind(2, now.seconds)
    while try byNumber.step() {
      let isSame = try byNumber.withBytes(0) { bytes in
        found.removeAll(keepingCapacity: true)
        return OrderNumber.append(key: bytes.bindMemory(to: UInt8.self), to: &found) && found == wanted
      }
      if isSame { return try OrderRow.read(byNumber) }
    }
    return nil
  }

  package func order(number: String, now: UnixTime) throws -> Order? {
    var number = number
    return try number.withUTF8 { try order(number: $0, now: now) }
  }

  /// A customer's orders, newest first.
  ///
  /// - Parameter limit: At most 1,000 are looked at.
  package func orders(customer id: String, limit: Int, now: UnixTime) throws -> [Order] {
    try orders(byCustomer, hashes.customer(id), limit, now) { $0.customerID == id }
  }

  /// The orders placed under an e-mail address, compared without case, newest first.
  package func orders(email: String, limit: Int, now: UnixTime) throws -> [Order] {
    let address = email.lowercased()
    return try orders(byEmail, hashes.email(email), limit, now) { $0.email?.lowercased() == address }
  }

  private func orders(
    _ statement: Statement, _ hash: Int64, _ limit: Int, _ now: UnixTime, where isWanted: (Order) -> Bool
  ) throws -> [Order] {
    defer { statement.reset() }
    try statement.bind(1, hash)
    try statement.bind(2, now.seconds)
    var orders: [Order] = []
    while orders.count < limit, try statement.step() {
      let order = try OrderRow.read(statement)
      if isWanted(order) { orders.append(order) }
    }
    return orders
  }

  /// How many orders there are. A pass over an index: for the operator, not for turns.
  package func count() throws -> Int {
    let statement = try connection.prepare("SELECT count(*) FROM orders")
    return try statement.step() ? Int(try statement.integer(0)) : 0
  }
}
