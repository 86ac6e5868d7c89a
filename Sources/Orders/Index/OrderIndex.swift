import Crypto
import Database
private import Glibc
private import Synchronization

/// From the keyed hash of a number, a customer, an e-mail or a parcel to the rows of `orders.db` that may have it:
/// the mapped file (``OrderIndexFile``) and, in memory, what has changed since it was built. One per process.
///
/// It never decides anything: a row that it names is read and compared, and before it says that there is none, the
/// change table is asked for news (``refresh(_:)``). A file that is missing, foreign, damaged or too old is not used;
/// then the caller goes through SQLite's own indexes, and ``maintain(_:now:)`` builds a new one.
package final class OrderIndex: Sendable {
  /// Changes kept in memory before the file is built anew, beside an eighth of its orders.
  static let maximumDelta = 10_000
  /// Seconds between two attempts to build that failed, and the least between two builds that only forget.
  static let pause: Int64 = 60

  private let path: String
  private let keys: OrderKeys
  private let state: Mutex<State>
  /// Goes up with every change of ``state`` that a look-up could see.
  private let version = Atomic<UInt>(0)

  fileprivate struct DeltaKey: Hashable {
    let kind: IndexedKey
    let hash: Int64
  }

  fileprivate struct State {
    /// `nil` while SQLite's own indexes are used.
    var file: OrderIndexFile?
    /// The last change known: of the file, then of the delta.
    var known = OrderChange(sequence: 0, mark: 0)
    var delta: [DeltaKey: [Int64]] = [:]
    var changes = 0
    /// Orders removed since the file was built: their hashes are to leave it.
    var removals = 0
    var builtAt: Int64 = 0
    var buildSeconds: Int64 = 0
    var failedAt: Int64?
    var builds = 0

    mutating func drop() {
      (file, delta) = (nil, [:])
      (changes, removals) = (0, 0)
    }
  }

  init(ordersPath: String, keys: OrderKeys) {
    path = Self.path(besides: ordersPath)
    self.keys = keys
    state = Mutex(State())
    remap()
  }

  static func path(besides ordersPath: String) -> String {
    (ordersPath.hasSuffix(".db") ? String(ordersPath.dropLast(3)) : ordersPath) + ".index"
  }

  /// Whether the mapped file is used at the moment, how many changes stand beside it, and how often this process built it.
  package var status: (isUsed: Bool, delta: Int, builds: Int) {
    state.withLock { ($0.file != nil, $0.changes, $0.builds) }
  }

  // MARK: Looking up

  /// What one thread saw of the index last: while ``version`` is the same, it looks up without the lock.
  struct View {
    /// No version is so large.
    fileprivate var version = UInt.max
    /// Kept while ``probe`` is used.
    private var file: OrderIndexFile?
    fileprivate var probe: OrderIndexProbe?
    fileprivate var fingerprint: Int64 = 0
    /// Changes stand beside the file: they are looked up under the lock.
    fileprivate var hasDelta = false

    fileprivate mutating func take(_ state: State, _ version: UInt) {
      (self.version, file, probe) = (version, state.file, state.file?.probe)
      (fingerprint, hasDelta) = (state.file?.fingerprint ?? 0, !state.delta.isEmpty)
    }
  }

  /// Adds the rows that may have a key.
  ///
  /// - Parameters:
  ///   - fingerprint: Of the key that `hash` was made with.
  ///   - view: The calling thread's own.
  /// - Returns: `false` when the index cannot tell.
  /// - Complexity: One load that all threads share, and what the file costs; the lock only while there are changes, or when
  ///   something has changed since.
  @inline(__always)
  func candidates(
    _ kind: IndexedKey, _ hash: Int64, fingerprint: Int64, _ view: inout View, into ids: inout [Int64]
  ) -> Bool {
    let first = ids.count
    if version.load(ordering: .acquiring) != view.version { look(&view) }
    guard let probe = view.probe, view.fingerprint == fingerprint else { return false }
    do throws(OrderIndexFile.Damaged) {
      try probe.forEach(kind, hash) { id in
        ids.append(id)
        return false
      }
    } catch {
      drop()
      return false
    }
    guard !probe.wasCut else {
      drop()
      return false
    }
    guard view.hasDelta else { return true }
    if let newer = newer(kind, hash, view) {
      ids += newer
      return true
    }
    // A change may have moved from memory into a new file meanwhile.
    ids.removeLast(ids.count - first)
    return again(kind, hash, fingerprint, &view, &ids)
  }

  @inline(never)
  private func again(
    _ kind: IndexedKey, _ hash: Int64, _ fingerprint: Int64, _ view: inout View, _ ids: inout [Int64]
  ) -> Bool {
    candidates(kind, hash, fingerprint: fingerprint, &view, into: &ids)
  }

  private func look(_ view: inout View) {
    state.withLock { view.take($0, version.load(ordering: .relaxed)) }
  }

  /// The changes beside the file that the thread has seen; `nil` when it is another by now.
  private func newer(_ kind: IndexedKey, _ hash: Int64, _ view: View) -> [Int64]? {
    state.withLock { state in
      guard version.load(ordering: .relaxed) == view.version else { return nil }
      return state.delta[DeltaKey(kind: kind, hash: hash)] ?? []
    }
  }

  private func drop() {
    change { $0.drop() }
  }

  /// Changes the state, and lets every thread look at it anew.
  private func change<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
    try state.withLock { state in
      defer { version.wrappingAdd(1, ordering: .releasing) }
      return try body(&state)
    }
  }

  /// What a refresh found.
  enum News { case none, some, unusable }

  /// Takes in what changed since the last time. About as much work as reading one row when there is nothing.
  ///
  /// - Parameter view: Of the thread that has looked up before: what other threads took in since then is news to it.
  func refresh(_ feed: ChangeFeed, since view: View? = nil) throws -> News {
    try state.withLock { state in
      guard let file = state.file else { return .unusable }
      let before = state.known
      do {
        // Also what was taken in before reading failed is news.
        defer { if state.known != before { version.wrappingAdd(1, ordering: .releasing) } }
        let isWhole = try feed.read(after: state.known, fingerprint: file.layout.fingerprint) {
          state.take($0)
        }
        guard isWhole else {
          state.drop()
          version.wrappingAdd(1, ordering: .releasing)
          return .unusable
        }
      }
      if let view, view.version != version.load(ordering: .relaxed) { return .some }
      return state.known == before ? .none : .some
    }
  }

  // MARK: Upkeep

  /// Opens the file that stands there now.
  private func remap() {
    change { state in
      state.drop()
      for hashes in keys.all {
        guard let file = OrderIndexFile(path: path, hash: hashes.index) else { continue }
        guard file.layout.fingerprint == hashes.fingerprint else { continue }
        (state.file, state.known) = (file, file.layout.change)
        return
      }
    }
  }

  /// Follows a file that another process built, and builds a new one when it is due. Call it every second or so from a
  /// thread that may be kept waiting: building 10,000,000 orders takes seconds, in which look-ups go on.
  ///
  /// - Parameter now: Seconds of a clock that does not go back.
  package func maintain(_ maintainer: Maintainer, now: Int64) throws {
    if isReplaced { remap() }
    _ = try refresh(maintainer.feed)
    if isDue(now) { try build(maintainer, now: now) }
  }

  /// Builds the file now, unless another process does.
  ///
  /// - Returns: Whether it was built.
  @discardableResult
  package func build(_ maintainer: Maintainer, now: Int64) throws -> Bool {
    guard let fingerprint = try OrderSchema.fingerprint(on: maintainer.connection),
      let hashes = keys.matching(fingerprint)
    else { throw OrderError.otherKey }
    let began = time(nil)
    do {
      let builder = OrderIndexBuilder(path: path, hash: hashes.index)
      let layout = try builder.build(on: maintainer.connection, fingerprint: fingerprint)
      remap()
      try maintainer.prune(before: layout.change)
    } catch OrderIndexBuilder.Failure.busy {
      return false
    } catch {
      state.withLock { $0.failedAt = now }
      throw error
    }
    state.withLock { state in
      (state.builtAt, state.buildSeconds, state.failedAt) = (now, Int64(time(nil) - began), nil)
      state.builds += 1
    }
    return true
  }

  private var isReplaced: Bool {
    let there = OrderIndexFile.identity(of: path)
    return state.withLock { state in
      guard let file = state.file else { return there != nil }
      return there != file.identity
    }
  }

  private func isDue(_ now: Int64) -> Bool {
    state.withLock { state in
      if let failed = state.failedAt, now < failed + Self.pause { return false }
      guard let file = state.file else { return true }
      if state.changes > max(Self.maximumDelta, file.layout.orders / 8) { return true }
      return state.removals > 0 && now >= state.builtAt + max(Self.pause, 20 * state.buildSeconds)
    }
  }

  /// What upkeep works with: a connection of its own.
  package final class Maintainer {
    let connection: Connection
    let feed: ChangeFeed

    init(_ connection: Connection) throws {
      self.connection = connection
      feed = try ChangeFeed(connection)
    }

    /// Lets go of changes that are in the file. The change itself stays, for its mark.
    fileprivate func prune(before change: OrderChange) throws {
      let delete = try connection.prepare("DELETE FROM changes WHERE seq < ?")
      try connection.transaction {
        try delete.bind(1, change.sequence)
        try delete.run()
      }
    }
  }
}

extension OrderIndex.State {
  /// Notes the keys an order has now; those it had before are seen through when the row is read.
  fileprivate mutating func take(_ change: ChangeFeed.Change) {
    known = change.at
    guard let keys = change.keys else {
      removals += 1
      return
    }
    changes += 1
    for (kind, hash) in keys {
      let key = OrderIndex.DeltaKey(kind: kind, hash: hash)
      if delta[key]?.contains(change.id) != true { delta[key, default: []].append(change.id) }
    }
  }
}
