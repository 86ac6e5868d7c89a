/// Where one thread finds orders: the one door to `orders.db`, Redis and the store's back end.
package enum OrderSource {
  /// `orders.db`; `nil` when it could not be opened.
  case embedded(OrderReader?)
  /// There is no `orders.db`, and there never was one.
  case none
  case redis(RedisOrders)
  case backEnd(BackEndOrders)

  package enum Answer: Sendable {
    case found(Order)
    case unknown
    /// The source did not answer: nothing may be said about the order.
    case failed
    /// To be fetched first (``BackEndOrders/fetch(_:completion:)``).
    case later
  }

  /// - Parameters:
  ///   - now: Orders that have expired by then are not there any more.
  ///   - clock: Milliseconds of a clock that does not go back.
  package func order(number: String, now: UnixTime, clock: UInt64) -> Answer {
    switch self {
    case .embedded(nil): return .failed
    case .none: return .unknown
    case .embedded(let reader?):
      do { return try reader.order(number: number, now: now).map(Answer.found) ?? .unknown } catch {
        return .failed
      }
    case .redis(let orders):
      do throws(RedisOrders.Failure) {
        guard let order = try orders.order(number: number, now: clock) else { return .unknown }
        return order.expiresAt.map { $0 <= now } == true ? .unknown : .found(order)
      } catch {
        return .failed
      }
    case .backEnd(let orders):
      switch orders.order(number: number) {
      case .order(let order)?: return .found(order)
      case .unknown?: return .unknown
      case .failed?: return .failed
      case nil: return .later
      }
    }
  }
}
