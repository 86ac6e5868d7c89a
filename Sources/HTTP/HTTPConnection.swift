/// The protocol of one HTTP/1.1 connection, as a value without socket or clock.
///
/// The owner keeps the bytes that were received and not yet consumed, calls ``next(_:count:now:)`` until it answers
/// ``Action/read`` or ``Action/wait``, and does what the actions say. Requests are taken strictly in order: a
/// pipelined one is not looked at before the one in front of it was answered.
///
///     head -> admit -> collect -> handle ┐
///      ^            └> stream -> finish ─┤
///      └───────────── responded <────────┘ wait
package struct HTTPConnection: ~Copyable, Sendable {
  package enum Action: Equatable, Sendable {
    /// Nothing to do before more bytes arrive, or the deadline passes.
    case read
    /// A head is whole: ask the handler, then call ``admit(_:buffered:)``.
    case admit
    /// Send `100 Continue`, then go on.
    case sendContinue
    /// The request is whole, its body at this place: have it handled, then ``responded()`` or ``deferred()``.
    case handle(body: Range<Int>)
    /// The next piece of a streamed body.
    case chunk(Range<Int>)
    /// The streamed body is over: have it handled, as after ``handle(body:)``.
    case finish
    /// Send the problem with `Connection: close`, close after it.
    case refuse(Refusal)
    /// The response of the request at hand is still to come.
    case wait
    /// Send what is to be sent, then close; linger when the client may still be sending.
    case close(lingering: Bool)
  }

  private enum State { case head, admitting, collecting, streaming, handling, waiting, closing }

  private var state = State.head
  private var parser: RequestParser
  private var body = BodyReader.none
  private let timeouts: Timeouts
  private let maximumRequests: Int
  private var requests = 0
  private var isEnding = false
  private var lingers = false
  private var inputEnded = false
  private var owesContinue = false
  /// First byte that is not head or decoded body; what is before it and behind the body is spent.
  private var place = 0
  private var bodyEnd = 0
  private var consumed = 0
  private var startedAt: Int?
  private var bodyBytes = 0

  /// When to call ``expire()``, in milliseconds on the owner's clock; `nil` while the handler has the request.
  package private(set) var deadline: Int?

  /// - Parameters:
  ///   - maximumRequests: After so many the connection ends, said in the last response.
  ///   - now: Milliseconds on a clock that never goes back.
  package init(
    limits: Limits = Limits(), timeouts: Timeouts = Timeouts(), maximumRequests: Int = 100_000, now: Int
  ) {
    parser = RequestParser(limits: limits)
    self.timeouts = timeouts
    self.maximumRequests = maximumRequests
    deadline = now + timeouts.head
  }

  /// Head of the request at hand.
  package var head: RequestHead { parser.head }

  /// Minor version of the request at hand, and whether it asks for the head of the response only.
  package var minorVersion: UInt8 { parser.head.minorVersion }
  package var isHeadRequest: Bool { parser.head.method == .head }

  /// Whether the response to the request at hand must say that the connection ends.
  package var closesAfterResponse: Bool {
    isEnding || !parser.head.keepsAlive || requests + 1 >= maximumRequests
  }

  /// Whether no request is begun, so that closing loses nothing.
  package var isIdle: Bool { state == .head && startedAt == nil }

  /// Bytes at the front of the buffer that are done with; drop them before the next call of ``next(_:count:now:)``.
  package mutating func takeConsumed() -> Int {
    let count = consumed
    consumed = 0
    return count
  }

  /// Makes the response to come the last.
  package mutating func endAfterResponse() { isEnding = true }

  /// Ends an idle wait at `time` if it would last longer.
  package mutating func waitNoLonger(than time: Int) {
    if isIdle, let wait = deadline { deadline = min(wait, time) }
  }

  /// The client has sent all it will; what it sent is still answered.
  package mutating func endOfInput() { inputEnded = true }

  /// Says what to do next.
  ///
  /// - Parameters:
  ///   - base: The bytes received and not consumed.
  ///   - count: How many they are; lowered when the spent bytes between a decoded body and the rest are closed up.
  package mutating func next(_ base: UnsafeMutableRawPointer, count: inout Int, now: Int) -> Action {
    switch state {
    case .head: readHead(base, count, now)
    case .admitting: preconditionFailure("the handler was not asked")
    case .collecting, .streaming: readBody(base, &count, now)
    case .handling: preconditionFailure("the request was handed over and never answered or deferred")
    case .waiting: .wait
    case .closing: .close(lingering: lingers && !inputEnded)
    }
  }

  private mutating func readHead(_ base: UnsafeMutableRawPointer, _ count: Int, _ now: Int) -> Action {
    guard count > 0 else {
      if inputEnded || isEnding { return close(lingering: false) }
      return .read
    }
    let received = UnsafeBufferPointer(start: base.assumingMemoryBound(to: UInt8.self), count: count)
    switch parser.parse(received.span) {
    case .done(let length):
      state = .admitting
      (place, bodyEnd) = (length, length)
      startedAt = startedAt ?? now
      return .admit
    case .invalid(let refusal):
      return refuse(refusal)
    case .needsMore:
      if inputEnded { return parser.isIdle ? close(lingering: false) : refuse(.headIncomplete) }
      if startedAt == nil {
        startedAt = now
        deadline = now + timeouts.head
      }
      return .read
    }
  }

  /// Goes on with the body as the handler chose.
  ///
  /// - Parameter buffered: Bytes in the buffer, as given to ``next(_:count:now:)``.
  package mutating func admit(_ plan: BodyPlan, buffered: Int, now: Int) {
    precondition(state == .admitting, "only a head that was announced is admitted")
    switch plan {
    case .buffer(let limit): begin(.collecting, limit: limit, buffered: buffered)
    case .stream(let limit): begin(.streaming, limit: limit, buffered: buffered)
    case .refuse(let refusal): (state, body) = (.collecting, .refused(refusal))
    case .answered:
      if let rest = unreadBody(buffered: buffered) { place += rest } else { endAfterResponse() }
      responded(now: now)
    }
  }

  /// Whether a response written before the body is read must end the connection.
  package func closesWhenAnsweredEarly(buffered: Int) -> Bool {
    closesAfterResponse || unreadBody(buffered: buffered) == nil
  }

  /// How many bytes behind the head belong to the request, when all of them are there.
  private func unreadBody(buffered: Int) -> Int? {
    switch parser.head.framing {
    case .none: 0
    case .length(let length): length <= buffered - place ? length : nil
    case .chunked: nil
    }
  }

  private mutating func begin(_ next: State, limit: Int, buffered: Int) {
    state = next
    body = BodyReader(parser.head.framing, limits: parser.limits, limit: limit)
    bodyBytes = 0
    owesContinue = parser.head.expectsContinue && buffered == place && body.isExpected
    if next == .streaming { drop() }
  }

  private mutating func readBody(
    _ base: UnsafeMutableRawPointer, _ count: inout Int, _ now: Int
  ) -> Action {
    if owesContinue {
      owesContinue = false
      noteProgress(now)
      return .sendContinue
    }
    let received = UnsafeBufferPointer(start: base.assumingMemoryBound(to: UInt8.self), count: count)
    while true {
      switch body.next(received.span, from: &place) {
      case .invalid(let refusal): return refuse(refusal)
      case .end: return endBody()
      case .needsMore:
        if inputEnded { return refuse(.bodyIncomplete) }
        if state == .streaming { drop() } else { closeGap(base, &count) }
        noteProgress(now)
        return .read
      case .data(let range):
        bodyBytes += range.count
        if state == .streaming {
          drop()
          return .chunk(range)
        }
        if range.lowerBound > bodyEnd {
          (base + bodyEnd).copyMemory(from: base + range.lowerBound, byteCount: range.count)
        }
        bodyEnd += range.count
      }
    }
  }

  private mutating func endBody() -> Action {
    let wasStreaming = state == .streaming
    state = .handling
    deadline = nil
    if wasStreaming {
      drop()
      return .finish
    }
    return .handle(body: parser.head.length..<bodyEnd)
  }

  /// Lets go of everything up to ``place``.
  private mutating func drop() {
    consumed += place
    (place, bodyEnd) = (0, 0)
  }

  /// Moves what is not read yet up to the decoded body, so that a body in many small chunks needs no more room.
  private mutating func closeGap(_ base: UnsafeMutableRawPointer, _ count: inout Int) {
    guard place > bodyEnd else { return }
    (base + bodyEnd).copyMemory(from: base + place, byteCount: count - place)
    count -= place - bodyEnd
    place = bodyEnd
  }

  private mutating func noteProgress(_ now: Int) {
    deadline = timeouts.bodyDeadline(now: now, since: startedAt ?? now, received: bodyBytes)
  }

  /// The response of the request at hand is in the owner's output.
  ///
  /// - Parameter closing: The response said `Connection: close`.
  package mutating func responded(closing: Bool = false, now: Int) {
    let closes = closing || closesAfterResponse
    consumed += place
    (place, bodyEnd) = (0, 0)
    requests += 1
    startedAt = nil
    if closes {
      _ = close(lingering: true)
    } else {
      parser.reset()
      body = .none
      state = .head
      deadline = now + timeouts.idle
    }
  }

  /// The handler will answer later; nothing behind the request is looked at until then.
  package mutating func deferred() {
    state = .waiting
    deadline = nil
  }

  /// The deadline has passed: what to do about it.
  package mutating func expire() -> Action {
    switch state {
    case .head where startedAt == nil: close(lingering: false)
    case .head, .collecting, .streaming: refuse(.timedOut)
    default: close(lingering: false)
    }
  }

  /// Ends the connection with a problem.
  package mutating func refuse(_ refusal: Refusal) -> Action {
    _ = close(lingering: true)
    return .refuse(refusal)
  }

  private mutating func close(lingering: Bool) -> Action {
    state = .closing
    lingers = lingering
    deadline = nil
    return .close(lingering: lingering && !inputEnded)
  }
}
