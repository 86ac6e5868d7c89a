import Dialogue

/// The metrics of all loops in the Prometheus text format, version 0.0.4.
struct Exposition {
  private var text: [UInt8] = []

  /// A line's value that is not a loop's count.
  struct Gauge {
    var name: StaticString
    var help: StaticString
    var value: Double
    /// `counter` for what only grows.
    var kind: StaticString = "gauge"
  }

  static func text(loops: [LoopMetrics], gauges: [Gauge]) -> [UInt8] {
    var exposition = Exposition()
    exposition.requests(loops)
    exposition.durations(loops)
    exposition.turns(loops)
    exposition.lookUps(loops)
    for gauge in gauges {
      exposition.head("\(gauge.name)", "\(gauge.help)", "\(gauge.kind)")
      exposition.line("\(gauge.name) \(number(gauge.value))")
    }
    return exposition.text
  }

  private mutating func requests(_ loops: [LoopMetrics]) {
    head("parley_http_requests_total", "Requests answered.", "counter")
    for route in Route.allCases {
      for (slot, status) in LoopMetrics.statuses.enumerated() {
        let count = loops.reduce(0) { $0 + $1.requests(route, statusSlot: slot) }
        guard count > 0 else { continue }
        let name = status == 0 ? "other" : String(status)
        line("parley_http_requests_total{route=\"\(route.label)\",status=\"\(name)\"} \(count)")
      }
    }
  }

  private mutating func durations(_ loops: [LoopMetrics]) {
    head("parley_http_request_duration_seconds", "From a request's last byte to its answer.", "histogram")
    var count = 0
    for (bucket, bound) in LoopMetrics.bounds.enumerated() {
      count += loops.reduce(0) { $0 + $1.duration(bucket) }
      let seconds = Self.number(Double(bound) / 1_000_000)
      line("parley_http_request_duration_seconds_bucket{le=\"\(seconds)\"} \(count)")
    }
    count += loops.reduce(0) { $0 + $1.duration(LoopMetrics.bounds.count) }
    line("parley_http_request_duration_seconds_bucket{le=\"+Inf\"} \(count)")
    let sum = Double(loops.reduce(0) { $0 + $1.totalMicros }) / 1_000_000
    line("parley_http_request_duration_seconds_sum \(Self.number(sum))")
    line("parley_http_request_duration_seconds_count \(count)")
  }

  private mutating func turns(_ loops: [LoopMetrics]) {
    head(
      "parley_rule_faults_total",
      "Rules that hit their match limit, or were left out for a message's deadline.",
      "counter")
    line("parley_rule_faults_total \(loops.reduce(0) { $0 + $1.totalRuleFaults })")
    head("parley_turns_total", "Turns by what decided them.", "counter")
    for (index, source) in LoopMetrics.sources.enumerated() {
      line("parley_turns_total{source=\"\(source.rawValue)\"} \(loops.reduce(0) { $0 + $1.turns(index) })")
    }
  }

  private mutating func lookUps(_ loops: [LoopMetrics]) {
    head("parley_order_lookups_total", "Orders asked for, by what became of it.", "counter")
    for outcome in DeskTally.Outcome.allCases {
      let count = loops.reduce(0) { $0 + $1.desk[outcome] }
      line("parley_order_lookups_total{outcome=\"\(outcome)\"} \(count)")
    }
  }

  private mutating func head(_ name: String, _ help: String, _ kind: String) {
    line("# HELP \(name) \(help)")
    line("# TYPE \(name) \(kind)")
  }

  private mutating func line(_ content: String) {
    text.append(contentsOf: content.utf8)
    text.append(0x0A)
  }

  /// Whole numbers without a fraction.
  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }
}
