import Database

/// An `orders.db` of any size, filled quickly: for benchmarks.
package enum SampleOrders {
  /// The number of the order of that rank: eight digits that do not follow each other.
  package static func number(_ rank: Int) -> String {
    "W" + String(10_000_000 + rank * 7_368_787 % 90_000_000)
  }

  /// Fills an empty store: `count` orders, each with a customer (of two orders), an e-mail and a parcel.
  ///
  /// SQLite's indexes are made after the rows, which is what makes it quick; the rows are short.
  package static func fill(_ store: OrderStore, count: Int) throws {
    precondition(count <= 90_000_000, "numbers would repeat")
    let connection = try store.connect()
    try connection.execute("PRAGMA synchronous=OFF; PRAGMA cache_size=-262144; PRAGMA foreign_keys=OFF")
    for name in ["orders_by_number", "orders_by_customer", "orders_by_email", "parcels_by_order"] {
      try connection.execute("DROP INDEX \(name)")
    }
    let hashes = store.keys.newest
    let columns = OrderRow.writtenColumns
    let insert = try connection.prepare(
      """
      INSERT INTO orders(\(columns.joined(separator: ", ")))
      VALUES(\(columns.map { _ in "?" }.joined(separator: ", ")))
      """)
    var details: [UInt8] = []
    var parcels: [(hash: Int64, id: Int64)] = []
    parcels.reserveCapacity(count)
    for start in stride(from: 0, to: count, by: 100_000) {
      try connection.transaction {
        for rank in start..<min(count, start + 100_000) {
          let order = order(rank)
          OrderDetails.encode(order, into: &details)
          try OrderRow.bind(order, number: hashes.number(order.number) ?? 0, to: insert, hashes, details)
          try insert.run()
          parcels.append((hashes.parcel(order.tracking[0].number) ?? 0, connection.lastInsertedRow))
        }
      }
    }
    // In the order of its key a table is filled from front to back.
    parcels.sort { $0.hash < $1.hash }
    let table = try connection.prepare("INSERT INTO parcels(hash, id) VALUES(?, ?)")
    try connection.transaction {
      for parcel in parcels {
        try table.bind(1, parcel.hash)
        try table.bind(2, parcel.id)
        try table.run()
      }
    }
    try OrderSchema.createIndexes(on: connection)
    try OrderSchema.noteThatAllChanged(on: connection)
    _ = try connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)").step()
  }

  private static func order(_ rank: Int) -> Order {
    var order = Order(number: number(rank), status: .shipped)
    order.customerID = "C\(rank / 2)"
    order.email = "customer\(rank / 2)@example.com"
    order.placedAt = UnixTime(seconds: 1_700_000_000 + Int64(rank))
    order.tracking = [Order.Tracking(number: "JV\(rank)")]
    return order
  }
}
