package import Crypto
package import Dialogue
package import Orders
package import SharedState

/// Fulfils the need for an order: counts the attempt, looks the order up, and checks the proof. One per thread.
///
/// Every way to fail does the same work and ends in the same answer, so that neither words nor time tell a
/// wrong e-mail from an unknown number or a locked one.
package final class OrderDesk {
  let orders: OrderSource
  let attempts: AttemptLimiter
  let digest: SipHash
  let codes: OneTimeCodes
  /// Sends one-time codes; `nil` where there are none.
  let sender: CodeSender?
  private let tally: DeskTally?
  /// Wrong guesses at one order that networks may make together, as a multiple of what one network may.
  private static let patience = 4

  /// - Parameters:
  ///   - attempts: Of this thread.
  ///   - sender: Of the process.
  ///   - tally: Counts what became of the look-ups; of this thread.
  package init(
    orders: OrderSource, attempts: AttemptLimiter, keys: KeyRing, sender: CodeSender? = nil,
    tally: DeskTally? = nil
  ) {
    self.orders = orders
    self.tally = tally
    self.attempts = attempts
    self.sender = sender
    codes = OneTimeCodes(keys)
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
    guard let fetched = fetched(request.number, now, clock) else { return nil }
    let keys = keys(of: request, network)
    let isCode = if case .code = request.proof { true } else { false }
    guard let verdict = attempts.charge(keys, now: clock, whenAway: isCode ? .refuse : .alone) else {
      tally?.count(.failed)
      return .unavailable
    }
    // A refused attempt reads a row of nobody's choosing: its time may not tell whether the number asked for exists.
    let found = order(verdict == .allowed ? request.number : "0", fetched, now, clock)
    guard case .success(let order) = found else {
      tally?.count(.failed)
      if verdict == .allowed { attempts.forgive(keys, now: clock) }
      return .unavailable
    }
    let isProven = proves(request, order ?? Self.nobody, now)
    guard verdict == .allowed, isProven, let order else {
      tally?.count(verdict == .allowed ? .refused : .locked)
      return .refused
    }
    if case .code(_, let sentAt) = request.proof {
      let subject = OneTimeCodes.Subject(
        order: request.number, conversation: request.conversation, time: sentAt)
      guard let isFirst = attempts.spend(spentKey(subject), now: clock) else {
        tally?.count(.failed)
        attempts.forgive(keys, now: clock)
        return .unavailable
      }
      guard isFirst else {
        tally?.count(.refused)
        return .refused
      }
    }
    tally?.count(.found)
    attempts.forgive(keys, now: clock)
    return .found(order)
  }

  // MARK: Looking up

  /// What the back end has said of a number, which is asked whoever asks and however often: whether it was would tell a
  /// locked number from others.
  ///
  /// - Returns: `nil` when it has to be asked first.
  func fetched(_ number: String, _ now: Int64, _ clock: UInt64) -> OrderSource.Answer?? {
    guard case .backEnd = orders else { return .some(nil) }
    let answer = orders.order(number: number, now: UnixTime(seconds: now), clock: clock)
    if case .later = answer { return nil }
    return answer
  }

  struct SourceFailed: Error {}

  func order(
    _ number: String, _ fetched: OrderSource.Answer?, _ now: Int64, _ clock: UInt64
  ) -> Result<Order?, SourceFailed> {
    switch fetched ?? orders.order(number: number, now: UnixTime(seconds: now), clock: clock) {
    case .found(let found): .success(found)
    case .unknown, .later: .success(nil)
    case .failed: .failure(SourceFailed())
    }
  }

  // MARK: Counting

  /// A signed customer token proves who asks, so strangers' guesses at an order do not lock its owner out. Nor do they
  /// lock a guest out at once: a stranger's network has used up its misses when the order has three quarters left.
  private func keys(of request: OrderRequest, _ network: AttemptKey?) -> [AttemptKey] {
    var keys: [AttemptKey] = [.conversation(request.conversation)]
    switch request.proof {
    case .customer, .proven: return keys
    case .code(_, let sentAt):
      let subject = OneTimeCodes.Subject(
        order: request.number, conversation: request.conversation, time: sentAt)
      keys.append(triesKey(subject))
    case .email: break
    }
    let number = OrderNumber(request.number)?.key ?? request.number
    keys.append(.order(digest.hash(Array(number.utf8)), patience: Self.patience))
    if let network { keys.append(network.hidden(by: digest.hash)) }
    return keys
  }

  // MARK: Proving

  /// An order that nobody can prove is theirs: compared with when there is none, for the same work.
  static let nobody = Order(number: "", status: .pending)

  private func proves(_ request: OrderRequest, _ order: Order, _ now: Int64) -> Bool {
    switch request.proof {
    case .email(let email): return isSame(email, order.email)
    case .customer(let customer):
      let byEmail = customer.email.map { isSame($0, order.email) } ?? false
      return isSame(customer.id, order.customerID) || byEmail
    case .code(let typed, let sentAt):
      let subject = OneTimeCodes.Subject(
        order: request.number, conversation: request.conversation, time: sentAt)
      return codes.isCode(typed, of: subject, now: now) && order.email != nil
    // The conversation's own token says so.
    case .proven: return true
    }
  }

  private func isSame(_ offered: String, _ known: String?) -> Bool {
    let (left, right) = (Array(offered.lowercased().utf8), Array((known ?? "").lowercased().utf8))
    return constantTimeEqual(left, right) && !left.isEmpty
  }
}
