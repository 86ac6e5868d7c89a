import Formats
private import HTTPClient
private import Synchronization

/// Orders that the store's back end is asked for over HTTP, one by one. One per process, for all its threads.
///
/// What it said is remembered for a while, misses too; what is not is fetched by a few threads of its own, and whoever
/// waits is told. The host is fixed by the configuration: only the number, percent-encoded, comes from the shopper.
package final class BackEndOrders: Sendable {
  package struct Configuration: Sendable, Equatable {
    /// `https://shop.example/orders/{number}`
    package let url: String
    /// Sent as a bearer token.
    package let token: String?
    /// Seconds an order is remembered, and that there is none.
    package var foundFor = 60
    package var unknownFor = 30

    /// `nil` when it is no `http` or `https` address with one `{number}` after the host.
    package init?(url: String, token: String?) {
      guard let scheme = ["https://", "http://"].first(where: url.hasPrefix) else { return nil }
      let rest = url.dropFirst(scheme.count)
      guard let slash = rest.firstIndex(of: "/"), slash != rest.startIndex,
        !rest[..<slash].contains("{"), !rest[..<slash].contains("@"),
        rest.components(of: "{number}") == 1, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
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

  /// Most numbers remembered, and most that wait to be asked for.
  static let capacity = 10_000
  static let maximumWaiting = 256
  /// Threads that ask.
  static let threads = 4
  /// Seconds a failure is remembered: so long nobody asks again.
  static let failedFor = 1

  fileprivate struct Entry {
    let answer: Answer
    let ends: Int
  }

  fileprivate struct State {
    var known: [String: Entry] = [:]
    var waiting: [String: [@Sendable () -> Void]] = [:]
    var failures = 0
    var calls = 0
  }

  private let configuration: Configuration
  private let state = Mutex(State())
  private let queue = WorkQueue<String>()

  package init(_ configuration: Configuration) {
    self.configuration = configuration
    for _ in 0..<Self.threads { DetachedThread.start { [weak self, queue] in Self.work(queue) { self } } }
  }

  deinit { queue.close() }

  /// Calls made, and those that failed, since the start.
  package var counts: (calls: Int, failures: Int) { state.withLock { ($0.calls, $0.failures) } }

  /// What is remembered; `nil` when ``fetch(_:completion:)`` has to be asked first.
  package func order(number: String) -> Answer? {
    guard let key = OrderNumber(number)?.key else { return .unknown }
    let now = MonotonicClock.seconds()
    return state.withLock { state in
      guard let entry = state.known[key] else { return nil }
      if entry.ends > now { return entry.answer }
      state.known[key] = nil
      return nil
    }
  }

  /// Asks for a number, unless somebody does already.
  ///
  /// - Parameter completion: Called once, on another thread or on this one, when ``order(number:)`` knows more; it must
  ///   be quick.
  package func fetch(_ number: String, completion: @escaping @Sendable () -> Void) {
    guard let key = OrderNumber(number)?.key else { return completion() }
    let isFirst = state.withLock { state -> Bool? in
      if state.waiting[key] != nil {
        state.waiting[key]?.append(completion)
        return false
      }
      guard state.waiting.count < Self.maximumWaiting else {
        state.remember(.failed, for: key, until: MonotonicClock.seconds() + Self.failedFor)
        return nil
      }
      state.waiting[key] = [completion]
      return true
    }
    switch isFirst {
    case true?: queue.append(number)
    case false?: break
    case nil: completion()
    }
  }

  // MARK: Asking

  private static func work(_ queue: WorkQueue<String>, _ owner: () -> BackEndOrders?) {
    let client = HTTPClient()
    while let number = queue.take() {
      guard let orders = owner() else { return }
      orders.settle(number, orders.ask(number, client))
    }
  }

  private func settle(_ number: String, _ answer: Answer) {
    let key = OrderNumber(number)?.key ?? ""
    let now = MonotonicClock.seconds()
    let (ends, isFailure) =
      switch answer {
      case .order: (now + configuration.foundFor, false)
      case .unknown: (now + configuration.unknownFor, false)
      case .failed: (now + Self.failedFor, true)
      }
    let waiting = state.withLock { state in
      state.calls += 1
      if isFailure { state.failures += 1 }
      state.remember(answer, for: key, until: ends)
      return state.waiting.removeValue(forKey: key) ?? []
    }
    for completion in waiting { completion() }
  }

  private func ask(_ number: String, _ client: HTTPClient) -> Answer {
    let url = configuration.url.replacing("{number}", with: Self.encoded(Self.plain(number)))
    let headers =
      ["Accept: application/json"] + (configuration.token.map { ["Authorization: Bearer \($0)"] } ?? [])
    guard let answer = try? client.get(url, headers: headers) else { return .failed }
    if answer.status == 404 || answer.status == 410 { return .unknown }
    guard answer.status == 200 else { return .failed }
    do throws(InputError) {
      var report = InputReport()
      let source = try SourceFile(name: "back end", bytes: answer.body)
      let order = try Order(json: JSONNode.parse(source), report: &report)
      return OrderNumber(order.number) == OrderNumber(number) ? .order(order) : .unknown
    } catch {
      return .failed
    }
  }

  /// As the shopper wrote it, without `#` and blanks.
  private static func plain(_ number: String) -> String {
    String(number.filter { $0 != "#" && !$0.isWhitespace })
  }

  /// Everything but RFC 3986's unreserved characters as `%XX`: no slash, dot segment, query or line end gets through.
  static func encoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F:
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return encoded
  }
}

extension BackEndOrders.State {
  fileprivate mutating func remember(_ answer: BackEndOrders.Answer, for key: String, until ends: Int) {
    if known.count >= BackEndOrders.capacity {
      let now = MonotonicClock.seconds()
      known = known.filter { $0.value.ends > now }
      if known.count >= BackEndOrders.capacity { known = [:] }
    }
    known[key] = BackEndOrders.Entry(answer: answer, ends: ends)
  }
}

extension Substring {
  /// How often a text stands in this one.
  fileprivate func components(of text: String) -> Int {
    split(separator: text, omittingEmptySubsequences: false).count - 1
  }
}

extension String {
  fileprivate func replacing(_ text: String, with other: String) -> String {
    split(separator: text, omittingEmptySubsequences: false).joined(separator: other)
  }
}
