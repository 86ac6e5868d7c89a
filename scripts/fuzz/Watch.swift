import Threads

/// Times what is tried, and keeps the worst.
final class Watch {
  /// Most processor time that one message may take, in microseconds.
  static let mostMicros = 5_000.0

  private(set) var worst: [String: (micros: Double, what: String)] = [:]
  private(set) var counts: [String: Int] = [:]
  private(set) var violations: [String] = []

  /// Runs `body`; when it takes too long, three times more, and the best counts: the rest was the machine's.
  func time(_ kind: String, _ what: @autoclosure () -> String, _ body: () -> Void) {
    var spent = Watch.measure(body)
    if spent > Watch.mostMicros {
      for _ in 0..<3 { spent = min(spent, Watch.measure(body)) }
      if spent > Watch.mostMicros { fail(kind, "\(Int(spent)) us: \(what())") }
    }
    counts[kind, default: 0] += 1
    if spent > worst[kind]?.micros ?? 0 { worst[kind] = (spent, String(what().prefix(120))) }
  }

  func count(_ kind: String) { counts[kind, default: 0] += 1 }

  func fail(_ kind: String, _ what: String) {
    violations.append("\(kind): \(what)")
    print("VIOLATION \(kind): \(what)")
  }

  func report() {
    for kind in counts.keys.sorted() {
      let worst = worst[kind].map { "; worst \(Int($0.micros)) us: \($0.what.debugDescription)" } ?? ""
      print("  \(kind): \(counts[kind] ?? 0)\(worst)")
    }
  }

  /// Processor time of this thread, in microseconds.
  private static func measure(_ body: () -> Void) -> Double {
    let start = ThreadTime.micros()
    body()
    return ThreadTime.micros() - start
  }
}
