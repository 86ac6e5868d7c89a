@testable import HTTP

/// Feeds bytes to a connection as a server would, and writes down what comes of them.
final class Feeder {
  enum Event: Equatable {
    case request(String, body: String)
    case refused(Refusal)
    case sentContinue
    case streamed(String)
    case closed
  }

  var http: HTTPConnection
  var events: [Event] = []
  private var input: [UInt8] = []
  var plan: @Sendable (RequestHead) -> BodyPlan = { _ in .buffer(limit: 32768) }
  private var stream: [UInt8] = []
  private var line = ""

  init(limits: Limits = Limits(), timeouts: Timeouts = Timeouts(), maximumRequests: Int = 100_000) {
    http = HTTPConnection(limits: limits, timeouts: timeouts, maximumRequests: maximumRequests, now: 0)
  }

  var requests: Int { events.count { if case .request = $0 { true } else { false } } }
  var answers: Int {
    events.count { event in
      switch event {
      case .request, .refused: true
      default: false
      }
    }
  }
  var isIdle: Bool { http.isIdle }
  var deadline: Int? { http.deadline }
  var isClosed: Bool { events.last == .closed }

  /// Sends `bytes` in pieces of `size`.
  func send(_ bytes: [UInt8], inPiecesOf size: Int = .max, now: Int = 0) {
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + min(size, bytes.count))
      input += bytes[start..<end]
      run(now)
      start = end
    }
  }

  func send(_ text: String, inPiecesOf size: Int = .max, now: Int = 0) {
    send(Array(text.utf8), inPiecesOf: size, now: now)
  }

  func end(now: Int = 0) {
    http.endOfInput()
    run(now)
  }

  func expire() {
    note(http.expire(), UnsafeMutableRawBufferPointer(start: nil, count: 0), 0)
    run(0)
  }

  func run(_ now: Int) {
    // One byte more than there is, so that an empty input has an address.
    var buffer = input + [0]
    while !isClosed {
      let consumed = http.takeConsumed()
      buffer.removeFirst(consumed)
      var count = buffer.count - 1
      let action = buffer.withUnsafeMutableBytes { bytes in
        let action = http.next(bytes.baseAddress.unsafelyUnwrapped, count: &count, now: now)
        note(action, bytes, now)
        return action
      }
      buffer.removeSubrange(count..<buffer.count - 1)
      if action == .read || action == .wait { break }
    }
    input = Array(buffer.dropLast())
  }

  private func note(
    _ action: HTTPConnection.Action, _ bytes: UnsafeMutableRawBufferPointer, _ now: Int
  ) {
    switch action {
    case .read, .wait: break
    case .sendContinue: events.append(.sentContinue)
    case .admit:
      let head = http.head
      let target = String(decoding: bytes[head.target], as: UTF8.self)
      line = "\(head.method.name) \(target)"
      http.admit(plan(head), buffered: bytes.count - 1, now: now)
    case .handle(let body):
      events.append(.request(line, body: String(decoding: bytes[body], as: UTF8.self)))
      http.responded(now: now)
    case .chunk(let range): stream += bytes[range]
    case .finish:
      events.append(.request(line, body: String(decoding: stream, as: UTF8.self)))
      stream = []
      http.responded(now: now)
    case .refuse(let refusal): events.append(.refused(refusal))
    case .close: events.append(.closed)
    }
  }
}
