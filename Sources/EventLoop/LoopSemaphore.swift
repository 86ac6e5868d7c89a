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

  /// Waits for a signal for so long.
  ///
  /// - Returns: Whether it came.
  package func wait(milliseconds: Int) -> Bool {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let nanoseconds = time.tv_nsec + milliseconds % 1000 * 1_000_000
    time.tv_sec += milliseconds / 1000 + nanoseconds / 1_000_000_000
    time.tv_nsec = nanoseconds % 1_000_000_000
    while sem_timedwait(semaphore, &time) != 0 {
      if errno == ETIMEDOUT { return false }
    }
    return true
  }
}
