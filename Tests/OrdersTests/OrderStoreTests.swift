import Crypto
import Database
import Foundation
import Synchronization
import Testing

@testable import Orders

@Suite("The order store")
struct OrderStoreTests {
  @Test("gives back every field of an order", arguments: ["#1042", "1042", "1O42", " 1-042"])
  func roundTrip(_ written: String) throws {
    let scratch = try Scratch()
    try scratch.store().write { _ = try $0.upsert(.full()) }
    // Opened anew: nothing was only in memory.
    let reader = try scratch.store().reader()
    #expect(try reader.order(number: written, now: .noon) == .full())
  }

  @Test(
    "finds nothing under other numbers",
    arguments: ["", "#", "1043", "104", "10420", "#1042' OR 1=1", String(repeating: "1", count: 5000)])
  func misses(_ written: String) throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    try store.write { _ = try $0.upsert(.full()) }
    #expect(try store.reader().order(number: written, now: .noon) == nil)
  }

  @Test("replaces an order whole, also when its number is written otherwise")
  func upsert() throws {
    let store = try Scratch().open()
    var later = Order(number: "1042", status: .delivered)
    later.email = "b@example.com"
    let outcomes = try store.store.write { try [$0.upsert(.full("#1042")), $0.upsert(later)] }
    #expect(outcomes == [.added, .replaced])
    let reader = try store.store.reader()
    #expect(try reader.count() == 1)
    let order = try #require(try reader.order(number: "1042", now: .noon))
    #expect(order.status == .delivered && order.items.isEmpty && order.email == "b@example.com")
    #expect(try reader.orders(email: "anna@example.com", limit: 10, now: .noon).isEmpty)
  }

  @Test("tells the numbers of all of a customer's orders, however many, and of those that have expired")
  func numbers() throws {
    let store = try Scratch().open()
    try store.store.write { batch in
      for index in 0..<1_300 {
        var order = Order(number: "N\(index)", status: .paid)
        order.customerID = index % 13 == 0 ? "c2" : "c1"
        order.email = index < 20 ? "A@example.com" : nil
        order.expiresAt = .noon
        try batch.upsert(order)
      }
    }
    let reader = try store.store.reader()
    #expect(try reader.numbers(customer: "c1", email: nil).count == 1_200)
    let both = try reader.numbers(customer: "c2", email: "a@EXAMPLE.com")
    #expect(both.count == 100 + 18 && both.isSuperset(of: ["N0", "N1", "N1287"]))
    #expect(try reader.numbers(customer: "C1", email: "b@example.com").isEmpty)
    #expect(try reader.numbers(customer: nil, email: nil).isEmpty)
  }

  @Test("lists a customer's orders and an e-mail's, newest first")
  func lists() throws {
    let store = try Scratch().open()
    try store.store.write { batch in
      for index in 0..<30 {
        var order = Order(number: "N\(index)", status: .paid)
        order.customerID = index % 2 == 0 ? "C1" : "c1"
        order.email = index % 3 == 0 ? "A@example.com" : "a@EXAMPLE.com"
        order.placedAt = UnixTime(seconds: Int64(index * 7 % 30))
        try batch.upsert(order)
      }
    }
    let reader = try store.store.reader()
    let mine = try reader.orders(customer: "C1", limit: 100, now: .noon)
    #expect(mine.count == 15)
    #expect(mine.map { $0.placedAt!.seconds } == mine.map { $0.placedAt!.seconds }.sorted(by: >))
    #expect(try reader.orders(customer: "C1", limit: 4, now: .noon) == Array(mine.prefix(4)))
    #expect(try reader.orders(customer: "C2", limit: 4, now: .noon).isEmpty)
    #expect(try reader.orders(email: "a@example.com", limit: 100, now: .noon).count == 30)
  }

  @Test("hides what has expired, and removes it on demand")
  func expiry() throws {
    let store = try Scratch().open()
    var order = Order.full()
    order.expiresAt = .noon
    try store.store.write { _ = try $0.upsert(order) }
    let reader = try store.store.reader()
    #expect(try reader.order(number: "1042", now: .noon.advanced(by: -1)) == order)
    #expect(try reader.order(number: "1042", now: .noon) == nil)
    #expect(try reader.orders(customer: "C10000", limit: 9, now: .noon).isEmpty)
    #expect(try store.store.write { try $0.removeExpired(now: .noon) } == 1)
    #expect(try reader.count() == 0)
  }

  @Test("forgets a person, leaving nothing of them in the file")
  func forget() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    try store.write { batch in
      for index in 0..<50 { try batch.upsert(.full("N\(index)")) }
      var other = Order(number: "X1", status: .paid)
      other.email = "other@example.com"
      try batch.upsert(other)
    }
    // A server's reader keeps the write-ahead log alive.
    let reader = try store.reader()
    #expect(try reader.count() == 51)
    #expect(try store.write { try $0.remove(customer: "C10000") } == 50)
    #expect(try store.write { try $0.remove(email: "OTHER@example.com") } == 1)
    for file in try FileManager.default.contentsOfDirectory(atPath: scratch.folder) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: scratch.folder + "/" + file))
      for trace in ["Anna@Example.com", "Prinsengracht", "other@example.com", "C10000"] {
        #expect(bytes.range(of: Data(trace.utf8)) == nil, "\(trace) is still in \(file)")
      }
    }
    #expect(try reader.count() == 0)
  }

  @Test("changes nothing when one order of a batch is refused")
  func allOrNothing() throws {
    let store = try Scratch().open()
    #expect(throws: OrderError.self) {
      try store.store.write { batch in
        try batch.upsert(.full())
        try batch.upsert(Order(number: "---", status: .paid))
      }
    }
    #expect(try store.store.reader().count() == 0)
  }

  @Test("tells two numbers with one hash apart")
  func collision() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    try store.write { batch in
      try batch.upsert(.full("A1"))
      try batch.upsert(.full("B2"))
    }
    try store.connect().execute(
      "UPDATE orders SET number_hash = (SELECT number_hash FROM orders WHERE number = 'A1')")
    #expect(try store.reader().order(number: "a1", now: .noon)?.number == "A1")
    #expect(try store.write { try $0.upsert(.full("A1")) } == .replaced)
    #expect(try store.reader().order(number: "b2", now: .noon) == nil)  // its own hash leads nowhere now
    #expect(try store.reader().count() == 2)
  }

  @Test("never scans: every look-up goes through its index")
  func plans() throws {
    let store = try Scratch().open()
    let connection = try store.store.connect()
    let cases = [
      (OrderReader.sql(.number), "orders_by_number"),
      (OrderReader.sql(.customer), "orders_by_customer"),
      (OrderReader.sql(.email), "orders_by_email"), (OrderBatch.findSQL, "orders_by_number"),
      ("DELETE FROM orders WHERE expires_at <= ?", "orders_by_expiry"),
      ("DELETE FROM orders WHERE email_hash = ?", "orders_by_email"),
      ("DELETE FROM orders WHERE customer_hash = ?1 AND customer_id = ?2", "orders_by_customer"),
    ]
    for (sql, index) in cases {
      let plan = try connection.prepare("EXPLAIN QUERY PLAN " + sql)
      var steps: [String] = []
      while try plan.step() { steps.append(try plan.text(3)) }
      let isFound = steps.contains { step in
        ["SEARCH orders USING INDEX", "SEARCH orders USING COVERING INDEX"].contains {
          step.hasPrefix("\($0) \(index) (")
        }
      }
      #expect(isFound, "\(sql): \(steps)")
      #expect(!steps.contains { $0.hasPrefix("SCAN") }, "\(sql): \(steps)")
    }
  }

  @Test("holds no hash that could be computed without the key, and rebuilds them under a new one")
  func keys() throws {
    let scratch = try Scratch()
    try scratch.store(secret: "a").write { batch in
      for index in 0..<2500 { try batch.upsert(.full("N\(index)")) }
    }
    func hash(_ secret: String) throws -> [Int64] {
      let connection = try scratch.store(secret: secret).connect()
      let rows = try connection.prepare(
        "SELECT number_hash, customer_hash, email_hash FROM orders WHERE number = 'N7'")
      #expect(try rows.step())
      return try (0..<3).map(rows.integer)
    }
    let (before, after) = (try hash("a"), try hash("b"))
    #expect(zip(before, after).allSatisfy { $0 != $1 })
    let reader = try scratch.store(secret: "b").reader()
    for index in [0, 7, 999, 1000, 2499] {
      #expect(try reader.order(number: "n\(index)", now: .noon)?.number == "N\(index)")
    }
    #expect(try reader.orders(customer: "C10000", limit: 2000, now: .noon).count == 1000)
    #expect(try hash("a") == before)
  }

  @Test("follows a secret that is rotated, in every process, without losing an order")
  func rotation() throws {
    let scratch = try Scratch()
    func store(_ secret: String) throws -> OrderStore {
      try OrderStore(path: scratch.database, keys: KeyRing(secret: secret))
    }
    let (old, new) = ("old:" + String(repeating: "o", count: 32), "new:" + String(repeating: "n", count: 32))
    let plain = try store(old)
    try plain.write { _ = try $0.upsert(.full("N1")) }
    // The list of both reads and writes beside a process that has the old one only.
    let both = try store(new + "," + old)
    let (reader, writer) = (try both.reader(), try both.writer())
    let (before, oldWriter) = (try plain.reader(), try plain.writer())
    writer.submit(.upsert(.full("N2"))) { _ in }
    writer.stop()
    #expect(try before.order(number: "n2", now: .noon) != nil)
    // The old key leaves the secret: the file is rebuilt, the list follows, the old key alone is told so.
    let later = try store(new)
    #expect(try later.reader().order(number: "n1", now: .noon) != nil)
    #expect(try reader.order(number: "n1", now: .noon) != nil)
    #expect(try reader.order(number: "n3", now: .noon) == nil)
    #expect(try both.reader().orders(customer: "C10000", limit: 9, now: .noon).count == 2)
    #expect(try both.write { try $0.upsert(.full("N1")) } == .replaced)
    #expect(throws: OrderError.otherKey) { try before.order(number: "n1", now: .noon) }
    #expect(throws: OrderError.otherKey) { try before.orders(customer: "C10000", limit: 9, now: .noon) }
    #expect(throws: OrderError.otherKey) { try plain.write { try $0.upsert(.full("N9")) } }
    let refusal = Mutex<OrderError?>(nil)
    oldWriter.submit(.upsert(.full("N9"))) { result in
      if case .failure(let error) = result { refusal.withLock { $0 = error as? OrderError } }
    }
    oldWriter.stop()
    #expect(refusal.withLock { $0 } == .otherKey)
    #expect(try later.reader().count() == 2)
  }

  @Test("refuses files that are not its own")
  func foreign() throws {
    func code(_ scratch: Scratch) -> DatabaseError.Code? {
      #expect(throws: DatabaseError.self) { _ = try scratch.store() }?.code
    }
    let garbage = try Scratch()
    _ = try garbage.file("orders.db", String(repeating: "this is no database ", count: 300))
    #expect(code(garbage) == .notADatabase)
    let newer = try Scratch()
    try newer.store().connect().setVersion(99)
    #expect(code(newer) == .newer)
    let other = try Scratch()
    let connection = try Connection(path: other.database, mode: .readWrite, identity: OrderSchema.identity)
    try connection.execute("PRAGMA application_id=7; CREATE TABLE t(x)")
    #expect(code(other) == .foreign)
  }

  @Test("is made once when several open it at the same time")
  func concurrentCreation() async throws {
    let scratch = try Scratch()
    let path = scratch.database
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<8 {
        group.addTask {
          let store = try OrderStore(path: path, keys: KeyRing(secret: String(repeating: "k", count: 32)))
          try store.write { _ = try $0.upsert(.full("N\(index)")) }
        }
      }
      try await group.waitForAll()
    }
    let store = try OrderStore(path: path, keys: KeyRing(secret: String(repeating: "k", count: 32)))
    #expect(try store.reader().count() == 8)
  }
}

