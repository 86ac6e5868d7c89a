private import Glibc

/// Tries a pattern on the worst messages its own text suggests, before it goes live.
///
/// From the parsed pattern it makes near-misses: what comes before a repetition, the repeated part until the
/// message is full, and an end that does not quite match. Offline: some milliseconds a pattern.
package final class PatternGuard {
  /// Longest message a shopper may send.
  package static let mostCharacters = 2_000
  /// Longest a pattern may take for one.
  package static let mostNanoseconds = 1_000_000
  /// Below so many steps from one place a slow run is the machine's doing, not the pattern's.
  package static let fewSteps = 2_000

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

  private let scratch = MatchScratch()
  private let fewSteps = MatchScratch(matchLimit: PatternGuard.fewSteps)

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
    for _ in 0..<5 {
      let start = PatternGuard.nanoseconds()
      let outcome = probe.withUnsafeBufferPointer { pattern.match(in: $0, with: scratch) }
      if case .fault = outcome { return .limitHit }
      best = min(best, PatternGuard.nanoseconds() - start)
      if best <= PatternGuard.mostNanoseconds { return nil }
    }
    if case .fault = probe.withUnsafeBufferPointer({ pattern.match(in: $0, with: fewSteps) }) {
      return .slow(nanoseconds: best)
    }
    return nil
  }

  /// This thread's processor time: what other programs take does not count.
  private static func nanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}

/// Messages that a pattern almost matches, each as long as a message may be.
struct NearMisses {
  /// Without repeats.
  private(set) var messages: [[UInt8]] = []
  /// Fewer do where nothing but single characters repeats without end: 10,000 rules are tried in seconds.
  private let mostMessages: Int

  init(of node: PatternNode) {
    mostMessages = node.isTame ? 12 : 48
    walk(node, before: [], after: [])
    repeatBeginnings(of: node)
  }

  /// Pumps every repetition that can be long.
  private mutating func walk(_ node: PatternNode, before: [UInt8], after: [UInt8]) {
    // Plain words repeat nothing.
    guard messages.count < mostMessages, node.strings == nil else { return }
    switch node {
    case .nothing, .literal, .character, .backreference: break
    case .capture(let part), .atomic(let part), .beside(let part): walk(part, before: before, after: after)
    case .known(let known): walk(known.node, before: before, after: after)
    case .alternatives(let choices):
      for choice in choices { walk(choice, before: before, after: after) }
    case .sequence(let parts):
      for (index, part) in parts.enumerated() where part.strings == nil {
        let head = parts[..<index].flatMap { $0.sample(rich: true) }
        let tail = parts[(index + 1)...].flatMap { $0.sample(rich: false) }
        walk(part, before: before + head, after: tail + after)
      }
    case .repeated(let part, _, let atMost):
      if (atMost ?? .max) > 4 {
        for rich in [false, true] { pump(part.sample(rich: rich), before: before, after: after) }
      }
      walk(part, before: before, after: after)
    }
  }

  private mutating func pump(_ body: [UInt8], before: [UInt8], after: [UInt8]) {
    add(before, body, ending: [])
    // All that is needed is there, but the last word goes on.
    add(before, body, ending: after + Array("x".utf8))
    add([], before + body, ending: after + Array("x".utf8))
  }

  /// Half a match again and again: each is a place to start from.
  private mutating func repeatBeginnings(of node: PatternNode) {
    guard case .sequence(let parts) = node else { return }
    for end in parts.indices.dropFirst() {
      let beginning = parts[..<end].flatMap { $0.sample(rich: true) }
      add([], beginning, ending: [])
      add([], beginning + Array(" ".utf8), ending: [])
    }
  }

  private mutating func add(_ before: [UInt8], _ body: [UInt8], ending: [UInt8]) {
    let room = PatternGuard.mostCharacters - before.count - ending.count
    guard !body.isEmpty, room >= body.count, messages.count < mostMessages else { return }
    let middle = before.count + room / body.count * body.count
    let message = [UInt8](unsafeUninitializedCapacity: middle + ending.count) { buffer, count in
      count = buffer[...].update(fromContentsOf: before)
      while count < middle { count = buffer[count...].update(fromContentsOf: body) }
      count = buffer[count...].update(fromContentsOf: ending)
    }
    // A few dozen at most, told apart by their first bytes: no hash of thousands is as quick.
    if !messages.contains(message) { messages.append(message) }
  }
}

extension PatternNode {
  /// Whether no group repeats more than a few times.
  var isTame: Bool {
    switch self {
    case .nothing, .literal, .character, .backreference: return true
    case .sequence(let parts): return parts.allSatisfy(\.isTame)
    case .alternatives(let choices): return choices.allSatisfy(\.isTame)
    case .capture(let part), .atomic(let part), .beside(let part): return part.isTame
    case .known(let known): return known.isTame
    case .repeated(let part, _, let atMost):
      if (atMost ?? .max) <= 8 { return part.isTame }
      if case .character = part { return true }
      return part.strings?.count == 1
    }
  }

  /// A short text that the node matches; a rich one takes optional parts along.
  fileprivate func sample(rich: Bool) -> [UInt8] {
    switch self {
    case .nothing, .beside, .backreference: []
    case .literal(let bytes): bytes
    case .character(let members, _, _): members.first ?? []
    case .sequence(let parts): parts.flatMap { $0.sample(rich: rich) }
    case .alternatives(let choices): choices.first?.sample(rich: rich) ?? []
    case .capture(let part), .atomic(let part): part.sample(rich: rich)
    case .known(let known): known.node.sample(rich: rich)
    case .repeated(let part, let atLeast, _):
      Array([[UInt8]](repeating: part.sample(rich: rich), count: max(atLeast, rich ? 1 : 0)).joined())
    }
  }
}
