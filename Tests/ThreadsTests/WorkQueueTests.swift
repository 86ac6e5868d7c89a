import Foundation
import Synchronization
import Testing
import Threads

@Suite("A queue of work", .timeLimit(.minutes(10)))
struct WorkQueueTests {
  @Test("takes so many items and no more, until one is taken; none once it is closed")
  func bounds() {
    let queue = WorkQueue<Int>(limit: 3)
    #expect((0..<4).map { queue.append($0) } == [nil, nil, nil, .full])
    #expect(queue.take() == 0)
    #expect(queue.append(4) == nil)
    queue.close()
    #expect(queue.append(5) == .closed)
    #expect(queue.take(upTo: 2) == [1, 2])
    #expect(queue.take(upTo: 2) == [4])
    #expect(queue.take(upTo: 2) == nil && queue.take() == nil)
  }

  @Test("is done by its threads, each item once, and what waits when it is closed too")
  func threads() throws {
    let queue = WorkQueue<Int>()
    let done = Mutex<[Int]>([])
    for item in 0..<1_000 { queue.append(item) }
    try queue.start(3, name: "test") { queue in
      while let item = queue.take() { done.withLock { $0.append(item) } }
    }
    for item in 1_000..<2_000 { queue.append(item) }
    queue.close()
    #expect(queue.waitForEnd())
    #expect(done.withLock { $0.sorted() } == Array(0..<2_000))
  }

  @Test("is dropped when it is to be")
  func dropped() {
    let queue = WorkQueue<Int>()
    queue.append(1)
    queue.close(dropsRest: true)
    #expect(queue.take() == nil)
  }

  @Test("gives none after a while without work, and waits no longer for its threads than it is told")
  func waiting() throws {
    let queue = WorkQueue<Int>()
    let began = ContinuousClock.now
    #expect(queue.take(upTo: 1, within: 1) == [])
    #expect(ContinuousClock.now - began >= .milliseconds(990))
    try queue.start(name: "test") { queue in while queue.take() != nil {} }
    #expect(!queue.waitForEnd(within: 20), "nobody has closed it")
    queue.close()
    #expect(queue.waitForEnd(within: 10_000))
  }

  @Test("names its threads")
  func names() throws {
    let queue = WorkQueue<Int>()
    let name = Mutex("")
    queue.append(1)
    try queue.start(name: "a name too long for a thread") { queue in
      while queue.take() != nil {
        let text = try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
        name.withLock { $0 = text ?? "" }
      }
    }
    queue.close()
    #expect(queue.waitForEnd(within: 10_000))
    #expect(name.withLock { $0 } == "a name too long\n")
  }
}
