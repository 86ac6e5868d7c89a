import Database

/// The tables of `orders.db`.
enum OrderSchema {
  /// Raise with every change of the tables; an older file is brought up to date when opened.
  static let identity = FileIdentity(version: 1)

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
      expires_at INTEGER
    ) STRICT;
    CREATE INDEX IF NOT EXISTS orders_by_number ON orders(number_hash);
    CREATE INDEX IF NOT EXISTS orders_by_customer ON orders(customer_hash) WHERE customer_hash IS NOT NULL;
    CREATE INDEX IF NOT EXISTS orders_by_email ON orders(email_hash) WHERE email_hash IS NOT NULL;
    CREATE INDEX IF NOT EXISTS orders_by_expiry ON orders(expires_at) WHERE expires_at IS NOT NULL;
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
      let insert = try connection.prepare("INSERT INTO settings VALUES(?, ?) ON CONFLICT DO NOTHING")
      for (name, value) in [("version", Int64(identity.version)), ("key", fingerprint)] {
        try insert.bind(1, name)
        try insert.bind(2, value)
        try insert.run()
      }
    }
  }

  /// Which key the hashes were made with.
  static func fingerprint(on connection: Connection) throws -> Int64? {
    try setting("key", on: connection)
  }

  /// Computes all hashes anew, inside the caller's transaction.
  static func rebuildHashes(on connection: Connection, _ hashes: OrderHashes) throws {
    let orders = try connection.prepare(
      "SELECT id, number, customer_id, email FROM orders WHERE id > ? ORDER BY id LIMIT 1000")
    let update = try connection.prepare(
      "UPDATE orders SET number_hash = ?, customer_hash = ?, email_hash = ? WHERE id = ?")
    var last: Int64 = -1
    var isMore = true
    while isMore {
      isMore = false
      try orders.bind(1, last)
      var page: [(id: Int64, number: Int64, customer: Int64?, email: Int64?)] = []
      while try orders.step() {
        let number = try hashes.number(orders.text(1)) ?? 0
        let (customer, email) = (try orders.textIfAny(2), try orders.textIfAny(3))
        page.append((try orders.integer(0), number, customer.map(hashes.customer), email.map(hashes.email)))
      }
      orders.reset()
      for row in page {
        try update.bind(1, row.number)
        try update.bind(2, row.customer)
        try update.bind(3, row.email)
        try update.bind(4, row.id)
        try update.run()
        (last, isMore) = (row.id, true)
      }
    }
    let key = try connection.prepare("UPDATE settings SET value = ? WHERE name = 'key'")
    try key.bind(1, hashes.fingerprint)
    try key.run()
  }

  private static func setting(_ name: String, on connection: Connection) throws -> Int64? {
    let statement = try connection.prepare("SELECT value FROM settings WHERE name = ?")
    try statement.bind(1, name)
    return try statement.step() ? try statement.integer(0) : nil
  }
}
