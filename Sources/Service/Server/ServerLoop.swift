import EventLoop
import HTTP

/// Sizes that are the same for every server.
enum ServerBounds {
  /// Bytes read at once.
  static var read: Int { 65_536 }
  /// Pipelined responses are sent when so many bytes have gathered.
  static var flush: Int { 65_536 }
  /// Connections whose responses may wait for the end of a turn.
  static var departures: Int { 32 }
  /// Connections taken before those already there are served again.
  static var accept: Int { 64 }
  /// How long a client that connected before a drain may take to begin, in milliseconds.
  static var firstRequest: Int { 1_000 }
  /// How long accepting pauses when it is not possible, in milliseconds.
  static var acceptPause: Int { 100 }
}

/// One event loop of a server, with its handler, its buffers and its connections; lives on one thread.
final class ServerLoop<Handler: RequestHandler>: EventSource {
  let index: Int
  let loop: EventLoop
  let configuration: ServerConfiguration
  let counters: LoopCounters
  let state: ServerState
  /// Never reached while it runs: a handler knows tickets and completers only, and a completion comes as a job.
  @exclusivity(unchecked) var handler: Handler
  /// Collects the output of the connection that is being served, behind what waits in ``departures``.
  @exclusivity(unchecked) var writer = ResponseWriter()
  /// Responses that go out together at the end of the turn.
  @exclusivity(unchecked) private var departures = Departures()
  /// Where every connection reads first.
  let readBuffer: UnsafeMutableRawBufferPointer
  /// Stands for input that is not there.
  var emptyInput: UnsafeMutableRawPointer { readBuffer.baseAddress.unsafelyUnwrapped }

  private var listener: Listener?
  private var listening: EventLoop.Registration?
  private let listenInterest: Interest
  private var connections: [UInt64: ServerConnection<Handler>] = [:]
  private var isPaused = false
  private var pausesForDescriptors = 0
  private var reserve = ReserveDescriptor()
  private var isDraining = false
  private var drainLimit: Int?
  private var drainTimer: DrainTimer<Handler>?

  init(
    index: Int, loop: EventLoop, configuration: ServerConfiguration, listener: Listener?,
    counters: LoopCounters, state: ServerState, handler: Handler
  ) throws(SystemError) {
    self.index = index
    self.loop = loop
    self.configuration = configuration
    self.counters = counters
    self.state = state
    self.handler = handler
    self.listener = listener
    readBuffer = .allocate(byteCount: ServerBounds.read, alignment: 16)
    let isShared = configuration.sharing == .oneListener && configuration.loops > 1
    listenInterest = isShared ? [.read, .exclusive] : .read
    if let listener {
      listening = try loop.add(self, descriptor: listener.descriptor, listenInterest)
    }
    loop.onTurnEnd { [unowned self] in depart() }
  }

  deinit { readBuffer.deallocate() }

  // MARK: Sending

  /// Whether the connection being served has written anything.
  var hasOutput: Bool { writer.output.count > departures.end }
  /// Bytes the connection being served has written.
  var outputCount: Int { writer.output.count - departures.end }

  /// Leaves what `connection` has written to the end of the turn, or sends it when enough has gathered.
  ///
  /// A client that sleeps is woken by what it receives, which costs the sender more than the copy (a third of a
  /// turn's processor time, measured on loopback). Sending together wakes clients on the same host once a turn
  /// rather than once a response, and no response waits longer than into the next millisecond.
  func hold(for connection: ServerConnection<Handler>) {
    departures.add(connection, upTo: writer.output.count)
    let isFull = departures.count >= ServerBounds.departures || departures.end >= ServerBounds.flush
    if isFull || loop.isBeyondNow { depart() }
  }

  /// Sends everything that was held.
  func depart() {
    guard departures.count > 0 else { return }
    var leaving = Departures()
    swap(&leaving, &departures)
    leaving.leave(writer.output.bytes)
    writer.output.clear()
    leaving.clear()
    departures = leaving
  }

  // MARK: Accepting

  func ready(_ readiness: Readiness) { acceptWaiting() }

  func deadlinePassed() {
    isPaused = false
    if let listening { loop.watch(listening, for: listenInterest) }
    acceptWaiting()
  }

  /// Takes a bounded number of connections, so that those already there are served in between.
  private func acceptWaiting(atMost bound: Int = ServerBounds.accept) {
    guard let listener, !isPaused else { return }
    for _ in 0..<bound {
      guard connections.count < configuration.connectionsPerLoop else { return pauseAccepting() }
      switch listener.accept() {
      case .none: return
      case .outOfDescriptors: return outOfDescriptors(listener)
      case .connection(let socket, let address):
        pausesForDescriptors = 0
        open(socket, address)
      }
    }
  }

