/// What a file says of itself in its header: whose it is and in which version.
package struct FileIdentity: Sendable, Equatable {
  /// SQLite's `application_id`.
  package let application: Int32
  /// SQLite's `user_version`.
  package let version: Int32

  /// "PRLY", the mark of every file of ours.
  package static let parley: Int32 = 0x5052_4C59

  /// A file of ours in the given version, 1 or more.
  package init(version: Int32) {
    application = Self.parley
    self.version = version
  }
}

extension Connection {
  /// Marks a new file; refuses one of another program or of a newer version. A crash may leave a marked file
  /// without tables, so tables are made with IF NOT EXISTS.
  func check(_ identity: FileIdentity) throws(DatabaseError) {
    let application = try headerNumber("application_id")
    let version = try headerNumber("user_version")
    if application == 0, version == 0, mode != .readOnlyImmutable, try headerNumber("schema_version") == 0 {
      try execute(
        "PRAGMA application_id=\(identity.application); PRAGMA user_version=\(identity.version)")
      return
    }
    guard application == identity.application else { throw .foreign(path: path, application: application) }
    guard version <= identity.version else {
      throw .newer(path: path, version: version, supported: identity.version)
    }
  }

  /// The version in the header: at most the one asked for. The caller brings an older one up to date.
  package func version() throws(DatabaseError) -> Int32 { try headerNumber("user_version") }

  package func setVersion(_ version: Int32) throws(DatabaseError) {
    try execute("PRAGMA user_version=\(version)")
  }

  private func headerNumber(_ pragma: String) throws(DatabaseError) -> Int32 {
    let statement = try prepare("PRAGMA \(pragma)")
    guard try statement.step() else { return 0 }
    return Int32(truncatingIfNeeded: try statement.integer(0))
  }
}
