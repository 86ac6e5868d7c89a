import Dialogue
import FAQ
import Formats
import FoundationEssentials
private import Glibc
import Revisions

extension Command {
  static let eval = Command(
    name: "eval",
    summary: "measure how well labelled messages are understood, or queries found",
    usage: [
      "parley eval intents FILE.csv [--db DIR] [--json] [--out PAGE] [--text-column C] [--rename OLD=NEW]...",
      "parley eval faq FILE.jsonl [--db DIR] [--json]",
    ],
    about: """
      'intents' reads utterance,intent[,tags]; the label oos is right exactly when the bot abstains. 'faq' reads
      {"query", "relevant": [ids]}.
      """,
    flags: [
      .db, .json,
      Flag(name: "out", value: "PAGE", help: "intents: write the report there as an HTML page too"),
      Flag(name: "text-column", value: "C", help: "the column with the message (default utterance)"),
      Flag(
        name: "rename", value: "OLD=NEW", help: "a label of the file under another name; may be repeated",
        repeats: true),
    ],
    operands: 2...2
  ) { call in
    let snapshot = try Snapshot(try Store(call).live())
    switch call.operands[0] {
    case "intents":
      let report = try IntentEvaluation(call).run(call.operands[1], on: snapshot)
      if let path = call["out"] { try Command.write(report.page(of: call.operands[1]), to: path) }
      Console.print(call.has("json") ? report.json.text() : report.text)
    case "faq":
      let report = try FAQEvaluation.run(call.operands[1], on: snapshot)
      Console.print(call.has("json") ? report.json.text() : report.text)
    default: throw CommandError.usage("'\(call.operands[0])' cannot be measured; intents and faq can.")
    }
    return .done
  }

  /// Replaces a file whole, also behind a link; a device or a pipe is written to.
  private static func write(_ page: String, to path: String) throws {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      return try RawFile.write(Array(page.utf8), to: path, O_WRONLY)
    }
    let place = realpath(path, nil)
    defer { free(place) }
    do {
      let url = URL(fileURLWithPath: place.map { String(cString: $0) } ?? path)
      try Data(page.utf8).write(to: url, options: .atomic)
    } catch {
      throw CommandError.environment("the page could not be written to '\(path)'.")
    }
  }
}
