#if canImport(Glibc)
  import Glibc
#endif

/// A POSIX semaphore: one thread waits until another signals.
///
/// `@unchecked`: the semaphore is made for sharing, its address never changes.
package final class LoopSemaphore: @unchecked Sendable {
  private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  package init() {
    sem_init(semaphore, 0, 0)
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  package func signal() { sem_post(semaphore) }

  /// Waits for a signal, perhaps given already.
  package func wait() {
    while sem_wait(semaphore) != 0 {}
  }
}
