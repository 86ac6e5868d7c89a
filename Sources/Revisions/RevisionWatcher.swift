import Glibc

/// Notices that another revision went live: one `stat` a poll, about a microsecond, until `current` is replaced.
package struct RevisionWatcher: Sendable {
  private struct Mark: Equatable {
    let inode: UInt64
    let seconds: Int
    let nanoseconds: Int
  }

  private let folder: DatabaseFolder
  private var mark: Mark?
  private var number: Int?

  /// - Parameter serving: The revision that the caller has; `nil` for none yet.
  package init(_ folder: DatabaseFolder, serving number: Int?) {
    self.folder = folder
    self.number = number
  }

  /// The number of the live revision when it is another one than last told, or `nil`. An unreadable `current`
  /// is no news: it is read again when it changes.
  package mutating func poll() -> Int? {
    guard let status = try? FileSystem.status(folder.currentPath) else { return nil }
    let found = Mark(
      inode: UInt64(status.st_ino), seconds: status.st_ctim.tv_sec, nanoseconds: status.st_ctim.tv_nsec)
    guard found != mark else { return nil }
    guard let live = try? folder.currentNumber() else {
      mark = found
      return nil
    }
    mark = found
    guard live != number else { return nil }
    number = live
    return live
  }
}
