private import CSQLite

/// One compiled statement, run as often as needed.
///
/// Bind (parameters count from 1), step until it says `false`, read columns (they count from 0) in between,
/// reset. Stepping and reading numbers and bytes allocate nothing. Belongs to its connection's thread.
package final class Statement {
  private let handle: OpaquePointer
  private let connection: Connection

  init(_ sql: String, on connection: Connection) throws(DatabaseError) {
    var handle: OpaquePointer?
    let code = sqlite3_prepare_v3(
      connection.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK else { throw connection.failure(code, sql) }
    // Only an empty text or a comment compiles to nothing: a mistake of ours.
    guard let handle else { preconditionFailure("no statement in: \(sql)") }
    self.handle = handle
    self.connection = connection
  }

  deinit { sqlite3_finalize(handle) }

  /// The text it was compiled from.
  package var sql: String { String(cString: sqlite3_sql(handle)) }

  /// Whether there is a row to read. After `false` or an error, ``reset()`` before the next run.
  package func step() throws(DatabaseError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw connection.failure(code, sql)
    }
  }

  /// Makes it ready to run again; what was bound stays.
  package func reset() { sqlite3_reset(handle) }

  /// Runs it to its end and resets it: for statements without rows.
  package func run() throws(DatabaseError) {
    defer { reset() }
    while try step() {}
  }

  /// The first column of the first row, 0 without any; for counts.
  package func firstInteger() throws(DatabaseError) -> Int {
    defer { reset() }
    return try step() ? Int(truncatingIfNeeded: integer(0)) : 0
  }

  /// Runs it to its end and hands on the first two columns of each row, both integers: for passes over many rows.
  package func forEachPair(_ body: (Int64, Int64) throws -> Void) throws {
    defer { reset() }
    while try step() { try body(sqlite3_column_int64(handle, 0), sqlite3_column_int64(handle, 1)) }
  }

  // MARK: Parameters, from 1

  package func bind(_ index: Int, _ value: Int64) throws(DatabaseError) {
    try check(sqlite3_bind_int64(handle, Int32(index), value))
  }

  package func bind(_ index: Int, _ value: Int) throws(DatabaseError) { try bind(index, Int64(value)) }

  package func bind(_ index: Int, _ value: Int64?) throws(DatabaseError) {
    guard let value else { return try bindNull(index) }
    try bind(index, value)
  }

  /// SQLite keeps a copy.
  package func bind(_ index: Int, _ value: String) throws(DatabaseError) {
    var value = value
    let code = value.withUTF8 { text in
      text.withMemoryRebound(to: CChar.self) { text in
        // An empty text must have an address too, or it would be NULL.
        guard let base = text.baseAddress else {
          return parley_sqlite3_bind_copied_text(handle, Int32(index), "", 0)
        }
        return parley_sqlite3_bind_copied_text(handle, Int32(index), base, UInt64(text.count))
      }
    }
    try check(code)
  }

  package func bind(_ index: Int, _ value: String?) throws(DatabaseError) {
    guard let value else { return try bindNull(index) }
    try bind(index, value)
  }

  /// SQLite keeps a copy.
  package func bind(_ index: Int, _ bytes: UnsafeRawBufferPointer) throws(DatabaseError) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else {
      return try check(sqlite3_bind_zeroblob(handle, Int32(index), 0))
    }
    try check(parley_sqlite3_bind_copied_blob(handle, Int32(index), base, UInt64(bytes.count)))
  }

  package func bind(_ index: Int, _ bytes: [UInt8]) throws(DatabaseError) {
    let outcome = bytes.withUnsafeBytes { bytes in
      Swift.Result { () throws(DatabaseError) in try bind(index, bytes) }
    }
    try outcome.get()
  }

  package func bindNull(_ index: Int) throws(DatabaseError) {
    try check(sqlite3_bind_null(handle, Int32(index)))
  }

  /// Forgets what was bound: every parameter is NULL.
  package func clear() { sqlite3_clear_bindings(handle) }

  private func check(_ code: Int32) throws(DatabaseError) {
    guard code == SQLITE_OK else { throw connection.failure(code, sql) }
  }

  // MARK: Columns, from 0. A value of another type than asked for throws `.damaged`.

  package func isNull(_ column: Int) -> Bool { sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }

  package func integer(_ column: Int) throws(DatabaseError) -> Int64 {
    try expect(SQLITE_INTEGER, column)
    return sqlite3_column_int64(handle, Int32(column))
  }

  /// `nil` for NULL.
  package func integerIfAny(_ column: Int) throws(DatabaseError) -> Int64? {
    isNull(column) ? nil : try integer(column)
  }

  package func text(_ column: Int) throws(DatabaseError) -> String {
    try expect(SQLITE_TEXT, column)
    let bytes = sqlite3_column_text(handle, Int32(column))
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  /// `nil` for NULL.
  package func textIfAny(_ column: Int) throws(DatabaseError) -> String? {
    isNull(column) ? nil : try text(column)
  }

  /// The bytes of a BLOB or TEXT, valid inside `body` only; no copy is made.
  package func withBytes<Result>(
    _ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    if sqlite3_column_type(handle, Int32(column)) != SQLITE_TEXT { try expect(SQLITE_BLOB, column) }
    let bytes = sqlite3_column_blob(handle, Int32(column))
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    return try body(UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count))
  }

  /// A copy of a BLOB's or TEXT's bytes.
  package func bytes(_ column: Int) throws -> [UInt8] { try withBytes(column) { Array($0) } }

  private func expect(_ type: Int32, _ column: Int) throws(DatabaseError) {
    let found = sqlite3_column_type(handle, Int32(column))
    guard found == type else {
      throw DatabaseError(
        code: .damaged, message: "column \(column) holds type \(found) where \(type) is due",
        path: connection.path, sql: sql)
    }
  }
}
