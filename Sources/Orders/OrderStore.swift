package import Crypto
import Database
private import Glibc

/// `orders.db`: the embedded order source, one SQLite file in WAL, shared by readers, one writer and imports.
///
/// Orders are found through keyed hashes of the order number, the customer id and the e-mail (SipHash-2-4, the key
/// derived from the deployment's secret and kept outside the file), never by a scan. The file knows the key by a
/// fingerprint. When that key is no longer part of the secret, opening rebuilds the hashes under the newest one; readers
/// and writers of other processes that hold the newest key as well follow at their next look-up or commit.
package struct OrderStore: Sendable {
  package let path: String
  let keys: OrderKeys
  /// Of this process; shared by its readers.
  package let index: OrderIndex
  /// The file that was opened.
  private let file: FileNode?

  /// Opens the file, makes it when missing, and brings its hashes up to date with `keys`.
  ///
  /// - Parameter rekeys: Whether to rebuild the hashes when the file's key is none of `keys`. Who only looks should
  ///   not: it would shut out a server that runs with the right secret.
  /// - Throws: ``DatabaseError``; `.foreign`, `.newer` and `.notADatabase` say that the file is not for us.
  ///   ``OrderError/wrongKey`` without `rekeys`.
  /// - Complexity: One pass over all orders when the key has changed, else constant.
  package init(path: String, keys: KeyRing, rekeys: Bool = true) throws {
    self.path = path
    self.keys = OrderKeys(keys)
    index = OrderIndex(ordersPath: path, keys: self.keys)
    let connection = try Self.connect(path)
    file = FileNode(path)
    if try OrderSchema.version(of: connection) == 0 {
      try OrderSchema.create(on: connection, self.keys.newest.fingerprint)
    }
    if let hashes = self.keys.matching(try OrderSchema.fingerprint(on: connection)) {
      guard try OrderSchema.version(of: connection) < OrderSchema.identity.version else { return }
      try connection.transaction { try OrderSchema.bringUpToDate(on: connection, hashes) }
      return
    }
    guard rekeys else { throw OrderError.wrongKey }
    try connection.transaction {
      // Another process may have been faster.
      guard self.keys.matching(try OrderSchema.fingerprint(on: connection)) == nil else { return }
      try OrderSchema.bringUpToDate(on: connection, self.keys.newest)
      try OrderSchema.rebuildHashes(on: connection, self.keys.newest)
    }
  }

  /// Whether there were orders at `path` that are gone: no file stands there, but what belongs to one does (the index
  /// derived from it, or its log). Opening would make an empty file, and SQLite would drop the log.
  package static func isLost(_ path: String) -> Bool {
    FileNode(path) == nil && [OrderIndex.path(besides: path), path + "-wal"].contains { FileNode($0) != nil }
  }

  /// Whether there is a file at `path`: for who only looks, and makes none.
  package static func exists(_ path: String) -> Bool { FileNode(path) != nil }

  /// Whether another file, or none, stands at ``path`` than the one that was opened: it was moved, replaced or removed.
  /// Whoever has it open reads on in the old one, and cannot write. One system call.
  package var isReplaced: Bool { FileNode(path) != file }

  /// A reader for one thread. Costs a connection and its compiled statements: keep it.
  package func reader() throws -> OrderReader {
    try OrderReader(connect(), keys, index)
  }

  /// The one writer of a server, with its thread.
  ///
  /// - Parameter sweep: Removes expired orders from time to time; `nil` never does.
  package func writer(sweep: OrderWriter.Sweep? = nil) throws -> OrderWriter {
    try OrderWriter(BatchSink(OrderBatch(connect(), keys)), sweep)
  }

  /// What keeps ``index`` up, for one thread.
  package func maintainer() throws -> OrderIndex.Maintainer { try OrderIndex.Maintainer(connect()) }

  /// Runs `body` with a batch, all of it in one commit: nothing is changed when it throws.
  ///
  /// Other writers wait (up to 10 s) until it is done; readers see the orders as they were before.
  package func write<Result>(_ body: (OrderBatch) throws -> Result) throws -> Result {
    let connection = try connect()
    try connection.execute("PRAGMA cache_size=-65536")
    let batch = try OrderBatch(connection, keys)
    return try batch.commit { try body(batch) }
  }

  func connect() throws(DatabaseError) -> Connection { try Self.connect(path) }

  private static func connect(_ path: String) throws(DatabaseError) -> Connection {
    try Connection(path: path, mode: .readWrite, identity: OrderSchema.identity)
  }
}

/// Which file stands at a path.
private struct FileNode: Equatable {
  let device: UInt64
  let node: UInt64

  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, node) = (UInt64(status.st_dev), UInt64(status.st_ino))
  }
}
