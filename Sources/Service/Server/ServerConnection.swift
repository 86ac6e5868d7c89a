import EventLoop
import HTTP

/// One client: moves bytes between its socket, the protocol and the handler.
///
/// In the ordinary case nothing is kept: bytes are read into the loop's buffer, handled there, and the response goes
/// from the loop's writer into the socket at the end of the turn. Only what is incomplete, or what the socket does not
/// take, is copied here.
final class ServerConnection<Handler: RequestHandler>: EventSource, Departing {
  private enum Phase { case open, lingering, closed }

  private let server: ServerLoop<Handler>
  private let socket: Descriptor
  private let peer: IPAddress
  // Nothing here is reached from a handler or from another thread, so no access can overlap another: the checks at
  // run time would only cost.
  @exclusivity(unchecked) private var http: HTTPConnection
  private var phase = Phase.open
  /// Received, but not consumed.
  @exclusivity(unchecked) private var input = ByteQueue()
  /// To be sent, but not taken by the socket. While there is any, nothing is read.
  @exclusivity(unchecked) private var outbox = Outbox()
  private var requestNumber: UInt64 = 0
  private var resumeBy: Int?
  private var inputEnded = false
  private var isDeferred = false
  private var isStreaming = false
  /// What it has written waits in the loop's writer for the end of the turn.
  private var isHeld = false
  private var closesWhenSent = false
  private var lingersWhenSent = false
  var registration: EventLoop.Registration?

  init(_ socket: consuming Descriptor, peer: IPAddress, server: ServerLoop<Handler>) {
    self.socket = socket
    self.peer = peer
    self.server = server
    http = HTTPConnection(
      limits: server.configuration.limits, timeouts: server.configuration.timeouts,
      maximumRequests: server.configuration.requestsPerConnection, now: server.loop.now)
  }

  var descriptor: Int32 { socket.number }
  var id: UInt64 { registration?.id ?? 0 }
  private var ticket: Ticket { Ticket(loop: server.index, connection: id, request: requestNumber) }

  // MARK: Events

  func ready(_ readiness: Readiness) {
    sendHeld()
    if phase == .lingering { return discardInput() }
    if readiness.canWrite, !outbox.isEmpty {
      sendRest()
      if phase == .open, outbox.isEmpty { process() }
    }
    guard phase == .open else { return }
    if readiness.isGone, isDeferred || !outbox.isEmpty { return abort() }
    if readiness.canRead || readiness.isGone { receive() }
  }

  func deadlinePassed() {
    sendHeld()
    guard phase != .closed else { return }
    let now = server.loop.now
    if phase == .lingering { return close() }
    if let deadline = outbox.deadline {
      return deadline <= now ? abort() : updateDeadline()
    }
    if isDeferred {
      guard let resumeBy, resumeBy <= now else { return updateDeadline() }
      return resume(with: nil)
    }
    guard let deadline = http.deadline, deadline <= now else { return updateDeadline() }
    perform(http.expire())
    finishTurn()
  }

  /// Goes on with a deferred request.
  func complete(request: UInt64, with completion: Handler.Completion) {
    sendHeld()
    guard isDeferred, request == requestNumber else { return }
    resume(with: completion)
  }

  /// Makes the next response the last.
  func drain() { http.endAfterResponse() }

  /// Closes at once if that loses nothing.
  ///
  /// A client that has only just connected is about to send its request; it gets a moment for it.
  func closeIfIdle() {
    sendHeld()
    guard isIdle else { return }
    if requestNumber == 0 {
      http.waitNoLonger(than: server.loop.now + ServerBounds.firstRequest)
      return updateDeadline()
    }
    // What has arrived since the last turn would be answered with a reset.
    receive()
    sendHeld()
    if isIdle { close() }
  }

  private var isIdle: Bool { phase == .open && http.isIdle && input.isEmpty && outbox.isEmpty }

  // MARK: Reading

