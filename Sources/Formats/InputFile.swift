private import Glibc

/// A file opened for reading; closed when this value goes away. A pipe is read to its end first (``PipeCopy``).
struct InputFile: ~Copyable {
  private let descriptor: CInt
  let path: String
  /// In bytes.
  let size: Int
  /// Another path to the same bytes, for a library that opens files itself; good as long as this value lives.
  let readablePath: String

  init(path: String) throws(InputError) {
    self.path = path
    var opened: CInt
    // A named pipe nobody writes to would be waited for without end.
    repeat { opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) } while opened < 0 && errno == EINTR
    guard opened >= 0 else { throw Self.failure(path) }
    var status = stat()
    guard fstat(opened, &status) == 0 else {
      let error = Self.failure(path)
      close(opened)
      throw error
    }
    let kind = status.st_mode & S_IFMT
    if let what = Self.stranger(kind, path) {
      close(opened)
      throw InputError(kind == S_IFDIR ? .unreadable : .syntax, at: Place(wholeOf: path), what)
    }
    guard kind != S_IFREG else {
      (descriptor, size, readablePath) = (opened, Int(status.st_size), path)
      return
    }
    defer { close(opened) }
    _ = fcntl(opened, F_SETFL, fcntl(opened, F_GETFL) & ~O_NONBLOCK)
    let pipe = PipeCopy.Pipe(device: UInt64(status.st_dev), node: UInt64(status.st_ino))
    let copy = try PipeCopy.open(opened, pipe, path: path)
    guard fstat(copy, &status) == 0 else {
      let error = Self.failure(path)
      close(copy)
      throw error
    }
    (descriptor, size, readablePath) = (copy, Int(status.st_size), "/proc/self/fd/\(copy)")
  }

  /// What a path leads to that is no file; `nil` for a file, and for what a shell hands over as `/dev/stdin` or `<(…)`.
  private static func stranger(_ kind: mode_t, _ path: String) -> String? {
    let isHandedOver = ["/dev/stdin", "/dev/fd/", "/proc/"].contains { path.hasPrefix($0) }
    switch kind {
    case S_IFDIR: return "is a folder, not a file"
    case S_IFIFO where !isHandedOver: return "is a pipe, not a file"
    case S_IFCHR where !isHandedOver, S_IFBLK: return "is a device, not a file"
    default: return nil
    }
  }

  deinit { close(descriptor) }

  /// Reads until `buffer` is full or the file ends.
  ///
  /// - Returns: Bytes read; fewer than asked only at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = Glibc.read(descriptor, buffer.baseAddress! + filled, buffer.count - filled)
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw Self.failure(path)
      }
      filled += count
    }
    return filled
  }

  private static func failure(_ path: String) -> InputError {
    InputError(.unreadable, at: Place(wholeOf: path), String(cString: strerror(errno)))
  }
}
