import Dialogue
import FAQ
import HTTP
import Orders
import Revisions
import SharedState
private import Synchronization

extension ServiceHandler {
  /// `GET /healthz`: the process lives, whatever else is.
  mutating func health(_ response: inout ResponseWriter) { answerStatus("ok", .ok, &response) }

  /// `GET /readyz`: it wants traffic. Not when its `orders.db` is not the one that stands there: it would answer from orders
  /// that nobody changes any more, and could keep none.
  mutating func ready(_ response: inout ResponseWriter) {
    switch state.isDraining || server.isDraining ? ServiceState.Phase.draining : state.current {
    case .ready where state.hasLostOrders: answerStatus("orders_replaced", .serviceUnavailable, &response)
    case .ready: answerStatus("ready", .ok, &response)
    case .starting: answerStatus("starting", .serviceUnavailable, &response)
    case .draining: answerStatus("draining", .serviceUnavailable, &response)
    }
  }

  private mutating func answerStatus(
    _ word: String, _ status: Status, _ response: inout ResponseWriter
  ) {
    json.clear()
    json.object { json in
      json.key("status")
      json.string(word)
      json.key("revision")
      json.number(Int(snapshot.snapshot.revision))
      let damage = state.damage.withLock { $0 }
      let isRedisAway = state.redis?.isAway == true
      if isRedisAway || damage != nil {
        json.key("degraded")
        json.array { json in
          if isRedisAway { json.string("redis") }
          if damage != nil { json.string("revision") }
        }
      }
      if let damage {
        json.key("damage")
        json.string("\(damage.fileName): \(damage.detail) (\(damage.kind.rawValue))")
      }
    }
    response.start(status)
    writeCommonFields(&response)
    if status == .serviceUnavailable { response.field("Retry-After", 1) }
    response.field("Content-Type", "application/json")
    response.field("Cache-Control", "no-store")
    response.finish(json.bytes)
  }

  /// `GET /metrics`
  mutating func writeMetrics(_ response: inout ResponseWriter) {
    let text = Exposition.text(loops: state.metrics, gauges: gauges)
    response.start(.ok)
    writeCommonFields(&response)
    response.field("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
    response.field("Cache-Control", "no-store")
    text.withUnsafeBytes { response.finish($0) }
  }

  private var gauges: [Exposition.Gauge] {
    let cache = snapshot.snapshot.faq?.cacheStatistics
    let open = loops.reduce(0) { $0 + $1.open.count }
    let accepted = loops.reduce(0) { $0 + $1.accepted.count }
    return [
      .init("parley_revision", "The live revision.", Int(snapshot.snapshot.revision)),
      .init("parley_revision_loads_total", "Revisions loaded.", state.counted(.loaded), "counter"),
      .init(
        "parley_revision_refusals_total", "Revisions that could not be loaded.", state.counted(.refused),
        "counter"),
      .init(
        "parley_revision_damages_total", "Revisions found damaged while they were served.",
        state.counted(.damaged), "counter"),
      .init(
        "parley_revision_damaged",
        "Whether the live revision is damaged and there is no sound one before it.",
        state.damage.withLock { $0 } == nil ? 0 : 1),
      .init("parley_connections", "Open connections.", open),
      .init("parley_connections_accepted_total", "Connections taken.", accepted, "counter"),
      .init("parley_faq_cache_hits_total", "FAQ pages found in memory.", cache?.hits ?? 0, "counter"),
      .init("parley_faq_cache_misses_total", "FAQ pages read from the part.", cache?.misses ?? 0, "counter"),
      .init("parley_faq_cache_bytes", "Bytes of FAQ pages in memory.", cache?.bytes ?? 0),
      .init("parley_attempts", "Keys of wrong guesses remembered.", state.attempts.count),
      .init(
        "parley_records_dropped_total", "Log bytes and misses dropped.",
        state.recorder.droppedCount, "counter"),
      .init("process_start_time_seconds", "Start of the process since 1970.", Int(state.started)),
    ] + orderGauges + codeGauges + redisGauges
  }
}

extension ServiceHandler {
  private var orderGauges: [Exposition.Gauge] {
    let index = state.orders.index.status
    let backEnd = state.backEnd?.counts
    return [
      .init(
        "parley_backend_calls_total", "Orders the back end was asked for.", backEnd?.calls ?? 0, "counter"),
      .init(
        "parley_backend_failures_total", "Of these, calls that failed.", backEnd?.failures ?? 0, "counter"),
      .init(
        "parley_orders_replaced", "Whether orders.db was moved or replaced under this server.",
        state.hasLostOrders ? 1 : 0),
      .init("parley_order_index_used", "Whether orders are found by the hashed index.", index.isUsed ? 1 : 0),
      .init("parley_order_index_delta", "Orders changed since the index was built.", index.delta),
      .init("parley_webhooks_applied_total", "Webhooks that changed an order.", state.webhooks[0], "counter"),
      .init(
        "parley_webhooks_passed_over_total", "Webhooks that changed none: repeated or outdated.",
        state.webhooks[1], "counter"),
      .init("parley_order_index_builds_total", "Indexes built by this server.", index.builds, "counter"),
    ]
  }

  private var codeGauges: [Exposition.Gauge] {
    guard let codes = state.codes?.counts else { return [] }
    return [
      .init("parley_codes_sent_total", "One-time codes that the store's mailer took.", codes.sent, "counter"),
      .init("parley_codes_failed_total", "One-time codes that nobody took.", codes.failed, "counter"),
    ]
  }

  private var redisGauges: [Exposition.Gauge] {
    guard let redis = state.redis else { return [] }
    return [
      .init("parley_redis_up", "Whether Redis answered last.", redis.isAway ? 0 : 1),
      .init("parley_redis_calls_total", "Round trips to Redis tried.", redis.calls, "counter"),
      .init("parley_redis_failures_total", "Calls to Redis that failed.", redis.failures, "counter"),
    ]
  }
}

extension Exposition.Gauge {
  fileprivate init(_ name: StaticString, _ help: StaticString, _ value: Int, _ kind: StaticString = "gauge") {
    self.init(name: name, help: help, value: Double(value), kind: kind)
  }
}
