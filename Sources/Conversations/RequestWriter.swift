private import Glibc

/// The thread that writes ``RequestLog`` for a server: what waits at the same moment shares one sync.
///
/// `@unchecked`: every stored property that changes is touched under `mutex` only.
package final class RequestWriter: @unchecked Sendable {
  /// Whether it is on disk.
  package typealias Completion = @Sendable (Bool) -> Void

  /// Most requests that may wait; further ones fail at once.
  package static let maximumWaiting = 10_000

  private enum Job {
    case note([StoreRequest], Completion)
    case erase(@Sendable (RequestLog) -> Void)
  }

  private let log: RequestLog
  private var waiting: [Job] = []
  private var isClosed = false
  private var isFinished = false
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  package init(_ log: RequestLog) {
    self.log = log
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
    start()
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  /// - Parameter completion: Called once, on the writer's thread after the sync, or at once when too many wait.
  package func submit(_ requests: [StoreRequest], completion: @escaping Completion) {
    if !append(.note(requests, completion)) { completion(false) }
  }

  /// Removes what a customer has asked for (``RequestLog/erase(customer:email:isTheirs:)``).
  ///
  /// - Parameters:
  ///   - orders: Asked on the writer's thread: what tells the customer's orders by their number.
  ///   - completion: As that of ``submit(_:completion:)``.
  package func erase(
    customer: String?, email: String?, orders: @escaping @Sendable () -> Set<String>,
    completion: @escaping Completion
  ) {
    let job = Job.erase { log in
      let numbers = orders()
      completion(log.erase(customer: customer, email: email) { numbers.contains($0) } != nil)
    }
    if !append(job) { completion(false) }
  }

  private func append(_ job: Job) -> Bool {
    locked {
      guard !isClosed, waiting.count < Self.maximumWaiting else { return false }
      waiting.append(job)
      pthread_cond_broadcast(changed)
      return true
    }
  }

  /// Writes what still waits, then ends the thread.
  package func stop() {
    locked {
      isClosed = true
      pthread_cond_broadcast(changed)
      while !isFinished { pthread_cond_wait(changed, mutex) }
    }
  }

  private func start() {
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        Unmanaged<RequestWriter>.fromOpaque(context!).takeRetainedValue().run()
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
    // Without a thread at start-up there is no server.
    precondition(code == 0, "cannot start the thread that notes requests")
    pthread_detach(thread)
  }

  private func run() {
    while let group = take() {
      // In the order they came, those that stand side by side with one sync.
      var notes: [([StoreRequest], Completion)] = []
      for job in group {
        switch job {
        case .note(let requests, let completion): notes.append((requests, completion))
        case .erase(let body):
          write(&notes)
          body(log)
        }
      }
      write(&notes)
    }
    locked {
      isFinished = true
      pthread_cond_broadcast(changed)
    }
  }

  private func write(_ notes: inout [([StoreRequest], Completion)]) {
    guard !notes.isEmpty else { return }
    let isWritten = log.append(notes.flatMap(\.0))
    for (_, completion) in notes { completion(isWritten) }
    notes = []
  }

  /// Everything that waits; `nil` when closed and empty.
  private func take() -> [Job]? {
    locked {
      while waiting.isEmpty {
        if isClosed { return nil }
        pthread_cond_wait(changed, mutex)
      }
      defer { waiting.removeAll() }
      return waiting
    }
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }
}
