private import Glibc

/// Work for threads of its own, first come, first served.
///
/// `@unchecked`: every stored property that changes is touched under `mutex` only.
package final class WorkQueue<Item: Sendable>: @unchecked Sendable {
  /// Why an item was not taken.
  package enum Refusal: Sendable {
    case full, closed
  }

  private let limit: Int
  private var items: [Item] = []
  private var isClosed = false
  /// Threads that have not ended.
  private var workers = 0
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// - Parameter limit: Most items that may wait.
  package init(limit: Int = .max) {
    self.limit = limit
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

  /// Starts threads, each of which is to take items until there are no more.
  ///
  /// - Parameter name: As that of ``NamedThread``.
  package func start(
    _ count: Int = 1, name: String, _ body: @escaping @Sendable (WorkQueue) -> Void
  ) throws(ThreadError) {
    for _ in 0..<count {
      locked { workers += 1 }
      do throws(ThreadError) {
        try NamedThread(name: name) {
          body(self)
          self.leave()
        }.detach()
      } catch {
        leave()
        close(dropsRest: true)
        throw error
      }
    }
  }

  /// - Returns: Why the item was not taken; `nil` when it was.
  @discardableResult
  package func append(_ item: Item) -> Refusal? {
    locked {
      guard !isClosed else { return .closed }
      guard items.count < limit else { return .full }
      items.append(item)
      pthread_cond_broadcast(changed)
      return nil
    }
  }

  /// Waits for the next item; `nil` when the queue is closed and empty.
  package func take() -> Item? {
    locked { isFilled(within: nil) == true ? items.removeFirst() : nil }
  }

  /// Waits for items and takes up to `most`, in the order they came; `nil` when the queue is closed and empty.
  ///
  /// - Parameter seconds: After so many without an item none are given; absent, it waits for ever.
  package func take(upTo most: Int, within seconds: Int? = nil) -> [Item]? {
    locked {
      guard let isFilled = isFilled(within: seconds) else { return nil }
      guard isFilled else { return [] }
      defer { items.removeFirst(min(most, items.count)) }
      return Array(items.prefix(most))
    }
  }

  /// Takes no more items; what waits is still done, unless it is dropped.
  package func close(dropsRest: Bool = false) {
    locked {
      isClosed = true
      if dropsRest { items.removeAll() }
      pthread_cond_broadcast(changed)
    }
  }

  /// Waits until every thread has ended, which they do once the queue is closed and empty.
  ///
  /// - Parameter milliseconds: Absent, it waits for ever.
  /// - Returns: Whether they have.
  @discardableResult
  package func waitForEnd(within milliseconds: Int? = nil) -> Bool {
    locked {
      let end = milliseconds.map(Self.time(in:))
      while workers > 0 {
        guard wait(until: end) else { return workers == 0 }
      }
      return true
    }
  }

  // MARK: Under the mutex

  /// Waits until there are items; `false` when there were none in time, `nil` when there will be none.
  private func isFilled(within seconds: Int?) -> Bool? {
    let end = seconds.map { Self.time(in: $0 * 1_000) }
    while items.isEmpty {
      if isClosed { return nil }
      guard wait(until: end) else { return !items.isEmpty }
    }
    return true
  }

  private func leave() {
    locked {
      workers -= 1
      pthread_cond_broadcast(changed)
    }
  }

  /// - Returns: `false` when the time is over.
  private func wait(until end: timespec?) -> Bool {
    guard var end else { return pthread_cond_wait(changed, mutex) == 0 }
    return pthread_cond_timedwait(changed, mutex, &end) != ETIMEDOUT
  }

  private static func time(in milliseconds: Int) -> timespec {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    let nanoseconds = time.tv_nsec + milliseconds % 1_000 * 1_000_000
    return timespec(
      tv_sec: time.tv_sec + milliseconds / 1_000 + nanoseconds / 1_000_000_000,
      tv_nsec: nanoseconds % 1_000_000_000)
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }
}
