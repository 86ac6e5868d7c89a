private import CThreads
private import Glibc

/// A POSIX thread.
package struct NamedThread: Sendable {
  private final class Start {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private let thread: pthread_t

  /// Starts `body` on a thread of its own.
  ///
  /// - Parameter name: At most 15 bytes, seen in `top -H`.
  package init(name: String, _ body: @escaping @Sendable () -> Void) throws(ThreadError) {
    let name = String(name.prefix(15))
    let start = Unmanaged.passRetained(
      Start {
        _ = parley_name_thread(name)
        body()
      })
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, start.toOpaque())
    guard code == 0 else {
      start.release()
      throw ThreadError(code: code)
    }
    self.thread = thread
  }

  /// Waits for the thread to end. Call this or ``detach()``, exactly once.
  package func join() { pthread_join(thread, nil) }

  /// Nobody will wait for the thread.
  package func detach() { pthread_detach(thread) }
}

/// The system would not start a thread.
package struct ThreadError: Error, Equatable, Sendable, CustomStringConvertible {
  /// As `errno` has it.
  package let code: Int32

  package var description: String { "pthread_create: \(String(cString: strerror(code)))" }
}
