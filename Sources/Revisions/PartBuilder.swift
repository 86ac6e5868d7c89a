import Crypto
import Database

/// Fills a new part, blob by blob; nothing but the table of contents is held in memory.
///
/// The same blobs in the same order give the same bytes, and so the same name. Made by
/// ``DatabaseFolder/makePart(_:sources:holding:_:)``.
package final class PartBuilder {
  /// Longest name of a blob, in bytes.
  package static let maximumNameBytes = 255

  package let kind: PartKind
  private let file: Connection
  private let insert: Statement
  private var entries: [PartContents.Entry] = []

  init(kind: PartKind, path: String) throws {
    self.kind = kind
    file = try Connection(path: path, mode: .build, identity: Part.identity)
    try file.execute(
      """
      PRAGMA cache_size=-8192; BEGIN;
      CREATE TABLE header(kind TEXT NOT NULL, format INTEGER NOT NULL, sources TEXT NOT NULL, contents BLOB NOT NULL);
      CREATE TABLE blob(id INTEGER PRIMARY KEY, name TEXT NOT NULL, hash BLOB NOT NULL, body BLOB NOT NULL);
      """)
    insert = try file.prepare("INSERT INTO blob(id, name, hash, body) VALUES (?1, ?2, ?3, ?4)")
  }

  /// Adds a blob under a name of its own, 1 to 255 bytes, such as `entries/000001`.
  ///
  /// - Returns: Its row, for ``Part/withBlob(_:_:)``: 1 for the first, and so on.
  @discardableResult
  package func add(_ name: String, _ bytes: UnsafeRawBufferPointer) throws -> Int {
    precondition(
      (1...Self.maximumNameBytes).contains(name.utf8.count), "a blob's name is 1 to 255 bytes, ours to choose"
    )
    let hash = BLAKE2b.hash128(bytes)
    let row = entries.count + 1
    try insert.bind(1, row)
    try insert.bind(2, name)
    try insert.bind(3, hash.bytes)
    try insert.bind(4, bytes)
    try insert.run()
    entries.append(.init(name: name, row: row, size: bytes.count, hash: hash))
    return row
  }

  /// Adds a blob under a name of its own.
  @discardableResult
  package func add(_ name: String, _ bytes: [UInt8]) throws -> Int {
    try bytes.withUnsafeBytes { try add(name, $0) }
  }

  /// Writes header and table of contents. The file is complete when this object is gone.
  ///
  /// - Returns: The hash of the table of contents.
  func finish(sources: Hash256) throws -> Hash128 {
    guard let contents = PartContents(entries) else {
      preconditionFailure("two blobs of a \(kind) part have the same name, ours to choose")
    }
    let bytes = contents.encoded
    let header = try file.prepare("INSERT INTO header VALUES (?1, ?2, ?3, ?4)")
    try header.bind(1, kind.rawValue)
    try header.bind(2, kind.format)
    try header.bind(3, sources.hex)
    try header.bind(4, bytes)
    try header.run()
    try file.execute("COMMIT")
    return BLAKE2b.hash128(bytes)
  }
}
