import Dice
import Testing

@testable import EventLoop

@Suite("The timer wheel")
struct TimerWheelTests {
  private func due(_ wheel: inout TimerWheel, at now: Int) -> [Int] {
    var due: [Int] = []
    wheel.expire(now: now, into: &due)
    return due.sorted()
  }

  @Test func firesWithinATickAfterTheDeadlineAndNeverBefore() {
    var wheel = TimerWheel(now: 1000)
    wheel.schedule(3, at: 1100)
    #expect(due(&wheel, at: 1099) == [])
    #expect(due(&wheel, at: 1100 + TimerWheel.resolution) == [3])
    #expect(due(&wheel, at: 5000) == [])
  }

  @Test func followsADeadlineThatMovesAway() {
    var wheel = TimerWheel(now: 0)
    wheel.schedule(0, at: 100)
    wheel.schedule(0, at: 1000)
    #expect(due(&wheel, at: 500) == [])
    #expect(due(&wheel, at: 1040) == [0])
  }

  @Test func followsADeadlineThatMovesNearer() {
    var wheel = TimerWheel(now: 0)
    wheel.schedule(0, at: 75_000)
    wheel.schedule(0, at: 100)
    #expect(due(&wheel, at: 140) == [0])
    #expect(due(&wheel, at: 80_000) == [])
  }

  @Test func forgetsADeadlineThatIsTakenAway() {
    var wheel = TimerWheel(now: 0)
    wheel.schedule(0, at: 100)
    wheel.schedule(0, at: nil)
    #expect(wheel.nextExpiry == nil)
    #expect(due(&wheel, at: 1000) == [])
  }

  @Test("keeps deadlines further away than it is round", arguments: [131_000, 131_072, 200_000, 1_000_000])
  func far(_ deadline: Int) {
    var wheel = TimerWheel(now: 0)
    wheel.schedule(0, at: deadline)
    var now = 0
    while let next = wheel.nextExpiry, next < deadline {
      #expect(next > now)
      now = next
      #expect(due(&wheel, at: now) == [])
    }
    #expect(due(&wheel, at: deadline + TimerWheel.resolution) == [0])
  }

  @Test func survivesAJumpOfTheClock() {
    var wheel = TimerWheel(now: 0)
    for id in 0..<100 { wheel.schedule(id, at: id * 500) }
    #expect(due(&wheel, at: 10_000_000) == Array(0..<100))
    wheel.schedule(5, at: 10_000_100)
    #expect(due(&wheel, at: 10_000_200) == [5])
  }

  /// Thousands of random changes, compared with a dictionary.
  @Test(arguments: 1..<6) func agreesWithAPlainList(_ seed: Int) {
    var dice = Dice(seed: UInt64(seed))
    var wheel = TimerWheel(now: 0)
    var expected: [Int: Int] = [:]
    var now = 0
    for _ in 0..<5000 {
      let id = dice.roll(50)
      switch dice.roll(4) {
      case 0:
        wheel.schedule(id, at: nil)
        expected[id] = nil
      case 1:
        now += dice.roll(2000)
        let fired = due(&wheel, at: now)
        for id in fired { #expect(expected[id] ?? .max <= now) }
        let late = expected.filter { $0.value <= now - TimerWheel.resolution && !fired.contains($0.key) }
        #expect(late.isEmpty)
        for id in fired { expected[id] = nil }
        let soonest = expected.values.min()
        if let soonest { #expect((wheel.nextExpiry ?? .max) <= soonest + TimerWheel.resolution) }
      default:
        let deadline = now + dice.roll(160_000)
        wheel.schedule(id, at: deadline)
        expected[id] = deadline
      }
    }
  }
}
