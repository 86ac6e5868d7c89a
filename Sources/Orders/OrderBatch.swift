import Database

/// Changes orders inside one transaction of its caller's. For one thread.
package final class OrderBatch {
  private let connection: Connection
  private let keys: OrderKeys
  private var hashes: OrderHashes
  private let find: Statement
  private let insert: Statement
  private let update: Statement
  private let fetch: Statement
  private let parcels: ParcelTable
  private let note: Statement
  private let remember: Statement
  private var details: [UInt8] = []
  /// Random bits of this commit, by which the index tells one history of a file from another.
  private var mark: Int64 = 0
  /// Changes noted in this commit.
  private var noted = 0
  /// Something was removed that the write-ahead log may still hold.
  private var hasRemoved = false

  init(_ connection: Connection, _ keys: OrderKeys) throws {
    self.connection = connection
    self.keys = keys
    hashes = keys.newest
    let columns = OrderRow.writtenColumns
    find = try connection.prepare(Self.findSQL)
    fetch = try connection.prepare("SELECT \(OrderRow.columns) FROM orders WHERE id = ?")
    parcels = try ParcelTable(connection)
    note = try connection.prepare("INSERT INTO changes(id, mark) VALUES(?, ?)")
    remember = try connection.prepare("INSERT INTO deliveries(hash, at) VALUES(?, ?) ON CONFLICT DO NOTHING")
    insert = try connection.prepare(
      """
      INSERT INTO orders(\(columns.joined(separator: ", ")))
      VALUES(\(columns.map { _ in "?" }.joined(separator: ", ")))
      """)
    update = try connection.prepare(
      "UPDATE orders SET \(columns.map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ?\(columns.count + 1)"
    )
  }

  static let findSQL =
    "SELECT id, number, customer_hash, email_hash, updated_at FROM orders WHERE number_hash = ?"

  /// Runs `body` in one transaction, under the key the file is hashed with now.
  ///
  /// After the commit of a removal the write-ahead log is emptied, so that no older state of a page is left in it; while
  /// a reader is in the middle of a look-up it stays until a later commit.
  func commit<Result>(_ body: () throws -> Result) throws -> Result {
    let result = try connection.transaction {
      guard let hashes = keys.matching(try OrderSchema.fingerprint(on: connection)) else {
        throw OrderError.otherKey
      }
      self.hashes = hashes
      (mark, noted) = (Int64.random(in: .min ... .max), 0)
      let result = try body()
      if noted > ChangeFeed.maximumPerCommit { try note(0) }
      return result
    }
    if hasRemoved, let checkpoint = try? connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)"),
      (try? checkpoint.step()) == true, (try? checkpoint.integer(0)) == 0
    {
      hasRemoved = false
    }
    try connection.mustBeInPlace()
    return result
  }

  /// What became of an order.
  package enum Outcome: Sendable { case added, replaced }

  /// Writes an order; one that is there under the same number (``OrderNumber``) is replaced whole.
  ///
  /// - Throws: ``OrderError/invalid(_:)`` when it breaks a bound, ``DatabaseError``.
  @discardableResult
  package func upsert(_ order: Order) throws -> Outcome {
    let (number, hash) = try identity(of: order)
    let existing = try row(number, hash)
    try write(order, hash, over: existing)
    return existing == nil ? .added : .replaced
  }

  /// What became of an order that a webhook told of.
  package enum Delivery: Sendable {
    case applied
    /// This delivery has been applied before.
    case repeated
    /// What is there is newer.
    case outdated
  }

  /// Writes an order as a webhook tells it: once for each delivery, and never over a newer state.
  ///
  /// - Parameters:
  ///   - id: What the sender calls the delivery; `nil` when it does not.
  ///   - now: When it came; deliveries are remembered for ``deliveryMemory``.
  package func apply(_ order: Order, delivery id: String?, now: UnixTime) throws -> Delivery {
    let (number, hash) = try identity(of: order)
    if let id, try !isNew(delivery: hashes.delivery(id), now) { return .repeated }
    let existing = try row(number, hash)
    if let known = existing?.updatedAt, let told = order.updatedAt, told.seconds < known { return .outdated }
    try write(order, hash, over: existing)
    return .applied
  }

  /// Seconds a delivery is remembered: senders repeat for two days at most.
  package static let deliveryMemory: Int64 = 4 * 86_400

  private func isNew(delivery hash: Int64, _ now: UnixTime) throws -> Bool {
    try remember.bind(1, hash)
    try remember.bind(2, now.seconds)
    try remember.run()
    return connection.changes > 0
  }

  /// Adds a further line of an order that this batch has already written.
  ///
  /// - Throws: ``OrderError/ambiguous(_:_:)`` when the order written is not this one, but one that only differs in
  ///   punctuation, case or O for 0.
  package func merge(_ line: Order) throws {
    let (number, hash) = try identity(of: line)
    guard let existing = try row(number, hash) else { return try write(line, hash, over: nil) }
    guard existing.number == line.number else { throw OrderError.ambiguous(line.number, existing.number) }
    defer { fetch.reset() }
    try fetch.bind(1, existing.id)
    guard try fetch.step() else { return }
    var order = try OrderRow.read(fetch)
    order.merge(line)
    if let problem = order.problem { throw OrderError.invalid(problem) }
    try write(order, hash, over: existing)
  }

  /// Removes every order, for an import that replaces all.
  package func removeAll() throws {
    try connection.execute("DELETE FROM orders")
    noted = ChangeFeed.maximumPerCommit + 1
    hasRemoved = true
  }

  /// Removes the order of this number; returns whether there was one.
  package func remove(number written: String) throws -> Bool {
    guard let number = OrderNumber(written), let hash = hashes.number(written),
      let existing = try row(number, hash)
    else { return false }
    return try remove("id = ?1", existing.id) > 0
  }

  /// Removes what is known of a customer: all orders under the id.
  ///
  /// - Returns: How many.
  package func remove(customer id: String) throws -> Int {
    try remove("customer_hash = ?1 AND customer_id = ?2", hashes.customer(id), id)
  }

  /// Removes all orders under an e-mail address, compared without case.
  ///
  /// - Returns: How many.
  package func remove(email: String) throws -> Int { try remove("email_hash = ?1", hashes.email(email)) }

  /// Removes what has expired by `now`, and forgets deliveries that nobody will repeat any more.
  ///
  /// - Returns: How many orders.
  package func removeExpired(now: UnixTime) throws -> Int {
    let forget = try connection.prepare("DELETE FROM deliveries WHERE at < ?")
    try forget.bind(1, now.seconds - Self.deliveryMemory)
    try forget.run()
    return try remove("expires_at <= ?1", now.seconds)
  }

  private func identity(of order: Order) throws -> (OrderNumber, Int64) {
    if let problem = order.problem { throw OrderError.invalid(problem) }
    guard let number = OrderNumber(order.number) else { throw OrderError.invalid("the order has no number") }
    return (number, number.key.withBytes(hashes.number(key:)))
  }

  /// What is known of an order that is there.
  private struct Existing {
    let id: Int64
    let number: String
    let customer: Int64?
    let email: Int64?
    let updatedAt: Int64?
  }

  /// The row of a number: the hash finds it, the number itself decides.
  private func row(_ number: OrderNumber, _ hash: Int64) throws -> Existing? {
    defer { find.reset() }
    try find.bind(1, hash)
    while try find.step() {
      let written = try find.text(1)
      guard OrderNumber(written) == number else { continue }
      return Existing(
        id: try find.integer(0), number: written, customer: try find.integerIfAny(2),
        email: try find.integerIfAny(3), updatedAt: try find.integerIfAny(4))
    }
    return nil
  }

  private func write(_ order: Order, _ hash: Int64, over existing: Existing?) throws {
    OrderDetails.encode(order, into: &details)
    let statement = existing == nil ? insert : update
    try OrderRow.bind(order, number: hash, to: statement, hashes, details)
    if let existing { try statement.bind(OrderRow.writtenColumns.count + 1, existing.id) }
    try statement.run()
    let parcelHashes = hashes.parcels(of: order)
    guard let existing else {
      let id = connection.lastInsertedRow
      try parcels.add(parcelHashes, of: id)
      return try note(id)
    }
    let sameParcels = try parcels.hashes(of: existing.id) == parcelHashes
    if !sameParcels {
      try parcels.remove(of: existing.id)
      try parcels.add(parcelHashes, of: existing.id)
    }
    let sameKeys =
      existing.customer == order.customerID.map(hashes.customer)
      && existing.email == order.email.map(hashes.email)
    if !sameKeys || !sameParcels { try note(existing.id) }
  }

  /// Tells indexes that an order has new keys, or is gone; 0 that everything may have changed.
  private func note(_ id: Int64) throws {
    noted += 1
    guard id == 0 || noted <= ChangeFeed.maximumPerCommit else { return }
    try note.bind(1, id)
    try note.bind(2, mark)
    try note.run()
  }

  /// Removes the orders for which `condition` holds.
  private func remove(_ condition: String, _ key: Int64, _ text: String? = nil) throws -> Int {
    let (found, delete) = (
      try connection.prepare("SELECT id FROM orders WHERE \(condition)"),
      try connection.prepare("DELETE FROM orders WHERE \(condition)")
    )
    for statement in [found, delete] {
      try statement.bind(1, key)
      if let text { try statement.bind(2, text) }
    }
    while try found.step() { try note(try found.integer(0)) }
    found.reset()
    try delete.run()
    let count = connection.changes
    if count > 0 { hasRemoved = true }
    return count
  }
}

