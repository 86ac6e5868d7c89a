import SharedState
import Testing

@Suite("Guess limits")
struct AttemptCountersTests {
  private static let minute: UInt64 = 60_000
  private let order = AttemptKey.order(42)
  private let network = AttemptKey.network([192, 0, 2, 7])

  private func charge(_ counters: AttemptCounters, _ keys: [AttemptKey], at now: UInt64)
    -> AttemptCounters.Verdict
  {
    counters.charge(keys, now: now)
  }

  /// Charges until refused.
  private func allowance(_ counters: AttemptCounters, _ key: AttemptKey, at now: UInt64) -> Int {
    (0..<20).count { _ in charge(counters, [key], at: now) == .allowed }
  }

  @Test("five misses pass, the sixth within fifteen minutes is refused, and then the key starts afresh")
  func sixthIsRefused() {
    let counters = AttemptCounters()
    for attempt in 0..<5 { #expect(charge(counters, [order], at: UInt64(attempt)) == .allowed) }
    #expect(charge(counters, [order], at: 5) == .refused)
    #expect(charge(counters, [order], at: 15 * Self.minute - 1) == .refused)
    #expect(charge(counters, [order], at: 15 * Self.minute) == .allowed)
    #expect(allowance(counters, order, at: 15 * Self.minute) == 4)
  }

  @Test("a patient key is refused later, and locks after the networks that guess at it")
  func patience() {
    let counters = AttemptCounters()
    let patient = AttemptKey.order(42, patience: 4)
    for guesser in 0..<4 {
      let network = AttemptKey.network([192, 0, 2, UInt8(guesser)])
      for _ in 0..<5 { #expect(charge(counters, [patient, network], at: 0) == .allowed) }
      #expect(charge(counters, [patient, network], at: 0) == .refused)
    }
    #expect(charge(counters, [patient, .network([192, 0, 2, 99])], at: 0) == .refused)
  }

  @Test("one used-up key refuses the attempt and charges none of the others")
  func anyKeyRefuses() {
    let counters = AttemptCounters()
    for _ in 0..<5 { _ = charge(counters, [network], at: 0) }
    #expect(charge(counters, [order, network], at: 1) == .refused)
    #expect(allowance(counters, order, at: 1) == 5)
  }

  @Test("a right answer takes its charge back")
  func forgiven() {
    let counters = AttemptCounters()
    for _ in 0..<20 {
      #expect(charge(counters, [order, network], at: 0) == .allowed)
      counters.forgive([order, network], now: 0)
    }
    counters.forgive([order], now: 0)
    #expect(allowance(counters, order, at: 0) == 5, "never less than no miss")
  }

  @Test("a full table drops the key whose window began first, and only that")
  func bounded() {
    let counters = AttemptCounters(capacity: 3)
    for key in 0..<3 { _ = charge(counters, [.order(UInt64(key))], at: UInt64(key)) }
    _ = charge(counters, [.order(0)], at: 3)
    _ = charge(counters, [.order(9)], at: 4)
    #expect(counters.count == 3)
    #expect([1, 2, 9, 0].map { allowance(counters, .order($0), at: 5) } == [4, 4, 4, 5])
  }

  @Test("an attempt may weigh as much as several, and passes only where there is room for all of it")
  func weight() {
    let counters = AttemptCounters()
    #expect(counters.charge([order], weight: 3, now: 0) == .allowed)
    #expect(counters.charge([order, network], weight: 3, now: 0) == .refused)
    #expect(allowance(counters, order, at: 0) == 2)
    #expect(counters.charge([network], weight: 5, now: 0) == .allowed)
    #expect(allowance(counters, network, at: 0) == 0)
  }

  @Test("keys of different scopes never meet")
  func scopes() {
    let zero = [UInt8](repeating: 0, count: 16)
    #expect(Set([AttemptKey.conversation(zero), .network(zero), .order(0)]).count == 3)
  }

  @Test("hundreds of attempts at the same moment get five tries")
  func concurrent() async {
    let counters = AttemptCounters()
    let allowed = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<200 {
        group.addTask {
          counters.charge([.order(1)], now: 0) == .allowed ? 1 : 0
        }
      }
      return await group.reduce(0, +)
    }
    #expect(allowed == 5)
  }

  struct Pair: CustomTestStringConvertible {
    let first: String
    let second: String
    let same: Bool
    var testDescription: String { "\(first) and \(second)" }
  }

  @Test(
    "an IPv4 address counts whole, an IPv6 address by its /64",
    arguments: [
      Pair(first: "192.0.2.7", second: "192.0.2.7", same: true),
      Pair(first: "192.0.2.7", second: "192.0.2.8", same: false),
      Pair(first: "192.0.2.7", second: "::ffff:192.0.2.7", same: true),
      Pair(first: "2001:db8::1", second: "2001:db8:0:0:ffff::9", same: true),
      Pair(first: "2001:db8::1", second: "2001:db8:0:1::1", same: false),
      Pair(first: "nonsense", second: "", same: true),
      Pair(first: "nonsense", second: "255.255.255.255", same: false),
    ])
  func networks(_ pair: Pair) {
    #expect((AttemptKey.network(text: pair.first) == AttemptKey.network(text: pair.second)) == pair.same)
  }
}
