import Database
private import Glibc

/// The one writer of a server: a thread that takes what has been submitted and writes it in one commit.
///
/// The commit is synced to disk (WAL, `synchronous=FULL`) before anybody is told, so what was acknowledged
/// survives a kill or a power cut. The more is submitted at once, the more share a sync.
package final class OrderWriter: Sendable {
  /// One change.
  package enum Change: Sendable {
    case upsert(Order)
    /// All of them or, when one is invalid, none.
    case upsertAll([Order])
    /// All of an upload, whose orders have been found valid.
    case upsertSpool(OrderSpool)
    case remove(number: String)
    case forget(customer: String)
    case forgetEmail(String)
    /// What is known under either.
    case forgetAll(customer: String?, email: String?)
    case removeExpired(now: UnixTime)
    /// What a webhook told; 1 when it was applied, 0 when it is a repetition or older than what is there.
    case apply(Order, delivery: String?, now: UnixTime)
  }

  /// Removes expired orders on the writer's own thread, between other changes.
  package struct Sweep: Sendable {
    /// Seconds from one time to the next; the first comes after as many.
    package var interval: Int
    package var clock: @Sendable () -> UnixTime

    package init(interval: Int = 60, clock: @escaping @Sendable () -> UnixTime) {
      (self.interval, self.clock) = (interval, clock)
    }
  }

  /// How many orders a change touched, or why it was not made.
  package typealias Completion = @Sendable (Result<Int, any Error>) -> Void

  /// Most changes that may wait.
  package static let maximumWaiting = 10_000
  /// Most changes in one commit.
  static let maximumGroup = 512

  private let queue: OrderQueue

  init(_ batch: OrderBatch, _ sweep: Sweep?) {
    queue = OrderQueue()
    let loop = WriterLoop(batch: batch, queue: queue, sweep: sweep)
    Self.start(loop)
  }

  /// Hands over a change; returns at once.
  ///
  /// - Parameter completion: Called on the writer's thread, once, after the commit or its failure. It must be
  ///   quick: the next commit waits for it. With ``OrderError/busy`` or ``OrderError/stopped`` it is called at once,
  ///   on the caller's thread.
  package func submit(_ change: Change, completion: @escaping Completion) {
    if let refusal = queue.append(change, completion) { completion(.failure(refusal)) }
  }

  /// Writes what still waits, then ends the thread. Returns when that is done; later changes are refused.
  package func stop() { queue.close(andWait: true) }

  deinit { queue.close(andWait: false) }

  private static func start(_ loop: WriterLoop) {
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        Unmanaged<WriterLoop>.fromOpaque(context!).takeRetainedValue().run()
        return nil
      }, Unmanaged.passRetained(loop).toOpaque())
    // Without a thread at start-up there is no server.
    precondition(code == 0, "cannot start the order writer's thread")
    pthread_detach(thread)
  }
}

/// What runs on the writer's thread.
private final class WriterLoop {
  private let batch: OrderBatch
  private let queue: OrderQueue
  private let sweep: OrderWriter.Sweep?
  private var lastSweep = MonotonicClock.seconds()

  init(batch: OrderBatch, queue: OrderQueue, sweep: OrderWriter.Sweep?) {
    self.batch = batch
    self.queue = queue
    self.sweep = sweep
  }

  func run() {
    while let group = queue.take(OrderWriter.maximumGroup, waitingAtMost: sweep?.interval) {
      if !group.isEmpty {
        let results = write(group)
        for (waiting, result) in zip(group, results) { waiting.completion(result) }
      }
      sweepIfDue()
    }
    queue.finish()
  }

  /// What fails is tried again the next time.
  private func sweepIfDue() {
    guard let sweep, MonotonicClock.seconds() >= lastSweep + sweep.interval else { return }
    lastSweep = MonotonicClock.seconds()
    let now = sweep.clock()
    _ = try? batch.commit { try batch.removeExpired(now: now) }
  }

  /// One commit. A change that is invalid fails alone; a failing database fails them all.
  private func write(_ group: [OrderQueue.Waiting]) -> [Result<Int, any Error>] {
    do {
      return try batch.commit {
        try group.map { waiting in
          do { return .success(try apply(waiting.change)) } catch let error as OrderError {
            return .failure(error)
          }
        }
      }
    } catch {
      return group.map { _ in .failure(error) }
    }
  }

  private func apply(_ change: OrderWriter.Change) throws -> Int {
    switch change {
    case .upsert(let order):
      try batch.upsert(order)
      return 1
    case .upsertAll(let orders):
      // What the rest of the group has written stays: so all are checked before the first is written.
      for order in orders { if let problem = order.problem { throw OrderError.invalid(problem) } }
      for order in orders { try batch.upsert(order) }
      return orders.count
    case .upsertSpool(let spool):
      try spool.forEach { try batch.upsert($0) }
      return spool.count
    case .remove(let number): return try batch.remove(number: number) ? 1 : 0
    case .forget(let customer): return try batch.remove(customer: customer)
    case .forgetEmail(let email): return try batch.remove(email: email)
    case .forgetAll(let customer, let email):
      let byCustomer = try customer.map(batch.remove(customer:)) ?? 0
      return try byCustomer + (email.map(batch.remove(email:)) ?? 0)
    case .removeExpired(let now): return try batch.removeExpired(now: now)
    case .apply(let order, let delivery, let now):
      return try batch.apply(order, delivery: delivery, now: now) == .applied ? 1 : 0
    }
  }
}

enum MonotonicClock {
  static func seconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec
  }
}
