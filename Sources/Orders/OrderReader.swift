import Database

/// Looks orders up, for one thread: through the hashed index (``OrderIndex``), or through SQLite's own while that
/// one cannot tell. Each look-up costs microseconds, hit or miss.
///
/// Not `Sendable`: the connection and its statements belong to the thread that made them.
package final class OrderReader {
  private let connection: Connection
  private let keys: OrderKeys
  private let index: OrderIndex
  private let feed: ChangeFeed
  private var view = OrderIndex.View()
  /// Under the key the file had at the last look-up.
  private var hashes: OrderHashes
  private let byID: Statement
  private let bySQLite: [Statement]
  /// Rows to look at: kept, so that look-ups do not allocate.
  private var ids: [Int64] = []

  /// Most rows of one customer or e-mail that are read one by one.
  private static let maximumRows = 1_000

  init(_ connection: Connection, _ keys: OrderKeys, _ index: OrderIndex) throws {
    self.connection = connection
    self.keys = keys
    self.index = index
    feed = try ChangeFeed(connection)
    hashes = keys.matching(try OrderSchema.fingerprint(on: connection)) ?? keys.newest
    byID = try connection.prepare(
      "SELECT \(OrderRow.columns) FROM orders WHERE id = ?1 AND (expires_at IS NULL OR expires_at > ?2)")
    bySQLite = try IndexedKey.allCases.map { try connection.prepare(Self.sql($0)) }
  }

  /// The rows of a hash, each with the fingerprint of the file's key; without any, one row of NULLs with it.
  ///
  /// - Parameter limit: `nil` for all.
  static func sql(_ kind: IndexedKey, limit: Int? = maximumRows) -> String {
    let fresh = "(expires_at IS NULL OR expires_at > ?2)"
    let condition =
      switch kind {
      case .number: "number_hash = ?1 AND \(fresh)"
      case .customer: "customer_hash = ?1 AND \(fresh)"
      case .email: "email_hash = ?1 AND \(fresh)"
      case .parcel: "id IN (SELECT parcels.id FROM parcels WHERE hash = ?1) AND \(fresh)"
      }
    let rows =
      "SELECT \(OrderRow.columns), value FROM settings LEFT JOIN orders ON \(condition) WHERE name = 'key'"
    guard kind != .number, let limit else { return rows }
    return rows + " ORDER BY placed_at DESC, number LIMIT \(limit)"
  }

  // MARK: One order

  /// The order with this number, however it is written (``OrderNumber``).
  ///
  /// - Parameter now: Orders that have expired by then are not there any more.
  /// - Returns: `nil` when the text is no order number, or nobody's.
  package func order(number: UnsafeBufferPointer<UInt8>, now: UnixTime) throws -> Order? {
    try OrderNumber.withKey(of: number) { try order(key: $0, now) } ?? nil
  }

  private func order(key wanted: UnsafeBufferPointer<UInt8>, _ now: UnixTime) throws -> Order? {
    switch try indexed(wanted, now) {
    case .found(let order): return order
    case .none: return nil
    case .cannotTell: break
    }
    var order: Order?
    try forEachRow(bySQLite[IndexedKey.number.rawValue], { $0.number(key: wanted) }, now) { row in
      guard try Self.has(wanted, row) else { return false }
      order = try OrderRow.read(row)
      return true
    }
    return order
  }

  package func order(number: String, now: UnixTime) throws -> Order? {
    var number = number
    return try number.withUTF8 { try order(number: $0, now: now) }
  }

  /// The row that the index names for a number, which it does not read: what a look-up costs without the record.
  package func recordID(number: UnsafeBufferPointer<UInt8>) -> Int64? {
    // A closure: a reference to the method would put a copy of all hashes on the heap.
    guard let hash = OrderNumber.withKey(of: number, { hashes.number(key: $0) }) else { return nil }
    forgetIDs()
    guard index.candidates(.number, hash, fingerprint: hashes.fingerprint, &view, into: &ids) else {
      return nil
    }
    return ids.first
  }

  private enum Answer {
    case found(Order)
    case none
    case cannotTell
  }

  /// A row that is found is compared, so an index that lags behind cannot give a wrong one; before it says that there
  /// is none, it takes in what has changed.
  private func indexed(_ wanted: UnsafeBufferPointer<UInt8>, _ now: UnixTime) throws -> Answer {
    let hash = hashes.number(key: wanted)
    while true {
      forgetIDs()
      guard index.candidates(.number, hash, fingerprint: hashes.fingerprint, &view, into: &ids) else {
        return .cannotTell
      }
      for id in ids {
        if let order = try row(id, now, where: { try Self.has(wanted, $0) }) { return .found(order) }
      }
      switch try index.refresh(feed, since: view) {
      case .some: continue
      case .none: return .none
      case .unusable: return .cannotTell
      }
    }
  }

  private func row(_ id: Int64, _ now: UnixTime, where isWanted: (Statement) throws -> Bool) throws -> Order?
  {
    defer { byID.reset() }
    try byID.bind(1, id)
    try byID.bind(2, now.seconds)
    guard try byID.step(), try isWanted(byID) else { return nil }
    return try OrderRow.read(byID)
  }

  /// Whether the row's number is the one asked for; the hash alone is no proof.
  private static func has(_ wanted: UnsafeBufferPointer<UInt8>, _ row: Statement) throws -> Bool {
    try row.withBytes(0) { bytes in
      OrderNumber.withKey(of: bytes.bindMemory(to: UInt8.self)) { $0.elementsEqual(wanted) } ?? false
    }
  }

  /// Emptying an array costs a call even when it is empty.
  private func forgetIDs() {
    if !ids.isEmpty { ids.removeAll(keepingCapacity: true) }
  }

  // MARK: Several orders

  /// A customer's orders, newest first.
  ///
  /// - Parameter limit: At most 1,000 are looked at.
  package func orders(customer id: String, limit: Int, now: UnixTime) throws -> [Order] {
    try orders(.customer, { $0.customer(id) }, limit, now) { $0.customerID == id }
  }

  /// The orders placed under an e-mail address, compared without case, newest first.
  package func orders(email: String, limit: Int, now: UnixTime) throws -> [Order] {
    let address = email.lowercased()
    return try orders(.email, { $0.email(email) }, limit, now) { $0.email?.lowercased() == address }
  }

  /// The orders a parcel of this number belongs to, newest first.
  package func orders(parcel: String, limit: Int, now: UnixTime) throws -> [Order] {
    guard let number = OrderNumber(parcel), hashes.parcel(parcel) != nil else { return [] }
    return try orders(.parcel, { $0.parcel(parcel) ?? 0 }, limit, now) { order in
      order.tracking.contains { OrderNumber($0.number) == number }
    }
  }

  private func orders(
    _ kind: IndexedKey, _ hash: (OrderHashes) -> Int64, _ limit: Int, _ now: UnixTime,
    where isWanted: (Order) -> Bool
  ) throws -> [Order] {
    if let orders = try indexed(kind, hash(hashes), limit, now, where: isWanted) { return orders }
    var orders: [Order] = []
    try forEachRow(bySQLite[kind.rawValue], hash, now) { row in
      let order = try OrderRow.read(row)
      if isWanted(order) { orders.append(order) }
      return orders.count >= limit
    }
    return orders
  }

  /// `nil` when the index cannot tell, or names more rows than are read one by one.
  private func indexed(
    _ kind: IndexedKey, _ hash: Int64, _ limit: Int, _ now: UnixTime, where isWanted: (Order) -> Bool
  ) throws -> [Order]? {
    guard try index.refresh(feed) != .unusable else { return nil }
    forgetIDs()
    guard index.candidates(kind, hash, fingerprint: hashes.fingerprint, &view, into: &ids),
      ids.count <= Self.maximumRows
    else { return nil }
    let orders = try Set(ids).compactMap { try row($0, now) { _ in true } }.filter(isWanted)
    let newestFirst = orders.sorted { left, right in
      guard left.placedAt == right.placedAt else {
        return left.placedAt?.seconds ?? .min > right.placedAt?.seconds ?? .min
      }
      // Bytes, as SQLite compares.
      return left.number.utf8.lexicographicallyPrecedes(right.number.utf8)
    }
    return Array(newestFirst.prefix(limit))
  }

  // MARK: Through SQLite

  /// Hands on the rows of a hash until `body` says `true`; under the key that the file has at that moment.
  private func forEachRow(
    _ statement: Statement, _ hash: (OrderHashes) -> Int64, _ now: UnixTime,
    _ body: (Statement) throws -> Bool
  ) throws {
    while true {
      defer { statement.reset() }
      try statement.bind(1, hash(hashes))
      try statement.bind(2, now.seconds)
      var isCurrent = true
      while isCurrent, try statement.step() {
        isCurrent = try isUnderOurKey(statement)
        if isCurrent, !statement.isNull(0), try body(statement) { return }
      }
      if isCurrent { return }
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

  /// The numbers of all orders of a customer or an e-mail, of those that have expired too. Compiles its statements: for
  /// what is seldom asked.
  package func numbers(customer: String?, email: String?) throws -> Set<String> {
    var numbers: Set<String> = []
    func add(_ kind: IndexedKey, _ hash: (OrderHashes) -> Int64, where isTheirs: (Order) -> Bool) throws {
      let statement = try connection.prepare(Self.sql(kind, limit: nil))
      try forEachRow(statement, hash, UnixTime(seconds: .min)) { row in
        let order = try OrderRow.read(row)
        if isTheirs(order) { numbers.insert(order.number) }
        return false
      }
    }
    if let customer {
      try add(.customer, { $0.customer(customer) }, where: { $0.customerID == customer })
    }
    if let address = email?.lowercased() {
      try add(.email, { $0.email(address) }, where: { $0.email?.lowercased() == address })
    }
    return numbers
  }

  /// Every order in the order of its row, read one by one: for exports.
  package func forEach(_ body: (Order) throws -> Void) throws {
    let statement = try connection.prepare("SELECT \(OrderRow.columns) FROM orders ORDER BY id")
    while try statement.step() { try body(OrderRow.read(statement)) }
  }

  /// How many orders there are. A pass over an index: for the operator, not for turns.
  package func count() throws -> Int { try OrderSchema.count("orders", on: connection) }
}
