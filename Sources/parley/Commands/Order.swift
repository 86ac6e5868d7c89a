import Formats
import Orders
import SharedState
import Threads

extension Command {
  static let order = Command(
    name: "order",
    summary: "look an order up, for the operator: no proof is asked",
    usage: ["parley order NUMBER [--db DIR] [--orders redis --redis URL] [--json]"],
    about: "The number is matched as people write it: #1042, 1042, w4817420. Exit status 1 if it is unknown.",
    flags: [.db] + OrderPlace.flags + [.json],
    operands: 1...1
  ) { call in
    let number = call.operands[0]
    let order: Orders.Order?
    if let address = try OrderPlace.redis(of: call) {
      let orders = RedisOrders(Redis(address), keys: try Store(call).keys)
      do throws(RedisOrders.Failure) {
        order = try orders.order(number: number, now: MonotonicClock.milliseconds())
      } catch {
        throw CommandError.environment(
          error == .away
            ? "Redis at \(address) does not answer."
            : "What Redis at \(address) holds for the order '\(number)' is damaged.")
      }
    } else {
      order = try Store(call).orderReader()?.order(number: number, now: UnixTime(seconds: Time.now()))
    }
    guard let order else { throw CommandError.input("there is no order '\(number)'.") }
    if call.has("json") {
      Console.print(order.json.text())
    } else {
      for (name, value) in order.rows {
        Console.print(name + String(repeating: " ", count: 12 - name.count) + value)
      }
    }
    return .done
  }
}

extension Orders.Order {
  /// What is known, in reading order.
  fileprivate var rows: [(String, String)] {
    var rows: [(String, String)] = [("number", number), ("status", status.rawValue)]
    func add(_ name: String, _ value: String?) { if let value { rows.append((name, value)) } }
    add("placed", placedAt?.description)
    add("shipped", shippedAt?.description)
    add("delivered", deliveredAt?.description)
    add("expected", eta?.description)
    add("customer", customerID)
    add("e-mail", email)
    add("total", total.map { amount in currency.map { "\(amount) \($0)" } ?? "\(amount)" })
    add("carrier", carrier)
    for parcel in tracking {
      add("parcel", [parcel.number, parcel.url].compactMap { $0 }.joined(separator: "  "))
    }
    for item in items { add("item", "\(item.quantity) × \(item.name)") }
    return rows
  }
}
