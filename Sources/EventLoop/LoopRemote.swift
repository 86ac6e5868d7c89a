private import CLinux
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// The side of an ``EventLoop`` that other threads may touch.
package final class LoopRemote: Sendable {
  package typealias Job = @Sendable (EventLoop) -> Void

  private let jobs = Mutex<[Job]>([])
  /// An eventfd; `eventfd` needs no lock.
  private let wake: Descriptor

  init() throws(SystemError) {
    let flags = Int32(EFD_NONBLOCK | EFD_CLOEXEC)
    wake = Descriptor(try systemCall("eventfd") { eventfd(0, flags) })
  }

  var descriptorNumber: Int32 { wake.number }

  /// Has `job` run on the loop's thread, in the order of posting; never when the loop has ended.
  package func post(_ job: @escaping Job) {
    let isFirst = jobs.withLock { jobs in
      jobs.append(job)
      return jobs.count == 1
    }
    // Whoever posts to an empty list wakes; the others ride along.
    if isFirst { _ = eventfd_write(wake.number, 1) }
  }

  func takeJobs() -> [Job] {
    var count = eventfd_t()
    _ = eventfd_read(wake.number, &count)
    return jobs.withLock { jobs in
      let taken = jobs
      jobs = []
      return taken
    }
  }
}

/// A reference to something that lives on one loop, to be carried by jobs of that loop.
///
/// `@unchecked`: the value comes out only for who holds the loop, and a loop never leaves its thread.
package struct LoopConfined<Value>: @unchecked Sendable {
  private let value: Value
  private let owner: ObjectIdentifier

  package init(_ value: Value, on loop: EventLoop) {
    self.value = value
    owner = ObjectIdentifier(loop)
  }

  package func get(on loop: EventLoop) -> Value {
    precondition(ObjectIdentifier(loop) == owner, "the value belongs to another loop")
    return value
  }
}
