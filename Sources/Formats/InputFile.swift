private import Glibc

/// A file opened for reading; closed when this value goes away.
struct InputFile: ~Copyable {
  private let descriptor: CInt
  let path: String
  /// Bytes, for a regular file; `nil` for a pipe.
  let size: Int?

  init(path: String) throws(InputError) {
    self.path = path
    var opened: CInt
    repeat { opened = open(path, O_RDONLY | O_CLOEXEC) } while opened < 0 && errno == EINTR
    guard opened >= 0 else { throw Self.failure(path) }
    var status = stat()
    guard fstat(opened, &status) == 0 else {
      let error = Self.failure(path)
      close(opened)
      throw error
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      close(opened)
      throw InputError(.unreadable, at: Place(wholeOf: path), "is a folder, not a file")
    }
    descriptor = opened
    size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
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
