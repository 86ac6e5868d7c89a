import Crypto
package import Dialogue
import Orders
package import SharedState

/// One-time codes: asked for, counted, and handed to whoever sends them.
extension OrderDesk {
  /// Has a code sent to whoever placed an order.
  ///
  /// An unknown number, an order without an address and one for which too many were asked for are answered like any
  /// other, after the same work.
  ///
  /// - Returns: `nil` when the order has to be fetched first; then nothing was charged.
  package func sendCode(
    _ request: CodeRequest, network: AttemptKey?, now: Int64, clock: UInt64
  ) -> CodeAnswer? {
    guard let sender else { return .unavailable }
    guard let fetched = fetched(request.number, now, clock) else { return nil }
    let keys = keys(of: request, network)
    guard let verdict = attempts.charge(keys, now: clock, whenAway: .refuse) else { return .unavailable }
    let found = order(verdict == .allowed ? request.number : "0", fetched, now, clock)
    guard case .success(let known) = found else { return .unavailable }
    let order = known ?? Self.nobody
    sender.send(
      CodeSender.Message(
        order: order.number, email: order.email ?? "", customer: order.customerID, locale: request.locale,
        subject: OneTimeCodes.Subject(
          order: request.number, conversation: request.conversation, time: request.time),
        isReal: verdict == .allowed && order.email != nil))
    return .sent
  }

  /// Five codes in a quarter of an hour for a conversation and for an order, ten for a network. They are not forgiven.
  private func keys(of request: CodeRequest, _ network: AttemptKey?) -> [AttemptKey] {
    let number = OrderNumber(request.number)?.key ?? request.number
    var keys = [
      key("send to conversation", request.conversation), key("send for order", Array(number.utf8)),
    ]
    if let network {
      keys.append(key("send to network", network.digestible, 2))
    }
    return keys
  }

  /// Five tries for a code.
  func triesKey(_ subject: OneTimeCodes.Subject) -> AttemptKey { key("tries of code", subject.bytes) }

  /// A code is good once.
  func spentKey(_ subject: OneTimeCodes.Subject) -> AttemptKey { key("code was right", subject.bytes) }

  private func key(_ kind: String, _ bytes: [UInt8], _ patience: Int = 1) -> AttemptKey {
    .order(digest.hash(Array("\(kind):".utf8) + bytes), patience: patience)
  }
}
