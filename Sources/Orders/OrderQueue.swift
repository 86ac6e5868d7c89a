private import Glibc

/// Changes on their way to the writer's thread.
///
/// `@unchecked`: every stored property is touched under `mutex` only.
final class OrderQueue: @unchecked Sendable {
  struct Waiting {
    let change: OrderWriter.Change
    let completion: OrderWriter.Completion
  }

  private var waiting: [Waiting] = []
  private var isClosed = false
  private var isFinished = false
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(changed, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  /// Adds a change; says why not.
  func append(_ change: OrderWriter.Change, _ completion: @escaping OrderWriter.Completion) -> OrderError? {
    locked {
      guard !isClosed else { return .stopped }
      guard waiting.count < OrderWriter.maximumWaiting else { return .busy }
      waiting.append(Waiting(change: change, completion: completion))
      pthread_cond_broadcast(changed)
      return nil
    }
  }

  /// Waits for changes and takes up to `limit`, in the order they came; `nil` when the queue is closed and empty.
  ///
  /// - Parameter seconds: After so many without a change none are given; absent, it waits for ever.
  func take(_ limit: Int, waitingAtMost seconds: Int? = nil) -> [Waiting]? {
    locked {
      var end = timespec()
      clock_gettime(CLOCK_MONOTONIC, &end)
      end.tv_sec += seconds ?? 0
      while waiting.isEmpty {
        if isClosed { return nil }
        guard seconds != nil else {
          pthread_cond_wait(changed, mutex)
          continue
        }
        if pthread_cond_timedwait(changed, mutex, &end) == ETIMEDOUT { return [] }
      }
      let group = Array(waiting.prefix(limit))
      waiting.removeFirst(group.count)
      return group
    }
  }

  /// The thread has ended.
  func finish() {
    locked {
      isFinished = true
      pthread_cond_broadcast(changed)
    }
  }

  /// Takes no more changes; `andWait`: until the thread has written the rest and ended.
  func close(andWait isWaiting: Bool) {
    locked {
      isClosed = true
      pthread_cond_broadcast(changed)
      while isWaiting, !isFinished { pthread_cond_wait(changed, mutex) }
    }
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }
}