  private func open(_ socket: consuming Descriptor, _ address: SocketAddress) {
    let peer = IPAddress(high: address.high, low: address.low)
    let connection = ServerConnection(socket, peer: peer, server: self)
    do {
      let registration = try loop.add(connection, descriptor: connection.descriptor, .read)
      connection.registration = registration
      connections[registration.id] = connection
      loop.setDeadline(registration, at: loop.now + configuration.timeouts.head)
    } catch {
      // Out of watches or memory; the client sees its connection closed.
      counters.aborted.add()
      return
    }
    counters.accepted.add()
    counters.open.add()
    if isDraining { connection.drain() }
  }

  /// Pauses; when a pause has not helped, one waiting client is told so rather than left to its own time limit.
  private func outOfDescriptors(_ listener: Listener) {
    if pausesForDescriptors > 0 { reserve.lend { turnAway(listener) } }
    pausesForDescriptors += 1
    pauseAccepting()
  }

  private func turnAway(_ listener: Listener) {
    guard case .connection(let socket, let address) = listener.accept() else { return }
    depart()
    // Unread bytes would turn the closing into a reset, and the answer might be lost.
    _ = Stream.receive(socket.number, into: readBuffer)
    writer.begin(minorVersion: 1, isHead: false, closes: true, unixSeconds: loop.wallSeconds)
    writer.problem(.overloaded)
    _ = Stream.send(socket.number, writer.output.bytes)
    writer.output.clear()
    counters.noteRefusal(.overloaded)
    handler.refused(.overloaded, peer: IPAddress(high: address.high, low: address.low))
  }

  /// Waiting clients stay in the kernel's queue for a moment; trying again at once would only burn the processor.
  private func pauseAccepting() {
    isPaused = true
    counters.acceptPauses.add()
    guard let listening else { return }
    loop.watch(listening, for: [])
    loop.setDeadline(listening, at: loop.now + ServerBounds.acceptPause)
  }

  func forget(_ connection: ServerConnection<Handler>) {
    guard let registration = connection.registration else { return }
    loop.remove(registration, closing: true)
    connections[registration.id] = nil
    counters.open.add(-1)
    stopIfDrained()
  }

  // MARK: Deferred requests

  func complete(_ ticket: Ticket, with completion: Handler.Completion) {
    connections[ticket.connection]?.complete(request: ticket.request, with: completion)
  }

  // MARK: Draining

  /// Goes on accepting for the grace time, then finishes what was begun.
  func drain() {
    guard !isDraining else { return }
    isDraining = true
    drainLimit = loop.now + configuration.drainLimit
    for connection in connections.values { connection.drain() }
    drainTimer = DrainTimer(server: self)
    drainTimer?.start(after: configuration.drainGrace)
  }

  fileprivate func drainTimerFired() {
    depart()
    if let listener {
      listener.holdNewConnections()
      isPaused = false
      acceptWaiting(atMost: .max)
      if let listening { loop.remove(listening) }
      (self.listening, self.listener) = (nil, nil)
      for connection in connections.values { connection.closeIfIdle() }
      drainTimer?.start(after: max(0, (drainLimit ?? 0) - loop.now))
      stopIfDrained()
    } else {
      for connection in connections.values { connection.abort() }
      loop.stop()
    }
  }

  /// Lets go of everything, once the loop has ended.
  func close() {
    depart()
    for connection in connections.values { connection.abort() }
    if let listening { loop.remove(listening) }
    drainTimer?.stop()
    (listening, listener, drainTimer) = (nil, nil, nil)
  }

  private func stopIfDrained() {
    if isDraining, listener == nil, connections.isEmpty { loop.stop() }
  }
}

/// Wakes a draining loop.
private final class DrainTimer<Handler: RequestHandler>: EventSource {
  private let server: ServerLoop<Handler>
  private var registration: EventLoop.Registration?

  init(server: ServerLoop<Handler>) { self.server = server }

  func start(after milliseconds: Int) {
    do {
      registration = try registration ?? server.loop.add(self)
    } catch {
      preconditionFailure("a timer needs no descriptor: \(error)")
    }
    if let registration { server.loop.setDeadline(registration, at: server.loop.now + milliseconds) }
  }

  func stop() {
    if let registration { server.loop.remove(registration) }
    registration = nil
  }

  func ready(_ readiness: Readiness) {}
  func deadlinePassed() { server.drainTimerFired() }
}