/// Why an order was not written.
package enum OrderError: Error, Equatable, CustomStringConvertible {
  /// It breaks a bound; the reason in words.
  case invalid(String)
  /// Two numbers of one import that we compare as equal.
  case ambiguous(String, String)
  /// `orders.db` has been hashed under a key that this process does not have.
  case otherKey
  /// The file's hashes were made with a secret that the caller does not have.
  case wrongKey
  /// No orders are where orders were.
  case lost(path: String)
  /// Too many changes are waiting to be written.
  case busy
  /// The writer has been stopped.
  case stopped
  /// The disk is full or fails, or `orders.db` was moved or replaced while it was open.
  case noPlace(String)

  /// What an operator has to put right; `nil` for all that is wrong with the change itself.
  init?(_ error: DatabaseError) {
    switch error.code {
    case .full, .moved, .inputOutput, .readOnly, .busy, .cannotOpen: self = .noPlace(error.description)
    default: return nil
    }
  }

  /// Whether orders were there and are not any more.
  package var isLoss: Bool {
    if case .lost = self { true } else { false }
  }

  package var description: String {
    switch self {
    case .invalid(let reason): reason
    case .ambiguous(let number, let other):
      "order number '\(number)' cannot be told from '\(other)': case, punctuation and O for 0 do not count"
    case .wrongKey:
      "orders.db belongs to another PARLEY_SECRET; 'serve' and 'import orders' would move it to this one"
    case .otherKey: "orders.db was opened with another secret since; restart with the secret it has now"
    case .noPlace(let reason): reason
    case .lost(let path):
      "\(path) is missing, though what was derived from it is there: put the file back, from a copy if need be, "
        + "or import the orders anew"
    case .busy: "too many orders are waiting to be written"
    case .stopped: "the order writer has stopped"
    }
  }
}
