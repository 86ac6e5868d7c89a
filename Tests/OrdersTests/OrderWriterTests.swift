import Foundation
import Synchronization
import Testing

@testable import Orders

@Suite("The order writer", .timeLimit(.minutes(1)))
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

  @Test("says so when too much is waiting")
  func busy() throws {
    let queue = OrderQueue()
    for _ in 0..<OrderWriter.maximumWaiting {
      #expect(queue.append(.removeExpired(now: .noon), { _ in }) == nil)
    }
    #expect(queue.append(.removeExpired(now: .noon), { _ in }) == .busy)
    #expect(queue.take(10)?.count == 10)
    #expect(queue.append(.removeExpired(now: .noon), { _ in }) == nil)
  }
}
