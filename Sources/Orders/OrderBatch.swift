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
  private var details: [UInt8] = []
  /// Something was removed that the write-ahead log may still hold.
  private var hasRemoved = false

  init(_ connection: Connection, _ keys: OrderKeys) throws {
    self.connection = connection
    self.keys = keys
    hashes = keys.newest
    let columns = OrderRow.writtenColumns
    find = try connection.prepare(Self.findSQL)
    fetch = try connection.prepare("SELECT \(OrderRow.columns) FROM orders WHERE id = ?")
    insert = try connection.prepare(
      """
      INSERT INTO orders(\(columns.joined(separator: ", ")))
      VALUES(\(columns.map { _ in "?" }.joined(separator: ", ")))
      """)
    update = try connection.prepare(
      "UPDATE orders SET \(columns.map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ?\(columns.count + 1)"
    )
  }

  static let findSQL = "SELECT id, number FROM orders WHERE number_hash = ?"

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
      return try body()
    }
    if hasRemoved, let checkpoint = try? connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)"),
      (try? checkpoint.step()) == true, (try? checkpoint.integer(0)) == 0
    {
      hasRemoved = false
    }
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
    try write(order, hash, to: existing?.id)
    return existing == nil ? .added : .replaced
  }

  /// Adds a further line of an order that this batch has already written.
  ///
  /// - Throws: ``OrderError/ambiguous(_:_:)`` when the order written is not this one, but one that only differs in
  ///   punctuation, case or O for 0.
  package func merge(_ line: Order) throws {
    let (number, hash) = try identity(of: line)
    guard let existing = try row(number, hash) else { return try write(line, hash, to: nil) }
    guard existing.number == line.number else { throw OrderError.ambiguous(line.number, existing.number) }
    defer { fetch.reset() }
    try fetch.bind(1, existing.id)
    guard try fetch.step() else { return }
    var order = try OrderRow.read(fetch)
    order.merge(line)
    if let problem = order.problem { throw OrderError.invalid(problem) }
    try write(order, hash, to: existing.id)
  }

  /// Removes every order, for an import that replaces all.
  package func removeAll() throws {
    try connection.execute("DELETE FROM orders")
    hasRemoved = true
  }

  /// Removes the order of this number; returns whether there was one.
  package func remove(number written: String) throws -> Bool {
    guard let number = OrderNumber(written), let hash = hashes.number(written),
      let existing = try row(number, hash)
    else { return false }
    return try run("DELETE FROM orders WHERE id = ?", existing.id) > 0
  }

  /// Removes what is known of a customer: all orders under the id.
  ///
  /// - Returns: How many.
  package func remove(customer id: String) throws -> Int {
    try run("DELETE FROM orders WHERE customer_hash = ?1 AND customer_id = ?2", hashes.customer(id), id)
  }

  /// Removes all orders under an e-mail address, compared without case.
  ///
  /// - Returns: How many.
  package func remove(email: String) throws -> Int {
    try run("DELETE FROM orders WHERE email_hash = ?", hashes.email(email))
  }

  /// Removes what has expired by `now`.
  ///
  /// - Returns: How many.
  package func removeExpired(now: UnixTime) throws -> Int {
    try run("DELETE FROM orders WHERE expires_at <= ?", now.seconds)
  }

  private func identity(of order: Order) throws -> (OrderNumber, Int64) {
    if let problem = order.problem { throw OrderError.invalid(problem) }
    guard let number = OrderNumber(order.number) else { throw OrderError.invalid("the order has no number") }
    return (number, number.key.withBytes(hashes.number(key:)))
  }

  /// The row of a number: the hash finds it, the number itself decides.
  private func row(_ number: OrderNumber, _ hash: Int64) throws -> (id: Int64, number: String)? {
    defer { find.reset() }
    try find.bind(1, hash)
    while try find.step() {
      let written = try find.text(1)
      if OrderNumber(written) == number { return (try find.integer(0), written) }
    }
    return nil
  }

  private func write(_ order: Order, _ hash: Int64, to id: Int64?) throws {
    OrderDetails.encode(order, into: &details)
    let statement = id == nil ? insert : update
    try OrderRow.bind(order, number: hash, to: statement, hashes, details)
    if let id { try statement.bind(OrderRow.writtenColumns.count + 1, id) }
    try statement.run()
  }

  private func run(_ sql: String, _ key: Int64, _ text: String? = nil) throws -> Int {
    let statement = try connection.prepare(sql)
    try statement.bind(1, key)
    if let text { try statement.bind(2, text) }
    try statement.run()
    hasRemoved = true
    return connection.changes
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
  /// Too many changes are waiting to be written.
  case busy
  /// The writer has been stopped.
  case stopped

  package var description: String {
    switch self {
    case .invalid(let reason): reason
    case .ambiguous(let number, let other):
      "order number '\(number)' cannot be told from '\(other)': case, punctuation and O for 0 do not count"
    case .wrongKey:
      "orders.db belongs to another PARLEY_SECRET; 'serve' and 'import orders' would move it to this one"
    case .otherKey: "orders.db was opened with another secret since; restart with the secret it has now"
    case .busy: "too many orders are waiting to be written"
    case .stopped: "the order writer has stopped"
    }
  }
}
