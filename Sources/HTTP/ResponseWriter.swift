/// Appends responses to a buffer that is used again and again: no strings, no allocation in the steady state.
///
/// One for each event loop. The server calls ``begin(minorVersion:isHead:closes:unixSeconds:)`` before it hands the
/// writer to a handler; the handler calls ``start(_:)``, any number of ``field(_:_:)-(StaticString,StaticString)``, and one `finish`
/// (or one `problem` for all of it). The content length, the date and the connection field come by themselves.
package struct ResponseWriter: ~Copyable {
  private enum Phase { case idle, begun, fields, finished }

  /// What waits to be sent, responses before this one included.
  package var output = OutputBuffer(capacity: 16384)
  private var date = DateLine()
  private var phase = Phase.idle
  private var isHead = false
  private var minorVersion: UInt8 = 1
  private var beginning = 0
  /// Whether this response tells the client that the connection ends with it.
  package private(set) var closes = false
  /// Status of the response being written, or written last.
  package private(set) var status = Status.ok
  /// Bytes of its body, sent or (for HEAD) only counted.
  package private(set) var bodyCount = 0

  package init() {}

  /// Whether the response is whole.
  package var isFinished: Bool { phase == .finished }

  /// Gets ready for one response.
  ///
  /// - Parameters:
  ///   - closes: Say `Connection: close`.
  ///   - unixSeconds: The time for the `Date` field.
  package mutating func begin(minorVersion: UInt8, isHead: Bool, closes: Bool, unixSeconds: Int) {
    date.update(to: unixSeconds)
    self.minorVersion = minorVersion
    self.isHead = isHead
    self.closes = closes
    beginning = output.count
    bodyCount = 0
    phase = .begun
  }

  /// Takes back everything since ``begin(minorVersion:isHead:closes:unixSeconds:)``.
  package mutating func discard() {
    output.truncate(to: beginning)
    phase = .begun
  }

  /// Asks for the connection to end after this response; only before ``start(_:)``.
  package mutating func closeAfterwards() {
    precondition(phase == .begun, "the head is already written")
    closes = true
  }

  /// Writes the status line and the fields every response has.
  package mutating func start(_ status: Status) {
    precondition(phase == .begun, "a response starts once")
    self.status = status
    phase = .fields
    if status.code == 200 {
      output.append("HTTP/1.1 200 OK\r\n")
    } else {
      output.append("HTTP/1.1 ")
      output.append(decimal: Int(status.code))
      output.append(.space)
      output.append(status.phrase)
      output.append("\r\n")
    }
    output.append(date.bytes)
    if closes {
      output.append("Connection: close\r\n")
    } else if minorVersion == 0 {
      output.append("Connection: keep-alive\r\n")
    }
  }

  package mutating func field(_ name: StaticString, _ value: StaticString) {
    field(name, UnsafeRawBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount))
  }

  /// Writes one field; a control byte in `value`, which could end the field early, is sent as a space.
  package mutating func field(_ name: StaticString, _ value: UnsafeRawBufferPointer) {
    precondition(phase == .fields, "a field comes between start and finish")
    output.append(name)
    output.append(": ")
    if value.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      for byte in value { output.append(byte < 0x20 || byte == 0x7F ? .space : byte) }
    } else {
      output.append(value)
    }
    output.append("\r\n")
  }

  package mutating func field(_ name: StaticString, _ value: String) {
    var value = value
    value.withUTF8 { field(name, UnsafeRawBufferPointer($0)) }
  }

  package mutating func field(_ name: StaticString, _ value: Int) {
    precondition(phase == .fields, "a field comes between start and finish")
    output.append(name)
    output.append(": ")
    output.append(decimal: value)
    output.append("\r\n")
  }

  /// Ends a response without a body.
  package mutating func finish() {
    finish(UnsafeRawBufferPointer(start: nil, count: 0))
  }

  /// Ends the response with `body`; HEAD, 204 and 304 send none of it.
  package mutating func finish(_ body: UnsafeRawBufferPointer) {
    precondition(phase == .fields, "a response finishes once, after it was started")
    phase = .finished
    bodyCount = body.count
    // A 204 may not have a length (RFC 9110 §8.6); that of a 304 would be the 200's, which is not known here.
    if status.forbidsBody { return output.append("\r\n") }
    output.append("Content-Length: ")
    output.append(decimal: body.count)
    output.append("\r\n\r\n")
    if !isHead { output.append(body) }
  }

  package mutating func finish(_ body: [UInt8]) {
    body.withUnsafeBytes { finish($0) }
  }

  /// Ends the response with what `render` appends, less than 100 MB of it; it runs for HEAD too, to know the length.
  package mutating func finish(rendering render: (inout OutputBuffer) -> Void) {
    precondition(phase == .fields && !status.forbidsBody, "a response with a body finishes once")
    phase = .finished
    output.append("Content-Length: ")
    let length = output.reserveNumber()
    output.append("\r\n\r\n")
    let start = output.count
    render(&output)
    bodyCount = output.count - start
    if isHead { output.truncate(to: start) }
    output.fill(length, with: bodyCount)
  }

  /// Writes the interim response that lets the client send its body.
  package mutating func sendContinue() {
    output.append("HTTP/1.1 100 Continue\r\n\r\n")
  }
}
