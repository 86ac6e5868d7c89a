import Database

/// The tables of `orders.db`.
enum OrderSchema {
  /// Raise with every change of the tables; an older file is brought up to date when opened.
  static let identity = FileIdentity(version: 2)

  private static let tables = """
    CREATE TABLE IF NOT EXISTS settings(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS orders(
      id INTEGER PRIMARY KEY,
      number_hash INTEGER NOT NULL,
      customer_hash INTEGER,
      email_hash INTEGER,
      number TEXT NOT NULL,
      customer_id TEXT,
      email TEXT,
      postcode TEXT,
      status INTEGER NOT NULL,
      placed_at INTEGER,
      shipped_at INTEGER,
      delivered_at INTEGER,
      eta INTEGER,
      currency TEXT,
      total TEXT,
      carrier TEXT,
      details TEXT NOT NULL,
      expires_at INTEGER,
      updated_at INTEGER
    ) STRICT;
    """

  private static let indexes = """
    CREATE INDEX IF NOT EXISTS orders_by_number ON orders(number_hash);
    CREATE INDEX IF NOT EXISTS orders_by_customer ON orders(customer_hash) WHERE customer_hash IS NOT NULL;
    CREATE INDEX IF NOT EXISTS orders_by_email ON orders(email_hash) WHERE email_hash IS NOT NULL;
    CREATE INDEX IF NOT EXISTS orders_by_expiry ON orders(expires_at) WHERE expires_at IS NOT NULL;
    CREATE INDEX IF NOT EXISTS parcels_by_order ON parcels(id);
    CREATE INDEX IF NOT EXISTS deliveries_by_time ON deliveries(at);
    """

  /// Parcels by the hash of their number; which orders have new keys, for the index (``ChangeFeed``); deliveries of
  /// webhooks that have been applied.
  private static let tablesOfVersion2 = """
    CREATE TABLE IF NOT EXISTS parcels(
      hash INTEGER NOT NULL,
      id INTEGER NOT NULL REFERENCES orders(id) ON DELETE CASCADE,
      PRIMARY KEY(hash, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS changes(
      seq INTEGER PRIMARY KEY,
      id INTEGER NOT NULL,
      mark INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS deliveries(hash INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
    """

  /// The version of the tables in the file; 0 when there are none yet.
  static func version(of connection: Connection) throws -> Int64 {
    let tables = try connection.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'settings'")
    guard try tables.step(), try tables.integer(0) == 1 else { return 0 }
    return try setting("version", on: connection) ?? 0
  }

  /// Makes the tables; harmless when another process does so at the same time.
  static func create(on connection: Connection, _ fingerprint: Int64) throws {
    try connection.transaction {
      try connection.execute(tables)
      try connection.execute(tablesOfVersion2)
      try createIndexes(on: connection)
      let insert = try connection.prepare("INSERT INTO settings VALUES(?, ?) ON CONFLICT DO NOTHING")
      for (name, value) in [("version", Int64(identity.version)), ("key", fingerprint)] {
        try insert.bind(1, name)
        try insert.bind(2, value)
        try insert.run()
      }
      try noteThatAllChanged(on: connection)
    }
  }

  static func createIndexes(on connection: Connection) throws { try connection.execute(indexes) }

  /// Brings a file of version 1 up to date, inside the caller's transaction.
  static func bringUpToDate(on connection: Connection, _ hashes: OrderHashes) throws {
    guard try version(of: connection) == 1 else { return }
    try connection.execute("ALTER TABLE orders ADD COLUMN updated_at INTEGER")
    try connection.execute(tablesOfVersion2)
    try createIndexes(on: connection)
    try rebuildHashes(on: connection, hashes)
    try connection.execute("UPDATE settings SET value = \(identity.version) WHERE name = 'version'")
    try connection.setVersion(identity.version)
  }

  /// Every index built before is too old from now on.
  static func noteThatAllChanged(on connection: Connection) throws {
    let insert = try connection.prepare("INSERT INTO changes(id, mark) VALUES(0, ?)")
    try insert.bind(1, Int64.random(in: .min ... .max))
    try insert.run()
  }

  static func count(_ table: String, on connection: Connection) throws -> Int {
    try connection.prepare("SELECT count(*) FROM \(table)").firstInteger()
  }

  /// Which key the hashes were made with.
  static func fingerprint(on connection: Connection) throws -> Int64? {
    try setting("key", on: connection)
  }

  /// Computes all hashes anew, inside the caller's transaction.
  static func rebuildHashes(on connection: Connection, _ hashes: OrderHashes) throws {
    let orders = try connection.prepare(
      "SELECT id, number, customer_id, email, details FROM orders WHERE id > ? ORDER BY id LIMIT 1000")
    let update = try connection.prepare(
      "UPDATE orders SET number_hash = ?, customer_hash = ?, email_hash = ? WHERE id = ?")
    let parcels = try ParcelTable(connection)
    // What a webhook has delivered cannot be told any more under another key.
    try connection.execute("DELETE FROM parcels; DELETE FROM deliveries")
    var last: Int64 = -1
    var isMore = true
    while isMore {
      isMore = false
      try orders.bind(1, last)
      var page: [HashedRow] = []
      while try orders.step() { page.append(try HashedRow(orders, hashes)) }
      orders.reset()
      for row in page {
        try update.bind(1, row.number)
        try update.bind(2, row.customer)
        try update.bind(3, row.email)
        try update.bind(4, row.id)
        try update.run()
        try parcels.add(row.parcels, of: row.id)
        (last, isMore) = (row.id, true)
      }
    }
    let key = try connection.prepare("UPDATE settings SET value = ? WHERE name = 'key'")
    try key.bind(1, hashes.fingerprint)
    try key.run()
    try noteThatAllChanged(on: connection)
  }

  /// A row with its hashes under another key.
  private struct HashedRow {
    let id: Int64
    let number: Int64
    let customer: Int64?
    let email: Int64?
    let parcels: [Int64]

    init(_ row: Statement, _ hashes: OrderHashes) throws {
      id = try row.integer(0)
      number = try hashes.number(row.text(1)) ?? 0
      customer = try row.textIfAny(2).map(hashes.customer)
      email = try row.textIfAny(3).map(hashes.email)
      var order = Order(number: "", status: .paid)
      try row.withBytes(4) { OrderDetails.decode($0.bindMemory(to: UInt8.self), into: &order) }
      parcels = hashes.parcels(of: order)
    }
  }

  private static func setting(_ name: String, on connection: Connection) throws -> Int64? {
    let statement = try connection.prepare("SELECT value FROM settings WHERE name = ?")
    try statement.bind(1, name)
    return try statement.step() ? try statement.integer(0) : nil
  }
}
