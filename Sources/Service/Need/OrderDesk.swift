package import Crypto
package import Dialogue
package import Orders
package import SharedState

/// Fulfils the need for an order: counts the attempt, looks the order up, and checks the proof. One per thread.
///
/// Every way to fail does the same work and ends in the same answer, so that neither words nor time tell a
/// wrong e-mail from an unknown number or a locked one.
package final class OrderDesk {
  private let orders: OrderSource
  private let attempts: AttemptLimiter
  private let digest: SipHash
  private let tally: DeskTally?
  /// Wrong guesses at one order that networks may make together, as a multiple of what one network may.
  private static let patience = 4

  /// - Parameters:
  ///   - attempts: Of this thread.
  ///   - tally: Counts what became of the look-ups; of this thread.
  package init(orders: OrderSource, attempts: AttemptLimiter, keys: KeyRing, tally: DeskTally? = nil) {
    self.orders = orders
    self.tally = tally
    self.attempts = attempts
    digest = SipHash(key: keys.key(for: .counters))
  }

  /// - Parameters:
  ///   - network: Whom the attempt is counted against beside conversation and order; `nil` on the command line.
  ///   - now: Seconds since 1970, the turn's time.
  ///   - clock: Milliseconds of a clock that does not go back.
  /// - Returns: `nil` when the order has to be fetched first; then nothing was charged.
  package func answer(
    _ request: OrderRequest, network: AttemptKey?, now: Int64, clock: UInt64
  ) -> OrderAnswer? {
    let now = UnixTime(seconds: now)
    var fetched: OrderSource.Answer?
    if case .backEnd = orders {
      // It is asked whoever asks and however often: whether it was would tell a locked number from others.
      fetched = orders.order(number: request.number, now: now, clock: clock)
      if case .later? = fetched { return nil }
    }
    let keys = keys(of: request, network)
    var verdict = AttemptCounters.Verdict.refused
    attempts.charge(keys, now: clock) { verdict = $0 }
    // A refused attempt reads a row of nobody's choosing: its time may not tell whether the number asked for exists.
    let number = verdict == .allowed ? request.number : "0"
    let order: Order?
    switch fetched ?? orders.order(number: number, now: now, clock: clock) {
    case .found(let found): order = found
    case .unknown, .later: order = nil
    case .failed:
      tally?.count(.failed)
      if verdict == .allowed { attempts.forgive(keys, now: clock) }
      return .unavailable
    }
    let isProven = order.map { proves(request.proof, $0) } ?? proves(request.proof, Self.nobody)
    guard verdict == .allowed, isProven, let order else {
      tally?.count(verdict == .allowed ? .refused : .locked)
      return .refused
    }
    tally?.count(.found)
    attempts.forgive(keys, now: clock)
    return .found(order)
  }

  /// A signed customer token proves who asks, so strangers' guesses at an order do not lock its owner out. Nor do they
  /// lock a guest out at once: a stranger's network has used up its misses when the order has three quarters left.
  private func keys(of request: OrderRequest, _ network: AttemptKey?) -> [AttemptKey] {
    var keys: [AttemptKey] = [.conversation(request.conversation)]
    if case .customer = request.proof { return keys }
    let number = OrderNumber(request.number)?.key ?? request.number
    keys.append(.order(digest.hash(Array(number.utf8)), patience: Self.patience))
    if let network { keys.append(network.hidden(by: digest.hash)) }
    return keys
  }

  /// An order that nobody can prove is theirs: compared with when there is none, for the same work.
  private static let nobody = Order(number: "", status: .pending)

  private func proves(_ proof: OrderRequest.Proof, _ order: Order) -> Bool {
    switch proof {
    case .email(let email): isSame(email, order.email)
    case .customer(let customer):
      isSame(customer.id, order.customerID) || customer.email.map { isSame($0, order.email) } ?? false
    }
  }

  private func isSame(_ offered: String, _ known: String?) -> Bool {
    let (left, right) = (Array(offered.lowercased().utf8), Array((known ?? "").lowercased().utf8))
    return constantTimeEqual(left, right) && !left.isEmpty
  }
}
