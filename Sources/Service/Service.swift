import Conversations
import Dialogue
package import EventLoop
private import Glibc
import HTTP
import Orders
import Revisions
import SharedState
private import Threads

/// The server: opens the database, listens, answers until it is told to stop.
///
///     StopSignals.take()
///     try Service(configuration).run { address in print("ready at \(address)") }
package struct Service: Sendable {
  /// Milliseconds between two looks at which revision is live.
  private static let pollInterval: UInt32 = 200

  private let configuration: Configuration
  private let folder: DatabaseFolder
  private let state: ServiceState
  private let live: Revision

  /// - Throws: What keeps the database from being served: ``FolderError``, ``Damage``, a SQLite error.
  package init(_ configuration: Configuration) throws {
    self.configuration = configuration
    folder = try DatabaseFolder(path: configuration.database, create: false)
    let (live, snapshot) = try Self.newestSound(in: folder)
    self.live = live
    if configuration.orders == .database, OrderStore.isLost(folder.ordersPath) {
      throw OrderError.lost(path: folder.ordersPath)
    }
    let orders = try OrderStore(path: folder.ordersPath, keys: configuration.keys)
    // Each loop opens its own reader later; one that cannot be opened is told of now.
    _ = try orders.reader()
    state = try ServiceState(
      configuration, snapshot: snapshot, orders: orders, started: Clock.secondsSince1970())
  }

  /// The live revision; when it is damaged, the newest one before it that can be read, as while serving.
  ///
  /// - Throws: ``Damage`` of the live one when there is none.
  private static func newestSound(in folder: DatabaseFolder) throws -> (Revision, Snapshot) {
    guard let number = try folder.currentNumber() else { throw FolderError.missing(path: folder.path) }
    do {
      let live = try folder.revision(number)
      return (live, try Snapshot(live))
    } catch let damage as Damage {
      for entry in try folder.history() where entry.number < number {
        if let older = try? folder.revision(entry.number), let snapshot = try? Snapshot(older) {
          return (older, snapshot)
        }
      }
      throw damage
    }
  }

  /// Asks Redis, when there is to be one.
  ///
  /// - Returns: What is wrong with it; `nil` when it answers. Serving goes on either way.
  package func redisProblem() -> String? { state.redis?.check() }

  /// Whether the live revision shows orders to guests with a one-time code only.
  package var guestsNeedCode: Bool { state.snapshots.current.playbook.guestsNeedCode }

  /// Serves until SIGTERM or SIGINT, then drains; a second signal ends the process at once.
  ///
  /// Call ``StopSignals/take()`` before any thread is started.
  ///
  /// - Parameter ready: Told the address once requests are answered.
  /// - Throws: ``SystemError`` when it cannot listen.
  package func run(ready: (SocketAddress) -> Void) throws {
    let server = try listen()
    state.enter(.ready)
    let recorder = try NamedThread(name: "recorder") { [state] in state.recorder.run() }
    let watcher = try NamedThread(name: "watcher") { [self] in watch() }
    try watchRedis()
    try keepOrderIndex()
    ready(server.address)
    while StopSignals.wait(milliseconds: 60_000) != .stop {}
    StopSignals.giveBack()
    state.enter(.draining)
    server.drain()
    server.wait()
    watcher.join()
    state.writer.stop()
    state.requests.stop()
    state.codes?.stop(within: 2_000)
    state.recorder.close()
    // Whoever reads the log may have stopped reading: the last lines get a while, not for ever.
    if state.recorder.isFinished(within: 2_000) { recorder.join() }
  }

  private func listen() throws -> HTTPServer<ServiceHandler> {
    var settings = ServerConfiguration(address: configuration.address)
    settings.loops = configuration.threads
    return try HTTPServer(settings) { [state] context in ServiceHandler(state, context) }
  }

  /// On a thread that nobody waits for: a name server may keep it, and it has nothing to put away.
  private func watchRedis() throws {
    guard let redis = state.redis else { return }
    try NamedThread(name: "redis") { [state] in redis.watch { state.current != .draining } }.detach()
  }

  /// On a thread that nobody waits for: an index that is not finished is left behind as if it had not been begun.
  private func keepOrderIndex() throws {
    let maintainer = try state.orders.maintainer()
    let upkeep = OrderUpkeep(index: state.orders.index, maintainer: maintainer, recorder: state.recorder)
    try NamedThread(name: "orders") { [state] in upkeep.run { state.current != .draining } }.detach()
  }

  /// The watcher's thread: which revision is live, and whether it is whole.
  private func watch() {
    let keeper = RevisionKeeper(folder, serving: live, state)
    while state.current != .draining {
      keeper.step()
      usleep(Self.pollInterval * 1_000)
    }
  }
}
