import Dialogue

/// One JSON line a request, written into a buffer of the loop's own and handed to the ``Recorder``.
///
/// Neither the message nor the query string is ever written; every name and path is one of ours.
struct AccessLog {
  /// Bytes after which a buffer is handed over.
  private static let batch = 16 << 10

  private var lines: [UInt8] = []
  private let recorder: Recorder
  private let isOn: Bool
  /// `2026-11-21T09:30:27` of the second it was made for.
  private var stamp: [UInt8] = []
  private var stampSecond: Int64 = -1

  init(_ recorder: Recorder, isOn: Bool) {
    self.recorder = recorder
    self.isOn = isOn
    lines.reserveCapacity(isOn ? Self.batch + 4_096 : 0)
  }

  /// What a line tells beside the turn.
  struct Request {
    /// Microseconds since 1970.
    var time: Int64
    var method: StaticString
    var route: Route
    var status: Int
    var micros: Int
    var bytes: Int
    /// Checked to be plain: letters, digits and `-_.`, at most 64.
    var requestID: [UInt8]
    /// 32 hexadecimal digits, or empty.
    var traceID: [UInt8]
  }

  mutating func write(_ request: Request, turn: Reply?) {
    guard isOn else { return }
    let second = request.time / 1_000_000
    if second != stampSecond {
      stampSecond = second
      stamp.removeAll(keepingCapacity: true)
      Timestamp.append(second, to: &stamp)
    }
    append("{\"time\":\"")
    lines.append(contentsOf: stamp)
    append(".")
    Timestamp.append(Int(request.time % 1_000_000) / 1_000, digits: 3, then: "Z\",\"method\":\"", to: &lines)
    append(request.method)
    append("\",\"route\":\"")
    append(request.route.label)
    append("\",\"status\":", request.status)
    append(",\"us\":", request.micros)
    append(",\"bytes\":", request.bytes)
    if let turn { append(turn) }
    append("request_id", request.requestID)
    append("trace_id", request.traceID)
    append("}\n")
    if lines.count >= Self.batch { flush() }
  }

  /// Hands over what is there; called by a timer of the loop too.
  mutating func flush() {
    guard !lines.isEmpty else { return }
    recorder.record(lines: &lines)
  }

  private mutating func append(_ turn: Reply) {
    append(",\"intent\":")
    if let name = turn.intent.name {
      append("\"")
      lines.append(contentsOf: name.utf8)
      append("\"")
    } else {
      append("null")
    }
    append(",\"source\":\"")
    lines.append(contentsOf: turn.intent.source.rawValue.utf8)
    append("\",\"revision\":", Int(turn.revision))
  }

  private mutating func append(_ key: StaticString, _ value: [UInt8]) {
    guard !value.isEmpty else { return }
    append(",\"")
    append(key)
    append("\":\"")
    lines.append(contentsOf: value)
    append("\"")
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { lines.append(contentsOf: $0) }
  }

  private mutating func append(_ text: StaticString, _ value: Int) {
    append(text)
    var digits = 1
    var rest = max(0, value)
    while rest >= 10 {
      rest /= 10
      digits += 1
    }
    Timestamp.append(max(0, value), digits: digits, then: "", to: &lines)
  }
}
