private import Threads

/// The thread that writes ``RequestLog`` for a server: what waits at the same moment shares one sync.
package final class RequestWriter: Sendable {
  /// Whether it is on disk.
  package typealias Completion = @Sendable (Bool) -> Void

  /// Most requests that may wait; further ones fail at once.
  package static let maximumWaiting = 10_000

  private enum Job: Sendable {
    case note([StoreRequest], Completion)
    case erase(@Sendable (RequestLog) -> Void)
  }

  private let queue = WorkQueue<Job>(limit: maximumWaiting)

  package init(_ log: RequestLog) throws {
    try queue.start(name: "requests") { queue in
      while let group = queue.take(upTo: .max) { Self.write(group, to: log) }
    }
  }

  deinit { queue.close() }

  /// - Parameter completion: Called once, on the writer's thread after the sync, or at once when too many wait.
  package func submit(_ requests: [StoreRequest], completion: @escaping Completion) {
    if queue.append(.note(requests, completion)) != nil { completion(false) }
  }

  /// Removes what a customer has asked for (``RequestLog/erase(customer:email:isTheirs:)``).
  ///
  /// - Parameters:
  ///   - orders: Asked on the writer's thread: what tells the customer's orders by their number. When it throws, nothing is
  ///     removed.
  ///   - completion: As that of ``submit(_:completion:)``.
  package func erase(
    customer: String?, email: String?, orders: @escaping @Sendable () throws -> Set<String>,
    completion: @escaping Completion
  ) {
    let job = Job.erase { log in
      guard let numbers = try? orders() else { return completion(false) }
      completion(log.erase(customer: customer, email: email) { numbers.contains($0) } != nil)
    }
    if queue.append(job) != nil { completion(false) }
  }

  /// Writes what still waits, then ends the thread.
  package func stop() {
    queue.close()
    queue.waitForEnd()
  }

  /// In the order they came, notes that stand side by side with one sync.
  private static func write(_ group: [Job], to log: RequestLog) {
    var notes: [([StoreRequest], Completion)] = []
    for job in group {
      switch job {
      case .note(let requests, let completion): notes.append((requests, completion))
      case .erase(let body):
        write(&notes, to: log)
        body(log)
      }
    }
    write(&notes, to: log)
  }

  private static func write(_ notes: inout [([StoreRequest], Completion)], to log: RequestLog) {
    guard !notes.isEmpty else { return }
    let isWritten = log.append(notes.flatMap(\.0))
    for (_, completion) in notes { completion(isWritten) }
    notes = []
  }
}
