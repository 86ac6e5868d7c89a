import Conversations
import Dialogue
import HTTP
import Orders
import Revisions
import SharedState
import Synchronization

/// What all loops of a server share.
final class ServiceState: Sendable {
  enum Phase: Int {
    case starting, ready, draining
  }

  let configuration: Configuration
  let snapshots: SnapshotHolder
  let orders: OrderStore
  let writer: OrderWriter
  let attempts = AttemptCounters()
  let buckets: TokenBuckets?
  /// Where orders are asked for, when it is the store's back end.
  let backEnd: BackEndOrders?
  /// What several servers share; `nil` for one that stands alone.
  let redis: Redis?
  let recorder: Recorder
  /// What shoppers have asked the store for.
  let requests: RequestWriter
  /// Sends one-time codes to guests.
  let codes: CodeSender?
  /// Orders that one network may have the back end asked for: a hundred at once, then two a second. That they are used up tells
  /// nothing about an order.
  let fetches = TokenBuckets(rate: 2, burst: 100)
  let customers: CustomerTokens?
  let metrics: [LoopMetrics]
  /// What became of revisions since the start; the watcher's thread counts.
  private let revisions = Counters(RevisionEvent.allCases.count)
  /// Webhooks applied, and those that were not: repeated, older than what was there, about something else.
  let webhooks = SharedCounts(2)
  let started: Int64
  /// What is damaged in the revision that is live, when there is no sound one to go back to.
  let damage = Mutex<Damage?>(nil)
  private let phase = Atomic<Int>(Phase.starting.rawValue)

  init(_ configuration: Configuration, snapshot: Snapshot, orders: OrderStore, started: Int64) throws {
    self.configuration = configuration
    self.orders = orders
    self.started = started
    snapshots = SnapshotHolder(snapshot)
    redis = configuration.redis.map(Redis.init)
    if configuration.orders == .redis, let redis {
      writer = try OrderWriter(redis: RedisOrders(redis, keys: configuration.keys))
    } else {
      writer = try orders.writer(sweep: .init { UnixTime(seconds: Clock.secondsSince1970()) })
    }
    backEnd = if case .backEnd(let place) = configuration.orders { try BackEndOrders(place) } else { nil }
    buckets = configuration.rate.map { TokenBuckets(rate: $0) }
    recorder = Recorder(
      folder: configuration.database, loops: configuration.threads, descriptor: 1)
    requests = try RequestWriter(RequestLog(folder: configuration.database))
    codes = try configuration.codes.map { try CodeSender($0, keys: configuration.keys) }
    customers = configuration.customerSecrets.map(CustomerTokens.init)
    metrics = (0..<configuration.threads).map { _ in LoopMetrics() }
  }

  enum RevisionEvent: Int, CaseIterable {
    case loaded, refused, damaged
  }

  func count(_ event: RevisionEvent) { revisions.add(1, at: event.rawValue) }

  func counted(_ event: RevisionEvent) -> Int { revisions[event.rawValue] }

  /// Where one thread finds orders.
  func orderSource() -> OrderSource {
    if let backEnd { return .backEnd(backEnd) }
    if configuration.orders == .redis, let redis {
      return .redis(RedisOrders(redis, keys: configuration.keys))
    }
    return .embedded(try? orders.reader())
  }

  /// The numbers of all of a customer's orders that this server's own source knows, on a thread that may wait.
  ///
  /// - Throws: When they cannot all be told.
  func orderNumbers(customer: String?, email: String?) throws -> Set<String> {
    guard configuration.orders == .redis, let redis else {
      return try orders.reader().numbers(customer: customer, email: email)
    }
    let source = RedisOrders(redis, keys: configuration.keys)
    return Set(
      try source.orders(customer: customer, email: email, now: Clock.milliseconds()).map(\.number))
  }

  /// Whether `orders.db` was moved, replaced or removed since the start, where it is used. One system call.
  var hasLostOrders: Bool { configuration.orders != .redis && orders.isReplaced }

  var isDraining: Bool { phase.load(ordering: .relaxed) == Phase.draining.rawValue }

  func enter(_ next: Phase) { phase.store(next.rawValue, ordering: .relaxed) }

  var current: Phase { Phase(rawValue: phase.load(ordering: .relaxed)) ?? .starting }
}
