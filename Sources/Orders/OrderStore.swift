package import Crypto
import Database

/// `orders.db`: the embedded order source, one SQLite file in WAL, shared by readers, one writer and imports.
///
/// Orders are found through keyed hashes of the order number, the customer id and the e-mail (SipHash-2-4, the key
/// derived from the deployment's secret and kept outside the file), never by a scan. The file knows the key by a
/// fingerprint; when the secret has changed, opening rebuilds the hashes.
package struct OrderStore: Sendable {
  package let path: String
  let hashes: OrderHashes

  /// Opens the file, makes it when missing, and brings its hashes up to date with `keys`.
  ///
  /// - Throws: ``DatabaseError``; `.foreign`, `.newer` and `.notADatabase` say that the file is not for us.
  /// - Complexity: One pass over all orders when the key has changed, else constant.
  package init(path: String, keys: KeyRing) throws {
    self.path = path
    hashes = OrderHashes(key: keys.key(for: .orderIndex))
    let connection = try connect()
    if try OrderSchema.version(of: connection) == 0 {
      try OrderSchema.create(on: connection, hashes.fingerprint)
    }
    if try OrderSchema.fingerprint(on: connection) != hashes.fingerprint {
      try connection.transaction { try OrderSchema.rebuildHashes(on: connection, hashes) }
    }
  }

  /// A reader for one thread. Costs a connection and its compiled statements: keep it.
  package func reader() throws -> OrderReader {
    try OrderReader(connect(), hashes)
  }

  /// The one writer of a server, with its thread.
  package func writer() throws -> OrderWriter {
    OrderWriter(try OrderBatch(connect(), hashes))
  }

  /// Runs `body` with a batch, all of it in one commit: nothing is changed when it throws.
  ///
  /// Other writers wait (up to 10 s) until it is done; readers see the orders as they were before.
  package func write<Result>(_ body: (OrderBatch) throws -> Result) throws -> Result {
    let connection = try connect()
    try connection.execute("PRAGMA cache_size=-65536")
    let batch = try OrderBatch(connection, hashes)
    let result = try connection.transaction { try body(batch) }
    batch.dropTraces()
    return result
  }

  func connect() throws(DatabaseError) -> Connection {
    try Connection(path: path, mode: .readWrite, identity: OrderSchema.identity)
  }
}
