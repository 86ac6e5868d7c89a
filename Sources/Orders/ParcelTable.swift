import Database

/// The rows that lead from a parcel's hash to its order. For one thread, inside its caller's transaction.
final class ParcelTable {
  private let find: Statement
  private let insert: Statement
  private let delete: Statement

  init(_ connection: Connection) throws {
    find = try connection.prepare("SELECT hash FROM parcels WHERE id = ? ORDER BY hash")
    insert = try connection.prepare("INSERT INTO parcels(hash, id) VALUES(?, ?) ON CONFLICT DO NOTHING")
    delete = try connection.prepare("DELETE FROM parcels WHERE id = ?")
  }

  /// Those an order has now, sorted.
  func hashes(of id: Int64) throws -> [Int64] {
    defer { find.reset() }
    try find.bind(1, id)
    var hashes: [Int64] = []
    while try find.step() { hashes.append(try find.integer(0)) }
    return hashes
  }

  func add(_ hashes: [Int64], of id: Int64) throws {
    for hash in hashes {
      try insert.bind(1, hash)
      try insert.bind(2, id)
      try insert.run()
    }
  }

  func remove(of id: Int64) throws {
    try delete.bind(1, id)
    try delete.run()
  }
}
