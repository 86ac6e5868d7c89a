import Crypto
import Database
import Dice
import Foundation
import Testing

@testable import Orders

@Suite("A damaged orders.db")
struct DamagedOrdersTests {
  @Test("is refused or answers, and never brings the process down")
  func flips() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    try store.write { batch in
      for index in 0..<60 { try batch.upsert(.full("N\(index)")) }
    }
    let whole = try Data(contentsOf: URL(fileURLWithPath: scratch.database))
    var dice = Dice(seed: 42)
    var refused = 0
    for round in 0..<100 {
      var bytes = whole
      if round % 10 == 0 {
        bytes = bytes.prefix(dice.roll(bytes.count))
      } else {
        for _ in 0..<8 { bytes[dice.roll(bytes.count)] ^= UInt8(1 << dice.roll(8)) }
      }
      for suffix in ["-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: scratch.database + suffix)
      }
      try bytes.write(to: URL(fileURLWithPath: scratch.database))
      do {
        let reader = try scratch.store().reader()
        for index in 0..<60 { _ = try reader.order(number: "N\(index)", now: .noon) }
        _ = try reader.orders(customer: "C10000", limit: 1000, now: .noon)
      } catch {
        refused += 1
        #expect(error is DatabaseError || error is OrderError, "\(error)")
      }
    }
    #expect(refused > 0)
  }

  @Test("details that make no sense are read as far as they do")
  func details() {
    let texts: [(String, Int, Int)] = [
      ("", 0, 0), ("t", 0, 0), ("t\t", 0, 0), ("t\tA\n", 1, 0),
      ("t\tA\tU\textra\nz\tnew\ni\t\tname\tx\ty\t\n", 1, 1),
      ("i", 0, 1), ("\n\n\t\t\n", 0, 0), ("t\tA\\", 1, 0), ("i\t\\t\\n\\\\\t\\q\t3\n", 0, 1),
    ]
    for (text, parcels, items) in texts {
      var order = Order(number: "1", status: .paid)
      text.withBytes { OrderDetails.decode($0, into: &order) }
      #expect(order.tracking.count == parcels && order.items.count == items, "\(text.debugDescription)")
    }
  }
}
