import Glibc
private import Synchronization
private import Threads

/// One step that changes what is on the disk: where a test may let a process die.
package struct FileStep: Sendable, Equatable, CustomStringConvertible {
  package enum Operation: String, Sendable { case create, write, sync, rename, link, remove, syncFolder }
  package let operation: Operation
  package let path: String
  package var description: String { "\(operation.rawValue) \(path)" }
}

/// The system calls of this target, all through ``call(_:_:_:)``. Each changing step asks `beforeStep` first.
package struct FileSystem: Sendable {
  /// Throws to stop before a step, as a crash would; nothing in production.
  package var beforeStep: (@Sendable (FileStep) throws -> Void)?

  package init(beforeStep: (@Sendable (FileStep) throws -> Void)? = nil) { self.beforeStep = beforeStep }

  func announce(_ operation: FileStep.Operation, _ path: String) throws {
    try beforeStep?(FileStep(operation: operation, path: path))
  }

  /// Runs a call until it is not interrupted; -1 becomes a ``FileError``.
  @discardableResult
  static func call(_ operation: String, _ path: String, _ body: () -> Int) throws(FileError) -> Int {
    guard let result = try call(operation, path, unless: EINTR, body) else { preconditionFailure("retried") }
    return result
  }

  /// The same, with one `errno` that is an answer and no failure: `nil`.
  static func call(
    _ operation: String, _ path: String, unless expected: Int32, _ body: () -> Int
  ) throws(FileError) -> Int? {
    while true {
      let result = body()
      if result >= 0 { return result }
      let code = errno
      if code == EINTR { continue }
      if code == expected { return nil }
      throw FileError(operation: operation, path: path, code: code)
    }
  }

  // MARK: Changing

  /// Writes a whole file under a name that did not exist, synced: the name has all of it or is not there.
  ///
  /// - Returns: Whether this call made it; false when the name was taken, whose file is left alone.
  func createWhole(_ path: String, _ bytes: [UInt8], mode: mode_t = 0o644) throws -> Bool {
    let temporary = try writeTemporary(beside: path, bytes, mode: mode)
    defer { try? remove(temporary) }
    try announce(.link, path)
    guard try Self.call("link", path, unless: EEXIST, { Int(link(temporary, path)) }) != nil else {
      return false
    }
    try syncFolder(Self.folder(of: path))
    return true
  }

  /// Replaces a file whole, synced: a reader sees the old bytes or the new ones.
  func replaceWhole(_ path: String, _ bytes: [UInt8], mode: mode_t = 0o644) throws {
    let temporary = try writeTemporary(beside: path, bytes, mode: mode)
    do {
      try rename(temporary, to: path)
    } catch {
      try? remove(temporary)
      throw error
    }
    try syncFolder(Self.folder(of: path))
  }

  private func writeTemporary(beside path: String, _ bytes: [UInt8], mode: mode_t) throws -> String {
    let temporary = Self.temporaryName(beside: path)
    try announce(.create, temporary)
    let file = try Self.call("create", temporary) {
      Int(open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode))
    }
    defer { close(Int32(file)) }
    do {
      try announce(.write, temporary)
      try Self.write(bytes, to: Int32(file), path: temporary)
      try announce(.sync, temporary)
      try Self.call("sync", temporary) { Int(fsync(Int32(file))) }
    } catch {
      try? remove(temporary)
      throw error
    }
    return temporary
  }

  func sync(_ path: String) throws {
    try announce(.sync, path)
    try Self.flush(path)
  }

  private static func flush(_ path: String) throws(FileError) {
    let file = try call("open", path) { Int(open(path, O_RDONLY | O_CLOEXEC)) }
    defer { close(Int32(file)) }
    try call("sync", path) { Int(fsync(Int32(file))) }
  }

  /// Syncs a file while `work` goes on, on a thread of its own.
  ///
  /// - Throws: What `work` throws, or else what went wrong with the sync: both have ended when this returns.
  func sync<Result>(_ path: String, while work: () throws -> Result) throws -> Result {
    try announce(.sync, path)
    let failure = Held()
    let sync = { @Sendable () -> Void in
      do throws(FileError) {
        try Self.flush(path)
      } catch {
        failure.error.withLock { $0 = error }
      }
    }
    let thread = try? NamedThread(name: "sync", sync)
    let result = Swift.Result { try work() }
    if let thread { thread.join() } else { sync() }
    if case .success = result, let error = failure.error.withLock({ $0 }) { throw error }
    return try result.get()
  }

  private final class Held: Sendable {
    let error = Mutex<FileError?>(nil)
  }

  func syncFolder(_ path: String) throws {
    try announce(.syncFolder, path)
    let folder = try Self.call("open", path) { Int(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) }
    defer { close(Int32(folder)) }
    try Self.call("sync", path) { Int(fsync(Int32(folder))) }
  }

  func rename(_ old: String, to new: String) throws {
    try announce(.rename, new)
    try Self.call("rename", new) { Int(Glibc.rename(old, new)) }
  }

  /// Removing what is not there is no error.
  func remove(_ path: String) throws {
    try announce(.remove, path)
    _ = try Self.call("remove", path, unless: ENOENT) { Int(unlink(path)) }
  }

  /// Makes a folder unless it is there; whether it did.
  func makeFolder(_ path: String) throws -> Bool {
    try announce(.create, path)
    return try Self.call("create", path, unless: EEXIST) { Int(mkdir(path, 0o755)) } != nil
  }

  private static func write(_ bytes: [UInt8], to file: Int32, path: String) throws(FileError) {
    var written = 0
    while written < bytes.count {
      written += try call("write", path) {
        bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress! + written, $0.count - written) }
      }
    }
  }

  // MARK: Looking

  /// The bytes of a small file, at most `limit` of them; `nil` when there is none.
  static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8]? {
    let opened = try call("open", path, unless: ENOENT) { Int(open(path, O_RDONLY | O_CLOEXEC)) }
    guard let file = opened else { return nil }
    defer { close(Int32(file)) }
    var bytes = [UInt8](repeating: 0, count: limit)
    var count = 0
    while count < limit {
      let got = try call("read", path) {
        bytes.withUnsafeMutableBytes { Glibc.read(Int32(file), $0.baseAddress! + count, limit - count) }
      }
      if got == 0 { break }
      count += got
    }
    return Array(bytes[..<count])
  }

  static func status(_ path: String) throws(FileError) -> stat? {
    var status = stat()
    return try call("stat", path, unless: ENOENT) { Int(stat(path, &status)) } == nil ? nil : status
  }

  /// Names in a folder, sorted; `nil` when there is no folder.
  static func names(in path: String) throws(FileError) -> [String]? {
    guard let folder = opendir(path) else {
      if errno == ENOENT { return nil }
      throw FileError(operation: "list", path: path, code: errno)
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Every name made here ends so, and under the lock each such file is what a crash left.
  static let temporarySuffix = ".tmp"

  static func temporaryName(beside path: String) -> String {
    "\(path).\(getpid()).\(UInt32.random(in: .min ... .max))\(temporarySuffix)"
  }
}

/// A system call that failed.
package struct FileError: Error, Equatable, CustomStringConvertible {
  package let operation: String
  package let path: String
  /// `errno`.
  package let code: Int32

  package var description: String { "\(path): cannot \(operation): \(String(cString: strerror(code)))" }
}
