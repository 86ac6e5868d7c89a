import Dialogue
private import Synchronization

/// What a route is called in metrics and logs: a closed set, so that no client can make new series.
enum Route: Int, CaseIterable {
  case chat, batch, faq, faqEntry, orders, order, shopify, wooCommerce, health, ready, metrics, page, other

  var label: StaticString {
    switch self {
    case .chat: "/v1/chat"
    case .batch: "/v1/chat/batch"
    case .faq: "/v1/faq"
    case .faqEntry: "/v1/faq/{id}"
    case .orders: "/v1/orders"
    case .order: "/v1/orders/{id}"
    case .shopify: "/v1/webhooks/shopify"
    case .wooCommerce: "/v1/webhooks/woocommerce"
    case .health: "/healthz"
    case .ready: "/readyz"
    case .metrics: "/metrics"
    case .page: "/"
    case .other: "other"
    }
  }
}

/// The counts of one loop. Its thread alone writes them, any thread reads them.
final class LoopMetrics: Sendable {
  /// Upper bounds of the duration buckets, in microseconds.
  static let bounds = [
    25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 50_000, 100_000, 500_000, 1_000_000,
  ]
  /// Statuses we answer with; the last slot is for any other.
  static let statuses = [
    200, 204, 304, 400, 401, 403, 404, 405, 408, 411, 413, 414, 415, 429, 431, 500, 501, 503, 505, 0,
  ]
  static let sources: [IntentSourceKind] = [.rule, .example, .faq, .flow, .clarify, .fallback]

  private let requests: Counters
  private let durations: Counters
  private let turns: Counters
  private let micros = Counters(1)
  /// Orders asked for.
  let desk = DeskTally()
  private let faults = Counters(1)

  init() {
    requests = Counters(Route.allCases.count * Self.statuses.count)
    durations = Counters(Self.bounds.count + 1)
    turns = Counters(Self.sources.count)
  }

  /// - Parameter micros: From the request's last byte to the answer's hand-over.
  func count(_ route: Route, status: Int, micros spent: Int) {
    let slot = Self.statuses.firstIndex(of: status) ?? Self.statuses.count - 1
    requests.add(1, at: route.rawValue * Self.statuses.count + slot)
    durations.add(1, at: Self.bounds.firstIndex { spent <= $0 } ?? Self.bounds.count)
    micros.add(spent, at: 0)
  }

  /// - Parameter faults: All there have been on this loop.
  func note(ruleFaults faults: Int) {
    if faults != self.faults[0] { self.faults.add(faults - self.faults[0], at: 0) }
  }

  func count(_ source: IntentSourceKind) {
    turns.add(1, at: Self.sources.firstIndex(of: source) ?? Self.sources.count - 1)
  }

  func requests(_ route: Route, statusSlot: Int) -> Int {
    requests[route.rawValue * Self.statuses.count + statusSlot]
  }

  func duration(_ bucket: Int) -> Int { durations[bucket] }

  func turns(_ source: Int) -> Int { turns[source] }

  var totalMicros: Int { micros[0] }

  var totalRuleFaults: Int { faults[0] }
}

/// A row of counters with one writer.
///
/// `@unchecked`: the slots are atomics at an address that never moves.
final class Counters: @unchecked Sendable {
  private let slots: UnsafeMutablePointer<Atomic<Int>>
  let count: Int

  init(_ count: Int) {
    self.count = count
    slots = .allocate(capacity: count)
    for index in 0..<count { (slots + index).initialize(to: Atomic(0)) }
  }

  deinit {
    slots.deinitialize(count: count)
    slots.deallocate()
  }

  /// Only the owner's thread adds: a plain load and store, no locked instruction.
  func add(_ amount: Int, at index: Int) {
    slots[index].store(slots[index].load(ordering: .relaxed) &+ amount, ordering: .relaxed)
  }

  subscript(index: Int) -> Int { slots[index].load(ordering: .relaxed) }
}

/// A row of counters that several threads add to.
final class SharedCounts: Sendable {
  private let counts: Mutex<[Int]>

  init(_ count: Int) { counts = Mutex(Array(repeating: 0, count: count)) }

  func add(_ amount: Int, at index: Int) { counts.withLock { $0[index] += amount } }

  subscript(index: Int) -> Int { counts.withLock { $0[index] } }
}