  private func receive() {
    // One request at a time, and no request before the responses are taken: both queues stay bounded.
    if isDeferred || !outbox.isEmpty { return watch(outbox.isEmpty ? [] : .write) }
    let isFresh = input.isEmpty
    let room = isFresh ? server.readBuffer : input.tail(room: 16_384)
    switch Stream.receive(socket.number, into: room) {
    case .wouldBlock: return
    case .failed: return abort()
    case .bytes(0):
      http.endOfInput()
      inputEnded = true
    case .bytes(let count):
      server.counters.bytesReceived.add(count)
      if isFresh {
        guard let base = room.baseAddress else { return }
        let left = process(base, count)
        if phase == .open { input.append(UnsafeRawBufferPointer(rebasing: room[left])) }
        return finishTurn()
      }
      input.commit(count)
    }
    process()
  }

  /// Goes on with what is in ``input``.
  private func process() {
    let bytes = input.bytes
    let base = bytes.baseAddress ?? server.emptyInput
    let left = process(base, bytes.count)
    if phase == .open {
      input.truncate(to: left.upperBound)
      input.removeFirst(left.lowerBound)
    }
    finishTurn()
  }

  /// Lets the protocol work until it needs something.
  ///
  /// - Returns: Where the bytes are that it did not consume.
  private func process(_ start: UnsafeMutableRawPointer, _ received: Int) -> Range<Int> {
    var (base, count) = (start, received)
    while phase == .open, !closesWhenSent {
      let consumed = http.takeConsumed()
      base += consumed
      count -= consumed
      if server.outputCount >= ServerBounds.flush {
        hold()
        sendHeld()
        guard phase == .open, outbox.isEmpty else { break }
      }
      let action = http.next(base, count: &count, now: server.loop.now)
      switch action {
      case .read, .wait: return base - start..<base - start + count
      case .admit: admit(base, count)
      case .handle(let body): handle(base, body)
      case .chunk(let range):
        receiveChunk(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
      case .finish: finishStream()
      case .sendContinue: server.writer.sendContinue()
      case .refuse, .close: perform(action)
      }
    }
    return base - start..<base - start + count
  }

  // MARK: The handler

  private func begin(closes: Bool) {
    server.writer.begin(
      minorVersion: http.minorVersion, isHead: http.isHeadRequest, closes: closes,
      unixSeconds: server.loop.wallSeconds)
  }

  private func admit(_ base: UnsafeMutableRawPointer, _ count: Int) {
    requestNumber &+= 1
    // The flag is up before the loop hears of it.
    if server.state.isDraining { http.endAfterResponse() }
    begin(closes: http.closesWhenAnsweredEarly(buffered: count))
    let request = Request(head: http.head, base: base, body: 0..<0, peer: peer)
    let plan = server.handler.admit(request, ticket, &server.writer)
    if plan == .answered {
      ensureFinished()
      server.counters.requests.add()
    } else {
      server.writer.discard()
    }
    if case .stream = plan { isStreaming = true }
    http.admit(plan, buffered: count, now: server.loop.now)
  }

  private func handle(_ base: UnsafeMutableRawPointer, _ body: Range<Int>) {
    begin(closes: http.closesAfterResponse)
    let request = Request(head: http.head, base: base, body: body, peer: peer)
    settle(server.handler.handle(request, ticket, &server.writer))
  }

  private func receiveChunk(_ bytes: UnsafeRawBufferPointer) {
    guard let refusal = server.handler.receive(bytes, of: ticket) else { return }
    perform(http.refuse(refusal))
  }

  private func finishStream() {
    isStreaming = false
    begin(closes: http.closesAfterResponse)
    settle(server.handler.finish(ticket, &server.writer))
  }

  private func resume(with completion: Handler.Completion?) {
    isDeferred = false
    resumeBy = nil
    begin(closes: http.closesAfterResponse)
    settle(server.handler.resume(ticket, with: completion, &server.writer))
    if isDeferred { return finishTurn() }
    process()
  }

  private func settle(_ result: HandlerResult) {
    switch result {
    case .done:
      ensureFinished()
      server.counters.requests.add()
      http.responded(closing: server.writer.closes, now: server.loop.now)
    case .later(let milliseconds):
      server.writer.discard()
      http.deferred()
      isDeferred = true
      resumeBy = server.loop.now + milliseconds
    }
  }

  /// A handler that wrote nothing, or half a response, has failed; its client still gets an answer.
  private func ensureFinished() {
    guard !server.writer.isFinished else { return }
    server.writer.discard()
    server.writer.problem(.internalError, code: "internal_error")
  }

  // MARK: Ending

  private func perform(_ action: HTTPConnection.Action) {
    switch action {
    case .refuse(let refusal):
      abandonHandler()
      server.counters.noteRefusal(refusal)
      server.counters.requests.add()
      begin(closes: true)
      server.writer.problem(refusal)
      server.handler.refused(refusal, peer: peer)
      (closesWhenSent, lingersWhenSent) = (true, true)
    case .close(let lingering):
      (closesWhenSent, lingersWhenSent) = (true, lingering)
    default: break
    }
  }

  private func abandonHandler() {
    guard isDeferred || isStreaming else { return }
    (isDeferred, isStreaming, resumeBy) = (false, false, nil)
    server.handler.abandon(ticket)
  }

  private func finishTurn() {
    if server.hasOutput { return hold() }
    settleTurn()
  }

  /// Watches for what comes next, once everything is sent.
  private func settleTurn() {
    if outbox.isEmpty { sent() }
    guard phase == .open, outbox.isEmpty else { return }
    // An ended stream stays readable for ever.
    if inputEnded { watch([]) } else if !isDeferred { watch(.read) }
    updateDeadline()
  }

  private func updateDeadline() {
    guard let registration else { return }
    let deadline = outbox.deadline ?? (isDeferred ? resumeBy : http.deadline)
    server.loop.setDeadline(registration, at: deadline)
  }

  private func watch(_ interest: Interest) {
    guard let registration else { return }
    server.loop.watch(registration, for: interest)
  }

  // MARK: Writing

  /// Leaves what was written to the end of the turn.
  private func hold() {
    isHeld = true
    server.hold(for: self)
  }

  /// Sends what was left to the end of the turn now, before anything else is done here.
  private func sendHeld() {
    if isHeld { server.depart() }
  }

  /// Sends what was held; keeps what the socket does not take.
  func depart(_ bytes: UnsafeRawBufferPointer) {
    isHeld = false
    guard phase != .closed else { return }
    let outcome = outbox.send(
      bytes, to: socket.number, server.configuration, now: server.loop.now, server.counters)
    if outcome == .failed { return abort() }
    if outcome == .waiting {
      watch(.write)
      updateDeadline()
    }
    settleTurn()
  }

  private func sendRest() {
    let outcome = outbox.resume(
      to: socket.number, server.configuration, now: server.loop.now, server.counters)
    if outcome == .failed { return abort() }
    if outcome == .sent { sent() }
    updateDeadline()
  }

  /// Everything is in the socket.
  private func sent() {
    guard closesWhenSent, phase == .open else { return }
    guard lingersWhenSent else { return close() }
    // Closing now, with bytes of the client unread, would reset the connection and might take the answer with it.
    phase = .lingering
    Stream.endWriting(socket.number)
    input.clear()
    watch(.read)
    guard let registration else { return }
    server.loop.setDeadline(registration, at: server.loop.now + server.configuration.timeouts.linger)
  }

  private func discardInput() {
    switch Stream.receive(socket.number, into: server.readBuffer) {
    case .wouldBlock: return
    case .bytes(let count) where count > 0: server.counters.bytesReceived.add(count)
    default: close()
    }
  }

  /// Ends a connection that cannot go on.
  func abort() {
    guard phase != .closed else { return }
    server.counters.aborted.add()
    close()
  }

  private func close() {
    guard phase != .closed else { return }
    phase = .closed
    abandonHandler()
    input.clear()
    outbox.clear()
    server.forget(self)
  }
}
