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

  init(_ sink: any OrderSink, _ sweep: Sweep?) {
    queue = OrderQueue()
    let loop = WriterLoop(sink: sink, queue: queue, sweep: sweep)
    Self.start(loop)
  }

  /// A writer whose changes go to Redis.
  package convenience init(redis orders: RedisOrders) { self.init(RedisSink(orders), nil) }

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
  private let sink: any OrderSink
  private let queue: OrderQueue
  private let sweep: OrderWriter.Sweep?
  private var lastSweep = MonotonicClock.seconds()

  init(sink: any OrderSink, queue: OrderQueue, sweep: OrderWriter.Sweep?) {
    self.sink = sink
    self.queue = queue
    self.sweep = sweep
  }

  func run() {
    while let group = queue.take(OrderWriter.maximumGroup, waitingAtMost: sweep?.interval) {
      if !group.isEmpty {
        let results = sink.write(group.map(\.change))
        for (waiting, result) in zip(group, results) { waiting.completion(result) }
      }
      sweepIfDue()
    }
    queue.finish()
  }

  private func sweepIfDue() {
    guard let sweep, MonotonicClock.seconds() >= lastSweep + sweep.interval else { return }
    lastSweep = MonotonicClock.seconds()
    sink.sweep(now: sweep.clock())
  }
}

enum MonotonicClock {
  static func seconds() -> Int { Int(milliseconds() / 1_000) }

  static func milliseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec / 1_000_000)
  }
}
