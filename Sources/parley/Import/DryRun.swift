import Dialogue
import FAQ
import Formats

/// What an import would make of the database, told and not done.
struct DryRun {
  /// How many entries of each kind are told in full on a screen; with `--json` it is a thousand.
  private static let limit = 100

  private let difference: FAQDifference
  private let audit: FAQAudit
  private let replay: TranscriptReplay?

  /// - Parameters:
  ///   - merge: What becomes of the entries; `nil` when the import has none.
  ///   - index: The FAQ as it would be.
  ///   - replay: What past messages would be answered with.
  init(_ merge: FAQMerge?, in index: FAQIndex?, replay: TranscriptReplay?) throws {
    difference = merge?.difference ?? FAQDifference()
    self.replay = replay
    guard let merge, let index, merge.added + merge.changed > 0 else {
      audit = FAQAudit()
      return
    }
    audit = try FAQAudit(of: index) { try merge.touches($0) }
  }

  func tell(_ outcome: inout ImportOutcome, ofFAQ: Bool) {
    if ofFAQ {
      for line in difference.lines(limit: Self.limit) + auditLines { outcome.add(line: line) }
      outcome.add("faq", difference.json)
      outcome.add("duplicates", .array(audit.equal.map(\.json)))
      outcome.add("near_duplicates", .array(audit.near.map(\.json)))
      outcome.add("unreachable", .array(audit.unreachable.map(\.json)))
    }
    guard let replay else { return }
    for line in replay.lines { outcome.add(line: line) }
    outcome.add("against", .object(replay.json))
  }

  private var auditLines: [String] {
    var lines: [String] = []
    func tell(_ pairs: [FAQAudit.Pair], _ count: Int, _ what: String) {
      for pair in pairs.prefix(Self.limit) {
        let (one, other) = (pair.first, pair.second)
        lines.append("\(what): \(one.id) “\(one.question)” and \(other.id) “\(other.question)”")
      }
      if count > Self.limit { lines.append("\(what): and \(count - Self.limit) more") }
    }
    tell(audit.equal, audit.equalCount, "asked twice")
    tell(audit.near, audit.nearCount, "nearly the same")
    for entry in audit.unreachable.prefix(Self.limit) {
      lines.append(
        "never found: \(entry.id) “\(entry.question)”: its own question finds ten others first, or nothing")
    }
    let left = audit.unreachableCount - Self.limit
    if left > 0 { lines.append("never found: and \(left) more") }
    if audit.checkedCount == FAQAudit.mostChecked {
      lines.append("only the first \(FAQAudit.mostChecked) new and changed entries were asked for")
    }
    return lines
  }
}

extension FAQAudit.Pair {
  fileprivate var json: JSONValue { .array([first.json, second.json]) }
}
