import Database

/// Reads from the change table of `orders.db` which orders came or changed their keys since a moment. For one thread.
///
/// A row of the table says: the order in row `id` has keys it did not have. Id 0 says that all orders may have changed,
/// as after an import of many. The newest row always stays, so that its mark can be compared.
final class ChangeFeed {
  /// One order whose keys may be new.
  struct Change {
    let at: OrderChange
    let id: Int64
    /// `nil` when the order is gone again.
    var keys: [(IndexedKey, Int64)]?
  }

  /// Most changes told one by one; after a commit of more, everything may have changed.
  static let maximumPerCommit = 20_000

  private let changes: Statement
  private let parcels: Statement

  init(_ connection: Connection) throws {
    changes = try connection.prepare(
      """
      SELECT c.seq, c.id, c.mark, o.number_hash, o.customer_hash, o.email_hash,
        (SELECT value FROM settings WHERE name = 'key')
      FROM changes c LEFT JOIN orders o ON o.id = c.id WHERE c.seq >= ? ORDER BY c.seq
      """)
    parcels = try connection.prepare("SELECT hash FROM parcels WHERE id = ?")
  }

  /// Hands on what came after `known`.
  ///
  /// - Returns: Whether `known` is part of this file's history, all hashes are still made with the key of that
  ///   fingerprint, and everything that changed was told.
  func read(after known: OrderChange, fingerprint: Int64, _ take: (Change) -> Void) throws -> Bool {
    defer { changes.reset() }
    try changes.bind(1, known.sequence)
    guard try changes.step(), try changes.integer(0) == known.sequence, try changes.integer(2) == known.mark,
      try changes.integerIfAny(6) == fingerprint
    else { return false }
    while try changes.step() {
      let at = OrderChange(sequence: try changes.integer(0), mark: try changes.integer(2))
      let id = try changes.integer(1)
      guard id != 0 else { return false }
      take(Change(at: at, id: id, keys: try keys(of: id)))
    }
    return true
  }

  private func keys(of id: Int64) throws -> [(IndexedKey, Int64)]? {
    guard let number = try changes.integerIfAny(3) else { return nil }
    var keys: [(IndexedKey, Int64)] = [(.number, number)]
    if let customer = try changes.integerIfAny(4) { keys.append((.customer, customer)) }
    if let email = try changes.integerIfAny(5) { keys.append((.email, email)) }
    defer { parcels.reset() }
    try parcels.bind(1, id)
    while try parcels.step() { keys.append((.parcel, try parcels.integer(0))) }
    return keys
  }

  /// The newest change of a file.
  static func last(on connection: Connection) throws -> OrderChange? {
    let statement = try connection.prepare("SELECT seq, mark FROM changes ORDER BY seq DESC LIMIT 1")
    guard try statement.step() else { return nil }
    return OrderChange(sequence: try statement.integer(0), mark: try statement.integer(1))
  }
}
