import Foundation
import Synchronization
import Testing

@testable import Orders

@Suite("What the back end has said", .timeLimit(.minutes(10)))
struct BackEndOrdersTests {
  /// A back end that knows `N-1` alone, how often it was asked for what, and a clock that stands still.
  private final class BackEnd: Sendable {
    private let asked = Mutex<[String]>([])
    private let time = Mutex<UInt64>(5_000_999)
    private let gate = Mutex<Bool>(false)
    /// Milliseconds of the clock that a call takes.
    let pace: UInt64

    init(pace: UInt64 = 0) { self.pace = pace }

    var texts: [String] { asked.withLock { $0 } }
    var now: UInt64 { time.withLock { $0 } }
    func pass(_ milliseconds: UInt64) { time.withLock { $0 += milliseconds } }
    /// Calls wait while it is closed.
    func close(_ isClosed: Bool) { gate.withLock { $0 = isClosed } }

    func orders() throws -> BackEndOrders {
      let place = BackEndOrders.Configuration(url: "http://shop.example/{number}", token: nil)
      return try BackEndOrders(try #require(place), clock: { self.now }) { text, _ in
        self.asked.withLock { $0.append(text) }
        while self.gate.withLock({ $0 }) { usleep(1_000) }
        self.pass(self.pace)
        if text == "broken" { return .failed }
        return text == "N-1" ? .order(Order(number: text, status: .paid)) : .unknown
      }
    }
  }

  private func fetch(_ number: String, _ orders: BackEndOrders) async {
    await withCheckedContinuation { done in orders.fetch(number) { done.resume() } }
  }

  private func name(_ answer: BackEndOrders.Answer?) -> String {
    switch answer {
    case .order(let order)?: order.number
    case .unknown?: "unknown"
    case .failed?: "failed"
    case nil: "to be fetched"
    }
  }

  @Test("one spelling's miss hides no other")
  func spellings() async throws {
    let backEnd = BackEnd()
    let orders = try backEnd.orders()
    for spelling in ["N1", "n-1", "#N-1", "N- 1"] {
      if orders.order(number: spelling) == nil { await fetch(spelling, orders) }
    }
    #expect(backEnd.texts == ["N1", "n-1", "N-1"])
    #expect(
      ["N1", "n-1", "N-1", " #N-1"].map { name(orders.order(number: $0)) } == [
        "unknown", "unknown", "N-1", "N-1",
      ])
  }

  @Test(
    "is remembered for as long as it should, to the millisecond",
    arguments: [("N-1", 60_000), ("N-2", 30_000), ("broken", 1_000)] as [(String, UInt64)])
  func ends(_ number: String, _ milliseconds: UInt64) async throws {
    let backEnd = BackEnd()
    let orders = try backEnd.orders()
    await fetch(number, orders)
    backEnd.pass(milliseconds - 1)
    #expect(orders.order(number: number) != nil)
    backEnd.pass(1)
    #expect(name(orders.order(number: number)) == "to be fetched")
  }

  @Test("many who ask for one number at once are one call")
  func coalesced() throws {
    let backEnd = BackEnd()
    let orders = try backEnd.orders()
    backEnd.close(true)
    let told = Atomic<Int>(0)
    for _ in 0..<50 { orders.fetch("N-1") { told.add(1, ordering: .relaxed) } }
    backEnd.close(false)
    while told.load(ordering: .relaxed) < 50 { usleep(1_000) }
    #expect(backEnd.texts == ["N-1"])
    #expect(orders.counts.calls == 1)
    #expect(name(orders.order(number: "N-1")) == "N-1")
  }

  @Test("no more wait than it gets through in ten seconds, by how long calls lately took")
  func bounded() async throws {
    let backEnd = BackEnd(pace: 2_000)
    let orders = try backEnd.orders()
    for index in 0..<30 { await fetch("W\(index)", orders) }
    backEnd.close(true)
    let told = Atomic<Int>(0)
    for index in 0..<100 { orders.fetch("X\(index)") { told.add(1, ordering: .relaxed) } }
    let refused = told.load(ordering: .relaxed)
    #expect((79...81).contains(refused), "\(refused) of 100 at 2 s a call and 4 threads")
    #expect(name(orders.order(number: "X99")) == "failed")
    backEnd.close(false)
  }

  @Test("nobody is asked for what nobody waits for any more")
  func abandoned() async throws {
    let backEnd = BackEnd()
    let orders = try backEnd.orders()
    backEnd.close(true)
    let told = Atomic<Int>(0)
    for index in 0..<40 { orders.fetch("X\(index)") { told.add(1, ordering: .relaxed) } }
    while backEnd.texts.count < BackEndOrders.threads { usleep(1_000) }
    backEnd.pass(BackEndOrders.patience)
    backEnd.close(false)
    while told.load(ordering: .relaxed) < 40 { usleep(1_000) }
    #expect(orders.counts.calls == BackEndOrders.threads)
    #expect(name(orders.order(number: "X39")) == "to be fetched")
  }

  @Test(
    "only letters, digits, - and _ of ASCII are asked for as they are",
    arguments: [
      ("N-1_a", "N-1_a"), ("9001/../x", "9001%2F%2E%2E%2Fx"), ("1?x=1&y#z", "1%3Fx%3D1%26y%23z"),
      ("9\r\nX: 1", "9%0D%0AX%3A%201"), ("~é%", "%7E%C3%A9%25"), ("", ""), ("\0\u{7F}", "%00%7F"),
    ])
  func encoded(_ text: String, _ expected: String) {
    #expect(BackEndOrders.encoded(text.utf8) == expected)
  }

  @Test("every byte but those is encoded")
  func bytes() {
    let kept = (UInt8.min ... .max).filter { BackEndOrders.encoded([$0]).utf8.count == 1 }
    let plain = Array("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz".utf8)
    #expect(kept == plain)
    #expect((UInt8.min ... .max).allSatisfy { [1, 3].contains(BackEndOrders.encoded([$0]).utf8.count) })
  }
}
