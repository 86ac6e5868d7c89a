private import Threads

/// Tries a pattern on the worst messages its own text suggests, before it goes live.
///
/// From the parsed pattern it makes ``NearMisses``: what comes before a repetition, the repeated part until the
/// message is full, and an end that does not quite match; several repetitions at once; the pattern's characters
/// alone, in one word and in many. Offline: some milliseconds a pattern. What the live revision was built with is not tried
/// again: whoever makes the trial stricter raises the layout of the parts that have patterns.
package final class PatternGuard {
  /// Longest message a shopper may send.
  package static let mostCharacters = 2_000
  /// Longest a pattern may take for one.
  package static let mostNanoseconds = 1_000_000
  /// A slow run is tried again: the machine's doing does not last, the pattern's does.
  private static let mostRuns = 12

  /// Why a pattern must not go live.
  package struct Danger: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Reason: Sendable, Equatable {
      /// PCRE2 gave up: ``MatchScratch/defaultMatchLimit`` steps from one place, or its stack, were not enough.
      case limitHit
      /// It took so long, the best of several runs.
      case slow(nanoseconds: Int)
    }
    package var reason: Reason
    /// The message that shows it.
    package var message: String

    package var description: String {
      let shown = "“\(message.prefix(40))\(message.count > 40 ? "…" : "")” (\(message.count) characters)"
      switch reason {
      case .limitHit: return "this pattern could hold up the chat: it gives up on \(shown)"
      case .slow(let nanoseconds):
        return "this pattern could hold up the chat: \(nanoseconds / 1_000) us on \(shown)"
      }
    }
  }

  private let scratch = MatchScratch(budget: nil)

  package init() {}

  /// The first danger found; `nil` when every near-miss is cheap.
  package func danger(of pattern: Pattern, _ syntax: PatternSyntax) -> Danger? {
    for probe in NearMisses(of: syntax.node).messages {
      if let reason = reason(of: pattern, probe) {
        return Danger(reason: reason, message: String(decoding: probe, as: UTF8.self))
      }
    }
    return nil
  }

  private func reason(of pattern: Pattern, _ probe: [UInt8]) -> Danger.Reason? {
    var best = Int.max
    for _ in 0..<PatternGuard.mostRuns {
      let start = ThreadTime.nanoseconds()
      let outcome = probe.withUnsafeBufferPointer { pattern.match(in: $0, with: scratch) }
      if case .fault = outcome { return .limitHit }
      best = min(best, ThreadTime.nanoseconds() - start)
      if best <= PatternGuard.mostNanoseconds { return nil }
    }
    return .slow(nanoseconds: best)
  }
}
