import Dialogue

/// One JSON line a request, made in the loop's own memory and handed to the ``Recorder``.
///
/// Neither the message nor the query string is ever written; every path is one of ours.
struct AccessLog {
  private var line: [UInt8] = []
  private let buffer: LineBuffer
  private let isOn: Bool
  /// `2026-11-21T09:30:27` of the second it was made for.
  private var stamp: [UInt8] = []
  private var stampSecond: Int64 = -1

  init(_ buffer: LineBuffer, isOn: Bool) {
    self.buffer = buffer
    self.isOn = isOn
    line.reserveCapacity(512)
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

  mutating func write(_ request: Request, understood: UnderstoodIntent?, revision: UInt64) {
    guard isOn else { return }
    let second = request.time / 1_000_000
    if second != stampSecond {
      stampSecond = second
      stamp.removeAll(keepingCapacity: true)
      Timestamp.append(second, to: &stamp)
    }
    line.removeAll(keepingCapacity: true)
    append("{\"time\":\"")
    line.append(contentsOf: stamp)
    append(".")
    Timestamp.append(Int(request.time % 1_000_000) / 1_000, digits: 3, then: "Z\",\"method\":\"", to: &line)
    append(request.method)
    append("\",\"route\":\"")
    append(request.route.label)
    append("\",\"status\":", request.status)
    append(",\"us\":", request.micros)
    append(",\"bytes\":", request.bytes)
    if let understood { append(understood, revision) }
    append("request_id", request.requestID)
    append("trace_id", request.traceID)
    append("}\n")
    buffer.append(line)
  }

  private mutating func append(_ intent: UnderstoodIntent, _ revision: UInt64) {
    append(",\"intent\":")
    if let name = intent.name {
      append("\"")
      // The one word of a line that a file of the store chose.
      for byte in name.utf8 { line.append(byte.isPlainInJSON ? byte : UInt8(ascii: "_")) }
      append("\"")
    } else {
      append("null")
    }
    append(",\"source\":\"")
    line.append(contentsOf: intent.source.rawValue.utf8)
    append("\",\"revision\":", Int(revision))
  }

  private mutating func append(_ key: StaticString, _ value: [UInt8]) {
    guard !value.isEmpty else { return }
    append(",\"")
    append(key)
    append("\":\"")
    line.append(contentsOf: value)
    append("\"")
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { line.append(contentsOf: $0) }
  }

  private mutating func append(_ text: StaticString, _ value: Int) {
    append(text)
    var digits = 1
    var rest = max(0, value)
    while rest >= 10 {
      rest /= 10
      digits += 1
    }
    Timestamp.append(max(0, value), digits: digits, then: "", to: &line)
  }
}

extension UInt8 {
  fileprivate var isPlainInJSON: Bool {
    self >= 0x20 && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\")
  }
}
