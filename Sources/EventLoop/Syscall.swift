#if canImport(Glibc)
  import Glibc
#endif

/// A system call that failed.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Name of the call, `bind` for example.
  package let call: String
  /// Its `errno`.
  package let code: Int32

  package init(call: String, code: Int32) {
    self.call = call
    self.code = code
  }

  /// `bind: Address already in use`.
  package var description: String { "\(call): \(String(cString: strerror(code)))" }

  /// Another socket listens there.
  package var isAddressInUse: Bool { code == EADDRINUSE }
  /// The process, the system or the kernel's memory has no room for another descriptor.
  var isOutOfDescriptors: Bool { [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) }
}

/// Makes a system call: every one of this program's sockets and loops passes here.
///
/// Retries when a signal interrupted it, and captures `errno` before anything else can change it.
@inline(__always)
func systemCall<Result: FixedWidthInteger & SignedInteger>(
  _ name: @autoclosure () -> String, _ body: () -> Result
) throws(SystemError) -> Result {
  while true {
    let result = body()
    if result >= 0 { return result }
    let code = errno
    if code != EINTR { throw SystemError(call: name(), code: code) }
  }
}

/// What came of reading or writing without waiting.
package enum Transfer: Equatable, Sendable {
  /// So many bytes; 0 when reading is the end of the stream.
  case bytes(Int)
  case wouldBlock
  /// The connection is gone.
  case failed(Int32)

  /// Makes a call that moves bytes; as ``systemCall(_:_:)``, but failing is ordinary here and costs nothing.
  @inline(__always)
  init(_ body: () -> Int) {
    while true {
      let result = body()
      if result >= 0 {
        self = .bytes(result)
        return
      }
      let code = errno
      if code == EINTR { continue }
      self = code == EAGAIN || code == EWOULDBLOCK ? .wouldBlock : .failed(code)
      return
    }
  }
}
