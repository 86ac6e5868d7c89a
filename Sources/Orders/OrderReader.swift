import Database

/// Looks orders up, for one thread. Each look-up goes through one index and costs microseconds, hit or miss.
///
/// Not `Sendable`: the connection and its statements belong to the thread that made them.
package final class OrderReader {
  private let connection: Connection
  private let keys: OrderKeys
  /// Under the key the file had at the last look-up.
  private var hashes: OrderHashes
  private let byNumber: Statement
  private let byCustomer: Statement
  private let byEmail: Statement
  /// The keys of the number asked for and of the row's: kept, so that look-ups do not allocate.
  private var wanted: [UInt8] = []
  private var found: [UInt8] = []

  init(_ connection: Connection, _ keys: OrderKeys) throws {
    self.connection = connection
    self.keys = keys
    hashes = keys.matching(try OrderSchema.fingerprint(on: connection)) ?? keys.newest
    byNumber = try connection.prepare(Self.byNumberSQL)
    byCustomer = try connection.prepare(Self.newestSQL("customer_hash"))
    byEmail = try connection.prepare(Self.newestSQL("email_hash"))
  }

  static let byNumberSQL = lookUpSQL("number_hash")

  static func newestSQL(_ column: String) -> String {
    lookUpSQL(column) + " ORDER BY placed_at DESC, number LIMIT 1000"
  }

  /// The rows of a hash, each with the fingerprint of the file's key; without any, one row of NULLs with it.
  private static func lookUpSQL(_ column: String) -> String {
    """
    SELECT \(OrderRow.columns), value FROM settings \
    LEFT JOIN orders ON \(column) = ?1 AND (expires_at IS NULL OR expires_at > ?2) WHERE name = 'key'
    """
  }

  /// The order with this number, however it is written (``OrderNumber``).
  ///
  /// - Parameter now: Orders that have expired by then are not there any more.
  /// - Returns: `nil` when the text is no order number, or nobody's.
  package func order(number: UnsafeBufferPointer<UInt8>, now: UnixTime) throws -> Order? {
    wanted.removeAll(keepingCapacity: true)
    guard OrderNumber.append(key: number, to: &wanted) else { return nil }
    while true {
      let hash = wanted.withUnsafeBufferPointer(hashes.number(key:))
      defer { byNumber.reset() }
      try byNumber.bind(1, hash)
      try byNumber.bind(2, now.seconds)
      var isCurrent = true
      while isCurrent, try byNumber.step() {
        isCurrent = try isUnderOurKey(byNumber)
        if isCurrent, try isWanted(byNumber) { return try OrderRow.read(byNumber) }
      }
      if isCurrent { return nil }
    }
  }

  package func order(number: String, now: UnixTime) throws -> Order? {
    var number = number
    return try number.withUTF8 { try order(number: $0, now: now) }
  }

  /// A customer's orders, newest first.
  ///
  /// - Parameter limit: At most 1,000 are looked at.
  package func orders(customer id: String, limit: Int, now: UnixTime) throws -> [Order] {
    try orders(byCustomer, { $0.customer(id) }, limit, now) { $0.customerID == id }
  }

  /// The orders placed under an e-mail address, compared without case, newest first.
  package func orders(email: String, limit: Int, now: UnixTime) throws -> [Order] {
    let address = email.lowercased()
    return try orders(byEmail, { $0.email(email) }, limit, now) { $0.email?.lowercased() == address }
  }

  private func orders(
    _ statement: Statement, _ hash: (OrderHashes) -> Int64, _ limit: Int, _ now: UnixTime,
    where isWanted: (Order) -> Bool
  ) throws -> [Order] {
    while true {
      defer { statement.reset() }
      try statement.bind(1, hash(hashes))
      try statement.bind(2, now.seconds)
      var orders: [Order] = []
      var isCurrent = true
      while isCurrent, orders.count < limit, try statement.step() {
        isCurrent = try isUnderOurKey(statement)
        guard isCurrent, !statement.isNull(0) else { continue }
        let order = try OrderRow.read(statement)
        if isWanted(order) { orders.append(order) }
      }
      if isCurrent { return orders }
    }
  }

  /// Whether the row's number is the one asked for; the hash alone is no proof.
  private func isWanted(_ row: Statement) throws -> Bool {
    guard !row.isNull(0) else { return false }
    return try row.withBytes(0) { bytes in
      found.removeAll(keepingCapacity: true)
      return OrderNumber.append(key: bytes.bindMemory(to: UInt8.self), to: &found) && found == wanted
    }
  }

  /// Whether the file is still hashed under the key we used. If not, takes the key it has now: ask again.
  private func isUnderOurKey(_ row: Statement) throws -> Bool {
    let fingerprint = try row.integer(OrderRow.columnCount)
    if fingerprint == hashes.fingerprint { return true }
    guard let current = keys.matching(fingerprint) else { throw OrderError.otherKey }
    hashes = current
    return false
  }

  /// Every order in the order of its row, read one by one: for exports.
  package func forEach(_ body: (Order) throws -> Void) throws {
    let statement = try connection.prepare("SELECT \(OrderRow.columns) FROM orders ORDER BY id")
    while try statement.step() { try body(OrderRow.read(statement)) }
  }

  /// How many orders there are. A pass over an index: for the operator, not for turns.
  package func count() throws -> Int {
    let statement = try connection.prepare("SELECT count(*) FROM orders")
    return try statement.step() ? Int(try statement.integer(0)) : 0
  }
}
