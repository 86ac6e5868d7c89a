private import CSQLite

/// Why SQLite, or the file it was given, refused.
package struct DatabaseError: Error, Equatable, CustomStringConvertible {
  /// What to switch on.
  package enum Code: Sendable, Equatable {
    /// The bytes are not SQLite's.
    case notADatabase
    /// A database of another program.
    case foreign
    /// Written by a newer Parley.
    case newer
    /// Pages that contradict each other, or a value of a type that cannot be there.
    case damaged
    /// Missing, a folder, or not allowed.
    case cannotOpen
    /// Another writer held the file for the whole of the patience.
    case busy
    case full
    /// The path leads to another file now, or to none.
    case moved
    case readOnly
    /// A unique key, NOT NULL or CHECK that the row breaks.
    case constraint
    case tooBig
    /// Reading, writing or syncing failed.
    case inputOutput
    /// SQL of ours that is wrong, and everything else.
    case other
  }

  package let code: Code
  /// SQLite's extended result code; 0 when the refusal is ours.
  package let extendedCode: Int32
  package let message: String
  package let path: String
  package let sql: String?

  init(code: Code, extendedCode: Int32 = 0, message: String, path: String, sql: String? = nil) {
    self.code = code
    self.extendedCode = extendedCode
    self.message = message
    self.path = path
    self.sql = sql
  }

  init(extendedCode: Int32, message: String, path: String, sql: String?) {
    self.init(
      code: Self.code(of: extendedCode), extendedCode: extendedCode, message: message, path: path, sql: sql)
  }

  static func foreign(path: String, application: Int32) -> DatabaseError {
    DatabaseError(
      code: .foreign, message: "a database of another program (application id \(application))", path: path)
  }

  static func newer(path: String, version: Int32, supported: Int32) -> DatabaseError {
    DatabaseError(
      code: .newer,
      message: "written by a newer Parley (version \(version); this one reads up to \(supported))",
      path: path)
  }

  /// For people: the file, what is wrong, and the SQL when one was running.
  package var description: String {
    let number = extendedCode == 0 ? "" : " (SQLite \(extendedCode))"
    if let advice { return "\(path): \(advice)\(number)" }
    return "\(path): \(message)\(number)" + (sql.map { ", in: \($0)" } ?? "")
  }

  /// What to do where the statement that was running says nothing.
  private var advice: String? {
    switch code {
    case .readOnly:
      "may not be written: whoever runs parley must be allowed to write this file and its folder, to look at it too"
    case .cannotOpen where sql == nil:
      "cannot be opened: whoever runs parley must be allowed to read and write this file and its folder"
    default: nil
    }
  }

  private static func code(of extended: Int32) -> Code {
    switch extended & 0xFF {
    case SQLITE_NOTADB: .notADatabase
    case SQLITE_CORRUPT: .damaged
    case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .cannotOpen
    case SQLITE_BUSY, SQLITE_LOCKED: .busy
    case SQLITE_FULL: .full
    case SQLITE_READONLY: .readOnly
    case SQLITE_CONSTRAINT: .constraint
    case SQLITE_TOOBIG: .tooBig
    case SQLITE_IOERR: .inputOutput
    default: .other
    }
  }
}
