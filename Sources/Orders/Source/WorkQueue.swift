private import Glibc

/// Work for threads that may be kept waiting, first come, first served.
///
/// `@unchecked`: every stored property that changes is touched under `mutex` only.
final class WorkQueue<Item: Sendable>: @unchecked Sendable {
  private var items: [Item] = []
  private var isClosed = false
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  /// - Parameter limit: Most items that may wait.
  /// - Returns: Whether it was taken.
  @discardableResult
  func append(_ item: Item, limit: Int = .max) -> Bool {
    locked {
      guard !isClosed, items.count < limit else { return false }
      items.append(item)
      pthread_cond_signal(changed)
      return true
    }
  }

  /// Waits for the next one; `nil` when the queue is closed.
  func take() -> Item? {
    locked {
      while items.isEmpty, !isClosed { pthread_cond_wait(changed, mutex) }
      return isClosed ? nil : items.removeFirst()
    }
  }

  func close() {
    locked {
      isClosed = true
      pthread_cond_broadcast(changed)
    }
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }
}

/// A thread that nobody waits for.
final class DetachedThread {
  private let body: @Sendable () -> Void

  private init(_ body: @escaping @Sendable () -> Void) { self.body = body }

  static func start(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        Unmanaged<DetachedThread>.fromOpaque(context!).takeRetainedValue().body()
        return nil
      }, Unmanaged.passRetained(DetachedThread(body)).toOpaque())
    // Without a thread at start-up there is no server.
    precondition(code == 0, "cannot start a thread")
    pthread_detach(thread)
  }
}
