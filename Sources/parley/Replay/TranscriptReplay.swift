import Crypto
import Dialogue
import Formats
import Orders

/// Asks two snapshots the same past messages and tells what would be answered otherwise.
///
/// Each message is the first of a conversation, with the same seed and clock on both sides; orders are not looked up,
/// so that every look-up is refused.
struct TranscriptReplay {
  /// Changes kept in full; all are counted.
  static let limit = 1_000

  /// What a message is answered with.
  struct Answer: Equatable {
    var intent: String?
    var faqID: String?
    var text: String
    var suggestions: [String]

    init(_ reply: Reply) {
      intent = reply.intent.name
      faqID = reply.faqID
      text = reply.text
      suggestions = reply.suggestions
    }
  }

  struct Change {
    /// Masked, as the answers are.
    var message: String
    /// How many of the transcripts' lines say so.
    var count = 1
    var before: Answer
    var after: Answer
  }

  /// Lines read, and lines whose answer changes.
  private(set) var messages = 0
  private(set) var changed = 0
  /// In the order of the transcripts, each message once.
  private(set) var changes: [Change] = []

  private var places: [String: Int] = [:]
  private let mask: TranscriptMask

  /// - Throws: ``InputError`` for a transcript that cannot be read.
  init(_ path: String, from before: Snapshot, to after: Snapshot) throws {
    mask = TranscriptMask(after.playbook.orderShapes)
    let transcripts = try Transcripts(path: path)
    // Nothing outlives this run, and nothing is written: any secret will do.
    let keys = try KeyRing(secret: KeyRing.makeSecret())
    let (old, new) = (Side(before, keys), Side(after, keys))
    while let message = try transcripts.next() {
      messages += 1
      compare(message, old.answer(message), new.answer(message))
    }
    Console.endProgress()
  }

  private mutating func compare(_ message: Transcripts.Message, _ before: Answer, _ after: Answer) {
    if messages % 1_000 == 0 {
      Console.progress("\(messages.counted("message")), \(changed) answered otherwise")
    }
    guard before != after else { return }
    changed += 1
    let key = message.locale + "\0" + message.text
    if let place = places[key] {
      changes[place].count += 1
    } else if changes.count < Self.limit {
      places[key] = changes.count
      let shown = mask.hide(message.text, before, after)
      changes.append(Change(message: shown.message, before: shown.before, after: shown.after))
    }
  }

  /// One of the two, with the scratch space of its turns.
  private struct Side {
    private let snapshot: Snapshot
    private let handler: TurnHandler
    private static let seed = [UInt8](repeating: 7, count: 16)

    init(_ snapshot: Snapshot, _ keys: KeyRing) {
      self.snapshot = snapshot
      handler = TurnHandler(tokens: ContextTokens(keys))
    }

    func answer(_ message: Transcripts.Message) -> Answer {
      // A day in a year like any other: what is said of dates is the same on both sides.
      var turn = Turn(seed: Self.seed, now: 1_700_000_000)
      turn.locale = message.locale
      let empty = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
      var text = message.text
      var outcome = text.withUTF8 { handler.take($0, context: empty, turn: turn, in: snapshot) }
      while case .need(let need, let pending) = outcome {
        outcome = handler.resume(pending, with: need.answer)
      }
      guard case .reply(let reply) = outcome else { preconditionFailure("a turn that is no need is a reply") }
      return Answer(reply)
    }
  }
}

extension Need {
  /// What a turn is told that is only tried: nobody's order, and an action that is noted nowhere.
  fileprivate var answer: NeedAnswer {
    switch self {
    case .order: .order(.refused)
    case .code: .code(.unavailable)
    case .action: .action(.noted)
    }
  }
}

// MARK: - Telling

extension TranscriptReplay {
  var json: [JSONValue.Member] {
    [
      .init("messages", .integer(messages)), .init("changed", .integer(changed)),
      .init("changes", .array(changes.map(\.json))),
    ]
  }

  /// What a person reads: each message with its answers, then the sum.
  var lines: [String] {
    var lines: [String] = []
    for change in changes {
      let times = change.count > 1 ? "  (\(change.count) times)" : ""
      lines.append("“\(change.message)”\(times)")
      lines.append("  before: \(change.before.line)")
      lines.append("  after:  \(change.after.line)")
    }
    return lines + ["\(changed) of \(messages.counted("message")) would be answered otherwise."]
  }
}

extension TranscriptReplay.Change {
  fileprivate var json: JSONValue {
    .object([
      .init("message", .string(message)), .init("count", .integer(count)), .init("before", before.json),
      .init("after", after.json),
    ])
  }
}

extension TranscriptReplay.Answer {
  fileprivate var json: JSONValue {
    .object([
      .init("intent", JSONValue(intent)), .init("faq_id", JSONValue(faqID)), .init("text", .string(text)),
      .init("suggestions", .array(suggestions.map(JSONValue.string))),
    ])
  }

  /// On one line, cut where it is long.
  fileprivate var line: String {
    let name = [intent ?? "not understood", faqID.map { "faq \($0)" }].compactMap(\.self).joined(
      separator: ", ")
    let flat = text.split(whereSeparator: \.isNewline).joined(separator: " / ")
    return "[\(name)] " + (flat.count > 160 ? flat.prefix(159) + "…" : flat)
  }
}