extension Scratch {
  /// A store with its folder, for tests that do not look at the folder.
  func open() throws -> (folder: Scratch, store: OrderStore) { (self, try store()) }

  @Test("brings a file of version 1 up to date, with all that it holds")
  func migration() throws {
    let scratch = try Scratch()
    let connection = try scratch.store().connect()
    try scratch.store().write { batch in for index in 0..<2_500 { try batch.upsert(.full("N\(index)")) } }
    try connection.execute(
      """
      DROP TABLE parcels; DROP TABLE changes; DROP TABLE deliveries;
      ALTER TABLE orders DROP COLUMN updated_at;
      UPDATE settings SET value = 1 WHERE name = 'version'; PRAGMA user_version = 1
      """)
    let reader = try scratch.store(secret: "a").reader()
    #expect(try reader.order(number: "n2499", now: .noon) == .full("N2499"))
    #expect(try reader.orders(parcel: "jv1", limit: 5, now: .noon).count == 5)
    #expect(try connection.version() == 2)
    // Under a new secret at the same time.
    try connection.execute(
      """
      DROP TABLE parcels; DROP TABLE changes; DROP TABLE deliveries;
      ALTER TABLE orders DROP COLUMN updated_at;
      UPDATE settings SET value = 1 WHERE name = 'version'; PRAGMA user_version = 1
      """)
    #expect(try scratch.store(secret: "b").reader().order(number: "n7", now: .noon) == .full("N7"))
  }
}
