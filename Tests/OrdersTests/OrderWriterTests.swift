import Foundation
import Synchronization
import Testing

@testable import Orders

@Suite("The order writer", .timeLimit(.minutes(10)))
struct OrderWriterTests {
  @Test("answers after the commit, so that another connection sees the order")
  func afterCommit() async throws {
    let scratch = try Scratch().open()
    let writer = try scratch.store.writer()
    for index in 0..<20 {
      let store = scratch.store
      let seen: Int? = await withCheckedContinuation { done in
        writer.submit(.upsert(.full("N\(index)"))) { result in
          #expect(throws: Never.self) { try result.get() }
          done.resume(returning: try? store.reader().count())
        }
      }
      #expect(seen == index + 1)
    }
    writer.stop()
  }

  @Test("writes everything submitted from many threads, once each")
  func many() async throws {
    let scratch = try Scratch().open()
    let writer = try scratch.store.writer()
    await withTaskGroup(of: Void.self) { group in
      for index in 0..<1000 {
        group.addTask {
          await withCheckedContinuation { done in
            writer.submit(.upsert(.full("N\(index % 500)"))) { _ in done.resume() }
          }
        }
      }
    }
    #expect(try scratch.store.reader().count() == 500)
    writer.stop()
  }

  @Test("refuses a bad order alone, and makes the other changes of its commit")
  func badOne() async throws {
    let scratch = try Scratch().open()
    let writer = try scratch.store.writer()
    let results = Mutex<[String]>([])
    let changes: [OrderWriter.Change] = [
      .upsert(.full("N1")), .upsert(Order(number: "#", status: .paid)), .upsert(.full("N2")),
      .remove(number: "n1"),
      .remove(number: "N9"), .forget(customer: "C10000"), .forgetEmail("nobody@example.com"),
      .removeExpired(now: .noon),
    ]
    for change in changes {
      writer.submit(change) { result in
        results.withLock { $0.append((try? result.get()).map { "\($0)" } ?? "refused") }
      }
    }
    writer.stop()
    #expect(results.withLock { $0 } == ["1", "refused", "1", "1", "0", "1", "0", "0"])
    #expect(try scratch.store.reader().count() == 0)
  }

  @Test("writes what waits when it stops, and refuses what comes later")
  func stop() throws {
    let scratch = try Scratch().open()
    let writer = try scratch.store.writer()
    for index in 0..<300 { writer.submit(.upsert(.full("N\(index)"))) { _ in } }
    writer.stop()
    #expect(try scratch.store.reader().count() == 300)
    let refusal = Mutex<OrderError?>(nil)
    writer.submit(.upsert(.full())) { result in
      if case .failure(let error) = result { refusal.withLock { $0 = error as? OrderError } }
    }
    #expect(refusal.withLock { $0 } == .stopped)
  }

  @Test("waits while an import holds the file, then goes on")
  func besideImport() async throws {
    let scratch = try Scratch().open()
    let writer = try scratch.store.writer()
    try scratch.store.write { batch in
      writer.submit(.upsert(.full("N1"))) { _ in }
      for index in 0..<200 { try batch.upsert(.full("I\(index)")) }
    }
    writer.stop()
    #expect(try scratch.store.reader().count() == 201)
  }

  @Test("says so when too much is waiting, and loses nothing that it took")
  func busy() throws {
    let scratch = try Scratch().open()
    let writer = try scratch.store.writer()
    let written = Atomic<Int>(0)
    let busy = Atomic<Int>(0)
    // The first commit waits for this one.
    try scratch.store.write { batch in
      try batch.upsert(.full("N0"))
      writer.submit(.upsert(.full("N1"))) { _ in }
      usleep(200_000)
      for _ in 0..<OrderWriter.maximumWaiting + 5 {
        writer.submit(.remove(number: "N9")) { result in
          if case .failure(let error) = result, error as? OrderError == .busy {
            busy.add(1, ordering: .relaxed)
          } else {
            written.add(1, ordering: .relaxed)
          }
        }
      }
      // One more when the first was not taken yet.
      #expect((5...6).contains(busy.load(ordering: .relaxed)))
    }
    writer.stop()
    let all = written.load(ordering: .relaxed) + busy.load(ordering: .relaxed)
    #expect(all == OrderWriter.maximumWaiting + 5)
    #expect(try scratch.store.reader().count() == 2)
  }

  @Test("removes what has expired from time to time, with nothing else to do")
  func sweep() throws {
    let scratch = try Scratch().open()
    var expired = Order.full("1")
    expired.expiresAt = .noon
    try scratch.store.write { batch in
      try batch.upsert(expired)
      try batch.upsert(.full("2"))
    }
    let writer = try scratch.store.writer(sweep: .init(interval: 1) { .noon.advanced(by: 1) })
    defer { writer.stop() }
    let reader = try scratch.store.reader()
    for _ in 0..<500 where try reader.count() == 2 { usleep(10_000) }
    #expect(try reader.count() == 1)
    #expect(try reader.order(number: "2", now: .noon) != nil)
  }

  @Test("applies a webhook's delivery once, and nothing older over something newer")
  func deliveries() throws {
    let scratch = try Scratch().open()
    func order(_ status: OrderStatus, _ updated: Int64?) -> Order {
      var order = Order.full("1")
      (order.status, order.updatedAt) = (status, updated.map { UnixTime.noon.advanced(by: $0) })
      return order
    }
    let outcomes = try scratch.store.write { batch in
      try [
        batch.apply(order(.paid, 0), delivery: "a", now: .noon),
        batch.apply(order(.paid, 0), delivery: "a", now: .noon),
        batch.apply(order(.shipped, 20), delivery: "c", now: .noon),
        batch.apply(order(.processing, 10), delivery: "b", now: .noon),
        batch.apply(order(.processing, 10), delivery: "b", now: .noon),
        batch.apply(order(.delivered, 20), delivery: nil, now: .noon),
        batch.apply(order(.delivered, nil), delivery: "d", now: .noon),
      ]
    }
    #expect(
      outcomes == [.applied, .repeated, .applied, .outdated, .repeated, .applied, .applied])
    let later = UnixTime.noon.advanced(by: OrderBatch.deliveryMemory + 1)
    let again = try scratch.store.write { batch in
      _ = try batch.removeExpired(now: later)
      return try batch.apply(order(.refunded, 30), delivery: "a", now: later)
    }
    #expect(again == .applied, "forgotten after four days")
  }
}
