import HTTPClient
private import SharedState
private import Synchronization
private import Threads

/// Orders that the store's back end is asked for over HTTP, one by one. One per process, for all its threads.
///
/// What it said is remembered for a while, misses too; what is not is fetched by a few threads of its own, and whoever
/// waits is told. Remembered is the text that was asked for, letter by letter: how else a number may be written is for
/// the back end to know, and that it does not know one spelling says nothing of another. The host is fixed by the
/// configuration: only the number, percent-encoded, comes from the shopper.
package final class BackEndOrders: Sendable {
  package struct Configuration: Sendable, Equatable {
    /// `https://shop.example/orders/{number}`
    package let url: String
    /// Sent as a bearer token.
    package let token: String?
    /// Seconds an order is remembered, and that there is none.
    package var foundFor = 60
    package var unknownFor = 30

    /// ``HTTPClient/isReadableOnTheWay(_:)``
    package var isReadableOnTheWay: Bool { HTTPClient.isReadableOnTheWay(url) }

    /// `nil` when it is no `http` or `https` address with one `{number}` after the host.
    package init?(url: String, token: String?) {
      guard let scheme = ["https://", "http://"].first(where: url.hasPrefix) else { return nil }
      let rest = url.dropFirst(scheme.count)
      guard let slash = rest.firstIndex(of: "/"), slash != rest.startIndex,
        !rest[..<slash].contains("{"), !rest[..<slash].contains("@"),
        rest.ranges(of: "{number}").count == 1, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
      else { return nil }
      (self.url, self.token) = (url, token)
    }
  }

  /// What is known of a number.
  package enum Answer: Sendable {
    case order(Order)
    case unknown
    /// The back end did not say, or said something that is no order.
    case failed
  }

  /// Most numbers remembered; a new one takes the place of the one that was fetched first.
  static let capacity = 10_000
  /// Most numbers that wait to be asked for, however fast the back end answers.
  static let maximumWaiting = 256
  /// Threads that ask.
  static let threads = 4
  /// Milliseconds after which nobody waits for an answer any more.
  static let patience: UInt64 = 10_000
  /// Seconds a failure is remembered: so long nobody asks again.
  static let failedFor = 1

  typealias Ask = @Sendable (_ text: String, HTTPClient) -> Answer

  private struct Entry {
    let answer: Answer
    /// On the clock's milliseconds.
    let ends: UInt64
  }

  /// Those who wait for one number.
  private struct Waiters {
    var completions: [@Sendable () -> Void]
    /// When the last of them came.
    var since: UInt64
  }

  private struct State {
    var known = BoundedTable<String, Entry>(capacity: capacity)
    var waiting: [String: Waiters] = [:]
    var failures = 0
    var calls = 0
    /// Milliseconds that calls lately took, a moving mean.
    var pace = 0

    /// Numbers that the threads get through while somebody waits for them.
    var room: Int { min(maximumWaiting, Int(patience) * threads / max(pace, 1)) }

    mutating func remember(_ answer: Answer, for text: String, until ends: UInt64) {
      known.remove(text)
      known.insert(text, Entry(answer: answer, ends: ends))
    }
  }

  private let configuration: Configuration
  private let clock: @Sendable () -> UInt64
  private let state = Mutex(State())
  private let queue = WorkQueue<String>()

  package convenience init(_ configuration: Configuration) throws {
    try self.init(configuration, clock: { MonotonicClock.milliseconds() }) { text, client in
      Self.ask(text, configuration, client)
    }
  }

  /// - Parameters:
  ///   - clock: Milliseconds that do not go back.
  ///   - ask: What asks the back end.
  init(
    _ configuration: Configuration, clock: @escaping @Sendable () -> UInt64, ask: @escaping Ask
  ) throws {
    self.configuration = configuration
    self.clock = clock
    HTTPClient.prepare()
    try queue.start(Self.threads, name: "back end") { [weak self] queue in
      let client = HTTPClient()
      while let text = queue.take() {
        guard let self else { return }
        self.settle(text, with: client, ask)
      }
    }
  }

  deinit { queue.close(dropsRest: true) }

  /// Calls made, and those that failed, since the start.
  package var counts: (calls: Int, failures: Int) { state.withLock { ($0.calls, $0.failures) } }

  /// What is remembered; `nil` when ``fetch(_:completion:)`` has to be asked first.
  package func order(number: String) -> Answer? {
    guard OrderNumber(number) != nil else { return .unknown }
    let (text, now) = (Self.plain(number), clock())
    return state.withLock { state in
      guard let entry = state.known[text] else { return nil }
      if entry.ends > now { return entry.answer }
      state.known.remove(text)
      return nil
    }
  }

  /// Asks for a number, unless somebody does already.
  ///
  /// With more waiting than the back end lately got through in ten seconds the number counts as failed at once.
  ///
  /// - Parameter completion: Called once, on another thread or on this one, when ``order(number:)`` knows more; it must
  ///   be quick.
  package func fetch(_ number: String, completion: @escaping @Sendable () -> Void) {
    guard OrderNumber(number) != nil else { return completion() }
    let (text, now) = (Self.plain(number), clock())
    let isFirst = state.withLock { state -> Bool? in
      if var waiters = state.waiting[text] {
        waiters.completions.append(completion)
        waiters.since = now
        state.waiting[text] = waiters
        return false
      }
      guard state.waiting.count < state.room else {
        state.remember(.failed, for: text, until: now + UInt64(Self.failedFor) * 1_000)
        return nil
      }
      state.waiting[text] = Waiters(completions: [completion], since: now)
      return true
    }
    switch isFirst {
    case true?: queue.append(text)
    case false?: break
    case nil: completion()
    }
  }

  // MARK: On the threads

  private func settle(_ text: String, with client: HTTPClient, _ ask: Ask) {
    let began = clock()
    let abandoned = state.withLock { state -> Waiters? in
      guard let waiters = state.waiting[text], began >= waiters.since + Self.patience else { return nil }
      return state.waiting.removeValue(forKey: text)
    }
    if let abandoned { return abandoned.completions.forEach { $0() } }
    let answer = ask(text, client)
    let now = clock()
    let (seconds, isFailure) =
      switch answer {
      case .order: (configuration.foundFor, false)
      case .unknown: (configuration.unknownFor, false)
      case .failed: (Self.failedFor, true)
      }
    let waiters = state.withLock { state in
      state.calls += 1
      if isFailure { state.failures += 1 }
      state.pace += (Int(now - began) - state.pace) / 4
      state.remember(answer, for: text, until: now + UInt64(seconds) * 1_000)
      return state.waiting.removeValue(forKey: text)
    }
    waiters?.completions.forEach { $0() }
  }
}
