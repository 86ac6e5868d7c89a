private import CSQLite

/// One connection to one SQLite file, hardened before its first statement.
///
/// A connection and its statements belong to one thread at a time and never cross a fork. Whatever the file
/// holds, its schema cannot run code: see ``harden()`` and ``Limit``.
package final class Connection {
  /// How a file is opened.
  package enum Mode: Sendable, Equatable {
    /// A file that nobody will ever change (`mode=ro&immutable=1`): no locks, no journal, no change checks.
    case readOnlyImmutable
    /// A database other processes read or write at the same time, made when missing: WAL,
    /// `synchronous=FULL`, what is deleted is overwritten, 10 s of patience for another writer.
    case readWrite
    /// A new file that nobody sees yet, filled in one go: no journal and no syncs. After a crash the file is
    /// worthless; the caller syncs it when it is done. Bytes depend only on the statements run.
    case build
  }

  let handle: OpaquePointer
  /// As given; part of every error.
  package let path: String
  package let mode: Mode

  /// Opens and checks a file.
  ///
  /// - Parameter identity: What the file must say of itself. A new or empty one is marked with it.
  /// - Throws: ``DatabaseError``; `.notADatabase`, `.foreign` and `.newer` say that the file is not for us.
  package init(path: String, mode: Mode, identity: FileIdentity) throws(DatabaseError) {
    Library.start()
    self.path = path
    self.mode = mode
    handle = try Self.open(path: path, mode: mode)
    // When these throw, deinit closes the file: every stored property has its value.
    try configure()
    try check(identity)
  }

  deinit {
    // v2 waits for statements that are still alive, so the order in which they go does not matter.
    sqlite3_close_v2(handle)
  }

  /// Runs one or more statements that return nothing of interest.
  package func execute(_ sql: String) throws(DatabaseError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw failure(code, sql) }
  }

  /// Compiles one statement. Keep it and reset it: compiling costs about 10 us, running far less.
  package func prepare(_ sql: String) throws(DatabaseError) -> Statement {
    try Statement(sql, on: self)
  }

  /// Runs `body` in a transaction that holds the write lock from its start: committed when `body` returns,
  /// rolled back when it throws. Not nestable.
  package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
    try execute("BEGIN IMMEDIATE")
    do {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      // A failed COMMIT or a full disk may have ended the transaction already.
      if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
      throw error
    }
  }

  /// - Throws: ``DatabaseError`` with `.moved` when the path no longer leads to the open file, which was renamed, removed
  ///   or replaced: what is written to it, nobody finds. Costs one stat(2).
  package func mustBeInPlace() throws(DatabaseError) {
    var isMoved: Int32 = 0
    guard sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &isMoved) == SQLITE_OK, isMoved != 0
    else {
      return
    }
    throw DatabaseError(code: .moved, message: "moved or replaced while it was open", path: path)
  }

  /// Rows that the last INSERT, UPDATE or DELETE changed.
  package var changes: Int { Int(sqlite3_changes64(handle)) }
  package var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

  func failure(_ code: Int32, _ sql: String?) -> DatabaseError {
    DatabaseError(
      extendedCode: code, message: String(cString: sqlite3_errmsg(handle)), path: path, sql: sql)
  }
}

extension Connection {
  private static func open(path: String, mode: Mode) throws(DatabaseError) -> OpaquePointer {
    // Statements never leave the thread that holds the connection, so SQLite's own mutexes are left out.
    var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    var name = path
    switch mode {
    case .readOnlyImmutable:
      flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
      name = immutableURI(path)
    case .readWrite, .build:
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    }
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(name, &handle, flags, nil)
    guard code == SQLITE_OK, let handle else {
      let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close_v2(handle)
      throw DatabaseError(extendedCode: code, message: message, path: path, sql: nil)
    }
    return handle
  }

  /// RFC 3986 §2.3's unreserved characters and `/` as they are, all other bytes as `%XX`.
  static func immutableURI(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var uri = Array("file:".utf8)
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        uri.append(byte)
      default:
        uri += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: uri, as: UTF8.self) + "?mode=ro&immutable=1"
  }

  private func configure() throws(DatabaseError) {
    sqlite3_busy_timeout(handle, 10_000)
    switch mode {
    case .readOnlyImmutable:
      try harden()
      try execute("PRAGMA query_only=ON; PRAGMA cache_size=-256")
    case .readWrite:
      try harden()
      try setJournal("WAL", "wal")
      try execute(
        "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA journal_size_limit=4194304"
      )
    case .build:
      // Before hardening: a defensive connection keeps its journal.
      try setJournal("OFF", "off")
      try execute("PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE")
      try harden()
    }
  }

  private func setJournal(_ mode: String, _ expected: String) throws(DatabaseError) {
    let sql = "PRAGMA journal_mode=\(mode)"
    let statement = try prepare(sql)
    guard try statement.step(), try statement.text(0) == expected else {
      throw DatabaseError(
        extendedCode: SQLITE_CANTOPEN, message: "the file system does not support journal mode \(mode)",
        path: path, sql: sql)
    }
  }
}
