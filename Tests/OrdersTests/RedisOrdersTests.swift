import Crypto
import Formats
import Foundation
import Servers
import SharedState
import Testing

@testable import Orders

@Suite(
  "Orders in a real Redis", .serialized,
  .enabled(if: RedisServer.isInstalled, "redis-server is not installed"))
struct RedisOrdersTests {
  private let keys: KeyRing
  private let server: RedisServer
  private let orders: RedisOrders

  init() throws {
    keys = try KeyRing(secret: String(repeating: "a", count: 40))
    server = try RedisServer()
    orders = RedisOrders(Redis(try #require(RedisAddress(server.address()))), keys: keys)
  }

  private func upsert(_ order: Order) throws { _ = try orders.upsert(order, now: 0) }

  private func remove(_ number: String) throws -> Int {
    try orders.remove(number: number, now: 0)
  }

  private func ofCustomer() throws -> [Order] {
    try orders.orders(customer: "c1", email: nil, now: 0)
  }

  private func find(_ number: String) throws -> Order? {
    try orders.order(number: number, now: 0)
  }

  /// - Parameter days: Until it ends; `nil` for never.
  private func order(_ number: String, days: Int64?) -> Order {
    var order = Order(number: number, status: .paid)
    (order.customerID, order.email) = ("c1", "zoe@example.com")
    order.expiresAt = days.map { UnixTime(seconds: Int64(Date().timeIntervalSince1970) + $0 * 86_400) }
    return order
  }

  /// What the two sets answer to a command, when they answer the same.
  private func sets(_ command: String) throws -> Int? {
    let names = try server.command("KEYS", "parley:[ce][um]*").split(separator: "\n").map(String.init)
    #expect(names.count == 2, "\(names)")
    let answers = Set(try names.map { try server.command(command, $0) })
    #expect(answers.count == 1, "\(answers)")
    return answers.first.flatMap { Int($0) }
  }

  @Test(
    "a set of a customer's orders lives as long as the longest of them, and without end once one has none")
  func ends() throws {
    let day = 86_400
    for (days, expected) in [(2, 2), (5, 5), (3, 5)] as [(Int64, Int)] {
      try upsert(order("N\(days)", days: days))
      let left = try #require(try sets("EXPIRETIME")) - Int(Date().timeIntervalSince1970)
      #expect(left > expected * day - 600 && left <= expected * day, "\(left)")
    }
    try upsert(order("N0", days: nil))
    #expect(try sets("EXPIRETIME") == -1)
    try upsert(order("N9", days: 9))
    #expect(try sets("EXPIRETIME") == -1)
    #expect(try ofCustomer().count == 5)
  }

  @Test("an order that is removed leaves its sets, and the last one none behind")
  func removed() throws {
    for number in ["N1", "N2"] { try upsert(order(number, days: nil)) }
    #expect(try remove("n-1") == 1)
    #expect(try sets("SCARD") == 1)
    #expect(try remove("n1") == 0)
    #expect(try remove("N2") == 1)
    #expect(try server.command("KEYS", "*").isEmpty)
  }

  @Test("members that have ended leave the set as others come")
  func ended() throws {
    for index in 0..<30 { try upsert(order("N\(index)", days: nil)) }
    for key in try server.command("KEYS", "parley:order:*").split(separator: "\n") {
      try server.command("DEL", String(key))
    }
    for index in 100..<300 { try upsert(order("N\(index)", days: nil)) }
    let members = try #require(
      Int(try server.command("SCARD", try server.command("KEYS", "parley:customer:*"))))
    #expect((200..<215).contains(members), "\(members) of 230")
    #expect(try ofCustomer().count == 200)
  }

  enum Damage: CaseIterable {
    case unsealed, noOrder, another
  }

  @Test("what does not open or is no order is a failure and not an unknown order", arguments: Damage.allCases)
  func damaged(_ damage: Damage) throws {
    try upsert(order("N1", days: nil))
    let key = try server.command("KEYS", "parley:order:*")
    if damage == .another { try upsert(order("N2", days: nil)) }
    let bytes: [UInt8] =
      switch damage {
      case .unsealed: Array("text".utf8)
      case .noOrder: Sealer(keys, purpose: .redisOrders).seal(Array("{".utf8))
      case .another: Sealer(keys, purpose: .redisOrders).seal(order("N2", days: nil).json.bytes())
      }
    let session = RedisSession(Redis(try #require(RedisAddress(server.address()))))
    _ = try #require(
      session.ask([Array("HSET".utf8), Array(key.utf8), Array("d".utf8), bytes], now: 0))
    #expect(throws: RedisOrders.Failure.damaged) { try find("N1") }
    if damage != .another {
      #expect(throws: RedisOrders.Failure.damaged) {
        try ofCustomer()
      }
    }
    let answer = OrderSource.redis(orders).order(number: "N1", now: .noon, clock: 0)
    guard case .failed = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(try remove("N1") == 1)
    #expect(try find("N1") == nil)
    #expect(
      try ofCustomer().count == (damage == .another ? 1 : 0))
  }
}
