import Testing

@testable import Dialogue

@Suite("Decisions made lately")
struct RecentDecisionsTests {
  private let recent = RecentDecisions()
  private let snapshot = Self.snapshot(1)

  private static func snapshot(_ revision: UInt64) -> Snapshot {
    Snapshot(revision: revision, intents: nil, faq: nil, playbook: Playbook(PlaybookSource()))
  }

  private func decision(_ name: String) -> Decision {
    var decision = Decision()
    decision.kind = .intent(name)
    decision.intent = UnderstoodIntent(name: name, confidence: 1, source: .rule)
    return decision
  }

  /// What is recalled for a message, which is decided as `name` when nothing is.
  private func take(_ message: String, as name: String, locale: String = "en", in snapshot: Snapshot? = nil)
    -> String?
  {
    Array(message.utf8).withUnsafeBufferPointer { bytes in
      if let known = recent.recall(bytes, locale: locale, in: snapshot ?? self.snapshot) {
        return known.decision.intent.name
      }
      let finding = RecentDecisions.Finding(
        decision: decision(name), foreignLocale: "", isRepaired: false)
      _ = recent.note(finding, for: bytes, locale: locale)
      return nil
    }
  }

  @Test func areRecalledWhenTheMessageComesAgain() {
    #expect(take("hello", as: "a") == nil)
    #expect(take("hello", as: "b") == "a")
    #expect(take("hello", as: "c") == "a")
  }

  @Test(arguments: ["Hello", "hello ", "hell", "hello\u{0}", ""])
  func areOfTheSameBytesOnly(other: String) {
    for _ in 0..<3 { _ = take("hello", as: "a") }
    #expect(take(other, as: "b") == nil)
    #expect(take("hello", as: "c") == "a")
  }

  @Test func areOfOneLocale() {
    for _ in 0..<3 { _ = take("hello", as: "a") }
    #expect(take("hello", as: "b", locale: "de") == nil)
    #expect(take("hello", as: "b") == "a")
  }

  @Test func areForgottenWithTheirSnapshot() {
    for _ in 0..<3 { _ = take("hello", as: "a") }
    let next = Self.snapshot(2)
    #expect(take("hello", as: "b", in: next) == nil)
    #expect(take("hello", as: "c", in: next) == "b")
  }

  @Test func areNotKeptOfLongMessages() {
    let fits = String(repeating: "a", count: RecentDecisions.longest)
    for _ in 0..<3 {
      #expect(take(fits + "a", as: "long") == nil)
      _ = take(fits, as: "fits")
    }
    #expect(take(fits, as: "x") == "fits")
  }

  /// Many times as many messages as there are places: each is either recalled right or not at all.
  @Test func areNeverAnotherMessages() {
    for round in 0..<3 {
      for number in 0..<(4 * RecentDecisions.capacity) {
        let known = take("message \(number)", as: "\(number)")
        #expect(known == nil || known == "\(number)", "round \(round)")
      }
    }
  }
}
