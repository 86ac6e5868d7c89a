import Database
private import Threads

/// The one writer of a server: a thread that takes what has been submitted and writes it in one commit.
///
/// The commit is synced to disk (WAL, `synchronous=FULL`) before anybody is told, so what was acknowledged
/// survives a kill or a power cut. The more is submitted at once, the more share a sync.
package final class OrderWriter: Sendable {
  /// One change.
  package enum Change: Sendable {
    case upsert(Order)
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

  private struct Waiting: Sendable {
    let change: Change
    let completion: Completion
  }

  private let queue = WorkQueue<Waiting>(limit: maximumWaiting)

  init(_ sink: any OrderSink, _ sweep: Sweep?) throws {
    let loop = WriterLoop(sink: sink, sweep: sweep)
    try queue.start(name: "order writer") { queue in
      while let group = queue.take(upTo: Self.maximumGroup, within: sweep?.interval) {
        let results = loop.write(group.map(\.change))
        for (waiting, result) in zip(group, results) { waiting.completion(result) }
        loop.sweepIfDue()
      }
    }
  }

  /// A writer whose changes go to Redis.
  package convenience init(redis orders: RedisOrders) throws { try self.init(RedisSink(orders), nil) }

  /// Hands over a change; returns at once.
  ///
  /// - Parameter completion: Called on the writer's thread, once, after the commit or its failure. It must be
  ///   quick: the next commit waits for it. With ``OrderError/busy`` or ``OrderError/stopped`` it is called at once,
  ///   on the caller's thread.
  package func submit(_ change: Change, completion: @escaping Completion) {
    switch queue.append(Waiting(change: change, completion: completion)) {
    case nil: break
    case .full?: completion(.failure(OrderError.busy))
    case .closed?: completion(.failure(OrderError.stopped))
    }
  }

  /// Writes what still waits, then ends the thread. Returns when that is done; later changes are refused.
  package func stop() {
    queue.close()
    queue.waitForEnd()
  }

  deinit { queue.close() }
}

/// What the writer's thread works with.
///
/// `@unchecked`: handed to that thread when it starts, which alone uses it.
private final class WriterLoop: @unchecked Sendable {
  private let sink: any OrderSink
  private let sweep: OrderWriter.Sweep?
  private var lastSweep = MonotonicClock.seconds()

  init(sink: any OrderSink, sweep: OrderWriter.Sweep?) {
    self.sink = sink
    self.sweep = sweep
  }

  func write(_ changes: [OrderWriter.Change]) -> [Result<Int, any Error>] {
    changes.isEmpty ? [] : sink.write(changes)
  }

  func sweepIfDue() {
    guard let sweep, MonotonicClock.seconds() >= lastSweep + sweep.interval else { return }
    lastSweep = MonotonicClock.seconds()
    sink.sweep(now: sweep.clock())
  }
}
