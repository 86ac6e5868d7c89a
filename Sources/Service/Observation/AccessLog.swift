import Dialogue
import HTTP

/// One JSON line a request, made in the loop's own memory and handed to the ``Recorder``.
///
/// Neither the message nor the query string is ever written; every path is one of ours.
final class AccessLog {
  private var line = OutputBuffer(capacity: 512)
  private let buffer: LineBuffer
  private let isOn: Bool
  /// `2026-11-21T09:30:27` of the second it was made for.
  private var stamp = OutputBuffer(capacity: 32)
  private var stampSecond: Int64 = -1

  init(_ buffer: LineBuffer, isOn: Bool) {
    self.buffer = buffer
    self.isOn = isOn
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

  func write(_ request: Request, understood: UnderstoodIntent?, revision: UInt64) {
    guard isOn else { return }
    let second = request.time / 1_000_000
    if second != stampSecond {
      stampSecond = second
      stamp.clear()
      Timestamp.append(second, to: &stamp)
    }
    line.clear()
    append("{\"time\":\"")
    line.append(stamp.bytes)
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
    buffer.append(line.bytes)
  }

  private func append(_ intent: UnderstoodIntent, _ revision: UInt64) {
    append(",\"intent\":")
    if let name = intent.name {
      append("\"")
      // The one word of a line that a file of the store chose.
      append(plain: name)
      append("\"")
    } else {
      append("null")
    }
    append(",\"source\":\"")
    line.append(intent.source.rawValue)
    append("\",\"revision\":", Int(revision))
  }

  private func append(_ key: StaticString, _ value: [UInt8]) {
    guard !value.isEmpty else { return }
    append(",\"")
    append(key)
    append("\":\"")
    line.append(value)
    append("\"")
  }

  /// Bytes that would end or change the string are written as `_`.
  private func append(plain name: String) {
    var name = name
    name.withUTF8 { bytes in
      if bytes.allSatisfy(\.isPlainInJSON) { return line.append(UnsafeRawBufferPointer(bytes)) }
      for byte in bytes { line.append(byte.isPlainInJSON ? byte : UInt8(ascii: "_")) }
    }
  }

  private func append(_ text: StaticString) { line.append(text) }

  private func append(_ text: StaticString, _ value: Int) {
    line.append(text)
    line.append(decimal: max(0, value))
  }
}

extension UInt8 {
  fileprivate var isPlainInJSON: Bool {
    self >= 0x20 && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\")
  }
}
