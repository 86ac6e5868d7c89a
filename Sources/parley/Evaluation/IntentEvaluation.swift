import Dialogue
import Formats
import Threads

/// Decides labelled messages as `POST /v1/chat` does without a context, and counts.
struct IntentEvaluation {
  private let column: String
  private let renames: [String: String]

  init(_ call: Invocation) throws(CommandError) {
    column = call["text-column"] ?? "utterance"
    var renames: [String: String] = [:]
    for pair in call.all("rename") {
      let sides = pair.split(separator: "=", omittingEmptySubsequences: false)
      guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
        throw .usage("'--rename' takes OLD=NEW, not '\(pair)'.")
      }
      renames[String(sides[0])] = String(sides[1])
    }
    self.renames = renames
  }

  func run(_ path: String, on snapshot: Snapshot) throws -> IntentReport {
    let rows = try read(path)
    let decider = Decider()
    var report = IntentReport()
    // Once to warm the caches, once to measure.
    for row in rows { _ = decider.decide(row.text, in: snapshot) }
    for row in rows {
      let began = ThreadTime.micros()
      let decided = decider.decide(row.text, in: snapshot)
      report.micros += ThreadTime.micros() - began
      report.count(row, decided: decided.name, confidence: decided.confidence)
    }
    return report
  }

  private func read(_ path: String) throws -> [LabelledMessage] {
    let reader = try CSVReader(path: path)
    let text = try reader.requiredColumn(column)
    let label = try reader.requiredColumn("intent")
    let tags = try reader.column("tags")
    var rows: [LabelledMessage] = []
    while try reader.next() {
      let intent = reader.string(label)
      rows.append(
        LabelledMessage(
          text: reader.string(text), intent: renames[intent] ?? intent, tags: reader.text(tags) ?? ""))
    }
    return rows
  }
}

/// A row of an evaluation file.
struct LabelledMessage {
  var text: String
  var intent: String
  /// One letter a tag.
  var tags: String
}
