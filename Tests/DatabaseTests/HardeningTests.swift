import Testing

@testable import Database

@Suite("A connection is hardened before its first statement")
struct HardeningTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let file = try Connection(path: folder("old.db"), mode: .build, identity: FileIdentity(version: 1))
    try file.execute("CREATE TABLE t(x); INSERT INTO t VALUES (1)")
  }

  func connection(_ mode: Connection.Mode) throws -> Connection {
    let name = mode == .readOnlyImmutable ? "old.db" : "\(mode).db"
    let connection = try Connection(path: folder(name), mode: mode, identity: FileIdentity(version: 1))
    if mode != .readOnlyImmutable { try connection.execute("CREATE TABLE t(x); INSERT INTO t VALUES (1)") }
    return connection
  }

  static let modes: [Connection.Mode] = [.readOnlyImmutable, .readWrite, .build]

  @Test(
    "what a hostile file or a slip of ours could use fails", arguments: modes,
    [
      "ATTACH DATABASE ':memory:' AS other",
      "SELECT load_extension('/lib/x.so')",
      "SELECT fts3_tokenizer('mine', x'0000000000000000')",
      "UPDATE sqlite_schema SET sql = 'x'",
      "SELECT \"no such column\" FROM t",
      "SELECT * FROM t WHERE \(Array(repeating: "x=1", count: 200).joined(separator: " OR "))",
      "SELECT ?1001",
    ])
  func refused(mode: Connection.Mode, sql: String) throws {
    let connection = try connection(mode)
    #expect(throws: DatabaseError.self) { try connection.execute(sql) }
    #expect(throws: DatabaseError.self) {
      try connection.execute("PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = 'x'")
    }
  }

  @Test("pages are never mapped and cells are checked", arguments: modes)
  func pragmas(mode: Connection.Mode) throws {
    let connection = try connection(mode)
    #expect(try connection.value("PRAGMA cell_size_check") == 1)
    #expect(try connection.value("PRAGMA mmap_size") ?? 0 == 0)
    #expect(try connection.value("PRAGMA trusted_schema") == 0)
    // Enabled, it tells the address of a table of functions.
    #expect(try connection.value("SELECT fts3_tokenizer('simple') IS NULL") == 1)
  }

  @Test(
    "a read-only connection writes and creates nothing",
    arguments: ["INSERT INTO t VALUES (2)", "CREATE TABLE u(x)"])
  func readOnly(sql: String) throws {
    let before = folder.names
    let connection = try connection(.readOnlyImmutable)
    #expect { try connection.execute(sql) } throws: { ($0 as? DatabaseError)?.code == .readOnly }
    #expect(folder.names == before)
  }

  @Test("orders' file survives a crash of the machine: WAL and full syncs, and overwrites what it deletes")
  func durable() throws {
    let connection = try connection(.readWrite)
    #expect(try connection.value("PRAGMA synchronous") == 2)
    #expect(try connection.value("PRAGMA secure_delete") == 1)
    let journal = try connection.prepare("PRAGMA journal_mode")
    #expect(try journal.step())
    #expect(try journal.text(0) == "wal")
  }

  @Test("a trigger and a view in the file do not run")
  func schemaCode() throws {
    let connection = try connection(.readWrite)
    try connection.execute(
      "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO t VALUES (100); END; CREATE VIEW v AS SELECT 1")
    try connection.execute("INSERT INTO t VALUES (2)")
    #expect(try connection.value("SELECT count(*) FROM t") == 2)
    #expect(throws: DatabaseError.self) { try connection.execute("SELECT * FROM v") }
  }
}

extension Connection {
  /// The first column of the first row; `nil` without a row.
  func value(_ sql: String) throws -> Int64? {
    let statement = try prepare(sql)
    return try statement.step() ? try statement.integer(0) : nil
  }
}
