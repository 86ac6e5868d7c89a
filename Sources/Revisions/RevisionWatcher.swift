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

  /// Tells the live revision again at the next poll, unless it is `serving`: the last one told could not be loaded.
  package mutating func forget(serving: Int) {
    (mark, number) = (nil, serving)
  }

  /// The number of the live revision when it is another one than last told, or was named anew, or `nil`. A `current` that is no number
  /// is no news until it changes; one that cannot be read, for want of a descriptor say, is read again.
  package mutating func poll() -> Int? {
    guard let status = try? FileSystem.status(folder.currentPath) else { return nil }
    let found = Mark(
      inode: UInt64(status.st_ino), seconds: status.st_ctim.tv_sec, nanoseconds: status.st_ctim.tv_nsec)
    guard found != mark else { return nil }
    do {
      let live = try folder.currentNumber()
      let isNamedAnew = mark != nil
      mark = found
      guard let live, live != number || isNamedAnew else { return nil }
      number = live
      return live
    } catch {
      if error is Damage { mark = found }
      return nil
    }
  }
}
