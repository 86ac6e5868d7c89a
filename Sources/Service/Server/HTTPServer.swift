package import EventLoop
private import Synchronization
private import Threads

/// An HTTP/1.1 server: loops on threads of their own, each with its own handler.
///
///     let server = try HTTPServer(configuration) { context in ChatHandler(context) }
///     … StopSignals.wait … server.drain() … server.wait()
///
/// Keep the server for as long as its loops run.
package final class HTTPServer<Handler: RequestHandler>: Sendable {
  package typealias Context = LoopContext<Handler.Completion>

  /// Where it listens, with the port that was found when 0 was asked for.
  package let address: SocketAddress
  /// One for each loop.
  package let counters: [LoopCounters]
  package let state: ServerState
  private let loops: [RunningLoop]

  /// A loop that was started: its thread, and how to reach it.
  private struct RunningLoop: Sendable {
    let thread: NamedThread
    let remote: LoopRemote
    let drain: @Sendable () -> Void
  }

  /// Listens and starts the loops; requests are served when this returns.
  ///
  /// - Parameter makeHandler: Called once on each loop's thread.
  /// - Throws: When the address is in use or the system has no room; nothing is left behind then.
  package init(
    _ configuration: ServerConfiguration, makeHandler: @escaping @Sendable (Context) -> Handler
  ) throws(SystemError) {
    DescriptorLimit.raise()
    try Listener.probe(configuration.address)
    let listeners = try Self.listen(configuration)
    let state = ServerState()
    let counters = listeners.map { _ in LoopCounters() }
    address = listeners[0].address
    self.counters = counters
    self.state = state
    var loops: [RunningLoop] = []
    for (index, listener) in listeners.enumerated() {
      let start = LoopStart<Handler>(
        index: index, configuration: configuration, listener: listener, counters: counters, state: state,
        makeHandler: makeHandler)
      do {
        loops.append(try Self.run(start))
      } catch {
        for loop in loops { loop.remote.post { $0.stop() } }
        for loop in loops { loop.thread.join() }
        throw error
      }
    }
    self.loops = loops
  }

  /// Stops gracefully: `Connection: close` on every response from now on, no new connections after the grace
  /// time, an end to all of it after the limit. ``wait()`` returns when it is over.
  package func drain() {
    guard state.beginDraining() else { return }
    for loop in loops { loop.drain() }
  }

  /// Stops at once, whatever is under way.
  package func stop() {
    for loop in loops { loop.remote.post { $0.stop() } }
  }

  /// Waits until all loops have ended; call it exactly once.
  package func wait() {
    for loop in loops { loop.thread.join() }
  }

  private static func listen(_ configuration: ServerConfiguration) throws(SystemError) -> [Listener] {
    let count = max(1, configuration.loops)
    switch configuration.sharing {
    case .oneListener:
      let listener = try Listener(configuration.address, sharesPort: false)
      return Array(repeating: listener, count: count)
    case .reusePort:
      let first = try Listener(configuration.address, sharesPort: true)
      var listeners = [first]
      while listeners.count < count { listeners.append(try Listener(first.address, sharesPort: true)) }
      return listeners
    }
  }

  private static func run(_ start: LoopStart<Handler>) throws(SystemError) -> RunningLoop {
    let started = StartResult<(LoopRemote, @Sendable () -> Void)>()
    let thread: NamedThread
    do throws(ThreadError) {
      thread = try NamedThread(name: "parley-\(start.index)") { start.run(reportingTo: started) }
    } catch {
      throw SystemError(call: "pthread_create", code: error.code)
    }
    switch started.take() {
    case .success(let (remote, drain)): return RunningLoop(thread: thread, remote: remote, drain: drain)
    case .failure(let error):
      thread.join()
      throw error
    }
  }
}
