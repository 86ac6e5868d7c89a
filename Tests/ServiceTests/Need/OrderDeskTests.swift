import Crypto
import Foundation
import Orders
import Servers
import Testing

@testable import Dialogue
@testable import Service
@testable import SharedState

@Suite(
  "The order desk with a real Redis", .enabled(if: RedisServer.isInstalled, "redis-server is not installed"))
struct OrderDeskTests {
  @Test("a code that cannot be used up costs no try, and is counted as failed")
  func unspent() throws {
    let folder = NSTemporaryDirectory() + "parley-desk-\(UUID())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let keys = try KeyRing(secret: String(repeating: "a", count: 40))
    let store = try OrderStore(path: folder + "/orders.db", keys: keys)
    var order = Order(number: "1042", status: .paid)
    order.email = "anna@example.com"
    try store.write { _ = try $0.upsert(order) }
    let server = try RedisServer()
    let tally = DeskTally()
    let limiter = AttemptLimiter(
      local: AttemptCounters(), redis: Redis(try #require(RedisAddress(server.address()))))
    let desk = OrderDesk(
      orders: .embedded(try store.reader()), attempts: limiter, keys: keys, tally: tally)
    let now: Int64 = 1_795_000_000
    let conversation = [UInt8](repeating: 7, count: 16)
    let subject = OneTimeCodes.Subject(order: "1042", conversation: conversation, time: now)
    let request = OrderRequest(
      number: "1042", proof: .code(OneTimeCodes(keys).code(of: subject), sentAt: now),
      conversation: conversation)
    // Something else stands where it would be noted that the code was used up: that one step fails, the others do not.
    let spent = String(decoding: SharedCounters.name(desk.spentKey(subject)), as: UTF8.self)
    try server.command("RPUSH", spent, "x")
    func answer() -> String {
      switch desk.answer(request, network: nil, now: now, clock: 0) {
      case .found(let order)?: order.number
      case .refused?: "refused"
      case .unavailable?: "unavailable"
      case nil: "to be fetched"
      }
    }
    for _ in 0..<8 { #expect(answer() == "unavailable") }
    #expect(tally[.failed] == 8 && tally[.locked] == 0)
    try server.command("DEL", spent)
    #expect(answer() == "1042")
    #expect(answer() == "refused", "a code is good once")
    #expect(tally[.found] == 1)
  }
}
