private import CSQLite

/// The most a statement may ask for, after sqlite.org/security.html ("Untrusted SQLite Database Files").
package enum Limit {
  /// Bytes of one value or row.
  package static let valueBytes: Int32 = 512 << 20
  package static let sqlBytes: Int32 = 100_000
  package static let columns: Int32 = 100
  package static let expressionDepth: Int32 = 50
  package static let compoundSelects: Int32 = 10
  package static let machineSteps: Int32 = 25_000
  package static let functionArguments: Int32 = 16
  /// ATTACH reaches other files: never.
  package static let attachedDatabases: Int32 = 0
  package static let likePatternBytes: Int32 = 100
  package static let parameters: Int32 = 1_000
  package static let triggerDepth: Int32 = 10
}

extension Connection {
  /// Takes away what a hostile or damaged file could use: writing to SQLite's own structures, functions and
  /// virtual tables named in the schema, triggers, views, loaded code, other files, memory-mapped pages.
  func harden() throws(DatabaseError) {
    for (option, on) in [
      (SQLITE_DBCONFIG_DEFENSIVE, Int32(1)), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
      (SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0), (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
      (SQLITE_DBCONFIG_ENABLE_TRIGGER, 0), (SQLITE_DBCONFIG_ENABLE_VIEW, 0),
      (SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0),
      (SQLITE_DBCONFIG_DQS_DML, 0), (SQLITE_DBCONFIG_DQS_DDL, 0),
    ] {
      var now: Int32 = -1
      let code = parley_sqlite3_switch(handle, option, on, &now)
      guard code == SQLITE_OK, now == on else {
        throw DatabaseError(
          extendedCode: code, message: "this SQLite cannot be hardened (switch \(option))", path: path,
          sql: nil)
      }
    }
    for (limit, most) in [
      (SQLITE_LIMIT_LENGTH, Limit.valueBytes), (SQLITE_LIMIT_SQL_LENGTH, Limit.sqlBytes),
      (SQLITE_LIMIT_COLUMN, Limit.columns), (SQLITE_LIMIT_EXPR_DEPTH, Limit.expressionDepth),
      (SQLITE_LIMIT_COMPOUND_SELECT, Limit.compoundSelects), (SQLITE_LIMIT_VDBE_OP, Limit.machineSteps),
      (SQLITE_LIMIT_FUNCTION_ARG, Limit.functionArguments), (SQLITE_LIMIT_ATTACHED, Limit.attachedDatabases),
      (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, Limit.likePatternBytes),
      (SQLITE_LIMIT_VARIABLE_NUMBER, Limit.parameters), (SQLITE_LIMIT_TRIGGER_DEPTH, Limit.triggerDepth),
    ] {
      sqlite3_limit(handle, limit, most)
    }
    try execute("PRAGMA cell_size_check=ON; PRAGMA mmap_size=0")
  }
}

/// Process-wide settings of SQLite.
enum Library {
  private static let isReady: Bool = {
    _ = parley_sqlite3_leave_out_statistics()
    return sqlite3_initialize() == SQLITE_OK && sqlite3_threadsafe() != 0
  }()

  static func start() { precondition(isReady, "SQLite could not start, or was built without thread support") }
}
