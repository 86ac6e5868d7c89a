import Crypto
import Orders
import Revisions

/// The database a command works on, and the secret that goes with it.
struct Store {
  let folder: DatabaseFolder
  let keys: KeyRing

  /// - Parameter create: Makes the database when it is missing.
  init(_ call: Invocation, create: Bool = false) throws {
    folder = try DatabaseFolder(path: call.database, create: create)
    keys = try KeyRing(secret: call.environment["PARLEY_SECRET"] ?? folder.secret())
  }

  /// The orders, to be written: a secret that is new to them becomes theirs.
  func orders() throws -> OrderStore { try OrderStore(path: folder.ordersPath, keys: keys) }

  /// The orders, to be looked at; `nil` when none were ever imported.
  ///
  /// - Throws: ``OrderError/lost(path:)`` when there were; ``OrderError/wrongKey`` under another secret than theirs.
  func orderReader() throws -> OrderReader? {
    let path = folder.ordersPath
    guard !OrderStore.isLost(path) else { throw OrderError.lost(path: path) }
    return OrderStore.exists(path) ? try OrderStore(path: path, keys: keys, rekeys: false).reader() : nil
  }

  /// The live revision.
  func live() throws -> Revision {
    guard let live = try folder.current() else {
      throw CommandError.environment(
        "\(folder.path) has no revision yet; 'parley import shop DIR --db \(folder.path)' makes the first.")
    }
    return live
  }
}
