import Foundation
import Synchronization
import Testing

@testable import Threads

@Suite("Work whose results keep their order", .timeLimit(.minutes(10)))
struct OrderedWorkTests {
  private static func square(_ number: Int) -> Int {
    // Pieces take unlike times, so that later ones are done first.
    var sum = 0
    for step in 0..<(number % 7) * 2_000 { sum &+= step }
    return sum == -1 ? 0 : number * number
  }

  @Test(
    "gives the results in the order of the pieces, whatever the number of threads", arguments: [0, 1, 2, 5])
  func order(_ threads: Int) {
    let work = OrderedWork<Int, Int>(
      threads: threads, name: "test", own: Self.square, worker: { Self.square })
    defer { work.close() }
    var results: [Int] = []
    for piece in 0..<500 { work.add(piece) { results.append($0) } }
    work.finish { results.append($0) }
    #expect(results == (0..<500).map { $0 * $0 })
  }

  @Test("holds no more pieces than it may, and starts no thread for a single one")
  func bounds() {
    let workers = Mutex(0)
    let work = OrderedWork<Int, Int>(
      threads: 2, name: "test", own: { $0 },
      worker: {
        workers.withLock { $0 += 1 }
        return { $0 }
      })
    defer { work.close() }
    var taken = 0
    work.add(0) { _ in taken += 1 }
    #expect(workers.withLock { $0 } == 0)
    for piece in 1..<100 {
      work.add(piece) { _ in taken += 1 }
      #expect(piece + 1 - taken <= 6)
    }
    work.finish { _ in taken += 1 }
    #expect(taken == 100)
  }

  private struct Stop: Error {}

  private final class Flag: Sendable {
    let value = Atomic(false)
  }

  @Test("ends its threads when taking a result fails, and does not begin what still waits")
  func failure() {
    // A worker ends the first piece at once and every other when the work is being closed.
    let begun = Mutex<Set<Int>>([])
    let isOpen = Flag()
    let work = OrderedWork<Int, Int>(
      threads: 2, name: "test", own: { $0 },
      worker: {
        { number in
          begun.withLock { _ = $0.insert(number) }
          while number > 0, !isOpen.value.load(ordering: .acquiring) { usleep(1_000) }
          return number
        }
      })
    #expect(throws: Stop.self) {
      for piece in 0..<1_000 { try work.add(piece) { _ in throw Stop() } }
    }
    let opener = Thread {
      while !work.isClosing { usleep(1_000) }
      isOpen.value.store(true, ordering: .releasing)
    }
    opener.start()
    work.close()
    #expect(begun.withLock { $0.subtracting([0]).count } <= 2, "one for each thread")
  }
}
