import EventLoop
private import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Everything a loop's thread needs to begin.
final class LoopStart<Handler: RequestHandler>: Sendable {
  let index: Int
  let configuration: ServerConfiguration
  /// Taken by the loop, which lets go of it when it drains.
  private let listener: Mutex<Listener?>
  let counters: [LoopCounters]
  let state: ServerState
  let makeHandler: @Sendable (LoopContext<Handler.Completion>) -> Handler

  init(
    index: Int, configuration: ServerConfiguration, listener: Listener, counters: [LoopCounters],
    state: ServerState, makeHandler: @escaping @Sendable (LoopContext<Handler.Completion>) -> Handler
  ) {
    self.index = index
    self.configuration = configuration
    self.listener = Mutex(listener)
    self.counters = counters
    self.state = state
    self.makeHandler = makeHandler
  }

  /// Runs the loop on the calling thread until it is stopped.
  func run(reportingTo started: StartResult<(LoopRemote, @Sendable () -> Void)>) {
    let place = Place<ServerLoop<Handler>>()
    let loop: EventLoop
    do {
      loop = try EventLoop()
      place.value = try makeServer(loop, place)
    } catch {
      return started.give(.failure(error))
    }
    let confined = LoopConfined(place, on: loop)
    let remote = loop.remote
    started.give(.success((remote, { remote.post { confined.get(on: $0).value?.drain() } })))
    loop.run()
    place.value?.close()
    place.value = nil
  }

  private func takeListener() -> Listener? {
    listener.withLock { listener in
      defer { listener = nil }
      return listener
    }
  }

  private func makeServer(
    _ loop: EventLoop, _ place: Place<ServerLoop<Handler>>
  ) throws(SystemError) -> ServerLoop<Handler> {
    // The completer is made before the server it leads to: the handler, which the server needs, gets it.
    let confined = LoopConfined(place, on: loop)
    let completer = Completer<Handler.Completion>(remote: loop.remote) { loop, ticket, completion in
      confined.get(on: loop).value?.complete(ticket, with: completion)
    }
    let context = LoopContext(
      index: index, completer: completer, remote: loop.remote, counters: counters, state: state)
    return try ServerLoop(
      index: index, loop: loop, configuration: configuration, listener: takeListener(),
      counters: counters[index],
      state: state, handler: makeHandler(context))
  }
}

/// Holds what is made later. Emptied when the loop ends, for the server it holds leads back to it.
private final class Place<Value> {
  var value: Value?
}

/// Hands the outcome of starting from the new thread to the one that waits for it.
final class StartResult<Value: Sendable>: Sendable {
  private let outcome = Mutex<Result<Value, SystemError>?>(nil)
  private let arrived: LoopSemaphore

  init() { arrived = LoopSemaphore() }

  func give(_ result: Result<Value, SystemError>) {
    outcome.withLock { $0 = result }
    arrived.signal()
  }

  func take() -> Result<Value, SystemError> {
    while true {
      if let result = outcome.withLock({ $0 }) { return result }
      arrived.wait()
    }
  }
}
