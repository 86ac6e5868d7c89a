private import Glibc
private import Synchronization

/// What came through a pipe, kept for all who read it in this process.
///
/// A pipe gives its bytes once, but an import looks at a file several times: what it is, how its characters are written,
/// in which order its dates are, and then at what it says. So the first who opens a pipe puts it into a file without a
/// name (`TMPDIR`, else `/var/tmp`, else `/tmp`), which ends with the process.
enum PipeCopy {
  /// Which pipe, as fstat(2) tells.
  struct Pipe: Hashable {
    let device: UInt64
    let node: UInt64
  }

  private static let copies = Mutex<[Pipe: CInt]>([:])

  /// A descriptor of the copy, at its beginning; the caller closes it.
  ///
  /// - Parameter descriptor: The pipe, opened for reading.
  /// - Throws: ``InputError`` when the pipe cannot be read or there is no room.
  static func open(_ descriptor: CInt, _ pipe: Pipe, path: String) throws(InputError) -> CInt {
    let copy = copies.withLock { copies -> Result<CInt, InputError> in
      if let known = copies[pipe] { return .success(known) }
      let made = Result { () throws(InputError) in try fill(from: descriptor, path) }
      if case .success(let copy) = made { copies[pipe] = copy }
      return made
    }
    let again = Glibc.open("/proc/self/fd/\(try copy.get())", O_RDONLY | O_CLOEXEC)
    guard again >= 0 else { throw failure(path) }
    return again
  }

  private static func fill(from descriptor: CInt, _ path: String) throws(InputError) -> CInt {
    let copy = try temporaryFile(path)
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 8)
    defer { chunk.deallocate() }
    do throws(InputError) {
      var mayBeText: Bool?
      while true {
        let count = read(descriptor, chunk.baseAddress, chunk.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw failure(path) }
        guard count > 0 else { return copy }
        let bytes = UnsafeRawBufferPointer(rebasing: chunk[..<count])
        try write(bytes, to: copy, path)
        // A device without an end, such as /dev/zero, is no text: whoever reads so far says so.
        mayBeText = mayBeText ?? !isArchiveOrUTF16(bytes)
        if mayBeText == true, bytes.contains(0) { return copy }
      }
    } catch {
      close(copy)
      throw error
    }
  }

  /// Whether it begins as a workbook does, or as UTF-16: there a NUL is no mistake.
  private static func isArchiveOrUTF16(_ bytes: UnsafeRawBufferPointer) -> Bool {
    [[0x50, 0x4B], [0xFF, 0xFE], [0xFE, 0xFF]].contains { bytes.prefix(2).elementsEqual($0) }
  }

  private static func write(
    _ bytes: UnsafeRawBufferPointer, to copy: CInt, _ path: String
  ) throws(InputError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = Glibc.write(copy, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw failure(path, "cannot be set aside while it is read: ") }
      rest = rest.dropFirst(written)
    }
  }

  private static func temporaryFile(_ path: String) throws(InputError) -> CInt {
    let given = getenv("TMPDIR").map { [String(cString: $0)] } ?? []
    for folder in given + ["/var/tmp", "/tmp"] {
      var name = Array((folder + "/parley-XXXXXX").utf8CString)
      let file = mkstemp(&name)
      guard file >= 0 else { continue }
      _ = fcntl(file, F_SETFD, FD_CLOEXEC)
      unlink(name)
      return file
    }
    throw failure(path, "cannot be set aside while it is read: ")
  }

  private static func failure(_ path: String, _ what: String = "") -> InputError {
    InputError(.unreadable, at: Place(wholeOf: path), what + String(cString: strerror(errno)))
  }
}
