import Glibc

/// Proof that this process, and no other, may change a database folder. The kernel takes it back when the
/// process dies.
package struct FolderLock: ~Copyable {
  private let file: Int32

  /// Asks again each 20 ms until `timeout` has passed.
  ///
  /// - Throws: ``LockError`` then; ``FileError`` when the lock file cannot be made.
  init(path: String, timeout: Duration) throws {
    let opened = try FileSystem.call("open", path) { Int(open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)) }
    let end = ContinuousClock.now + timeout
    while flock(Int32(opened), LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      guard code == EWOULDBLOCK || code == EINTR else {
        close(Int32(opened))
        throw FileError(operation: "lock", path: path, code: code)
      }
      guard ContinuousClock.now < end else {
        close(Int32(opened))
        throw LockError(path: path, waited: timeout)
      }
      usleep(20_000)
    }
    file = Int32(opened)
  }

  // Closing the only descriptor of this open file releases its lock.
  deinit { close(file) }
}

/// Another process is changing the database and did not finish in time.
package struct LockError: Error, Equatable, CustomStringConvertible {
  package let path: String
  package let waited: Duration

  package var description: String {
    "\(path): another process is changing this database; waited \(waited.components.seconds) s"
  }
}
