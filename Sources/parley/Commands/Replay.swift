import Dialogue
import Formats
import Revisions

extension Command {
  static let replay = Command(
    name: "replay",
    summary: "ask two revisions past messages, and list what is answered otherwise",
    usage: ["parley replay TRANSCRIPTS [--from REV] [--to REV] [--max-changes N] [--db DIR] [--json]"],
    about: """
      TRANSCRIPTS is JSON Lines of {"message": ..., "locale"?}. Each message is asked as the first of a conversation;
      orders are not looked up, and e-mail addresses, numbers and the like are masked in what is shown. With
      --max-changes it is a gate: exit 1 when more messages change.
      """,
    flags: [
      .db, Flag(name: "from", value: "REV", help: "the older revision (default: the one before --to)"),
      Flag(name: "to", value: "REV", help: "the newer revision (default: the live one)"),
      Flag(name: "max-changes", value: "N", help: "more changed answers than this are a failure"), .json,
    ],
    operands: 1...1
  ) { call in
    let folder = try DatabaseFolder(path: call.database, create: false)
    let pair = try RevisionPair(call, in: folder)
    let most = try call.number("max-changes", in: 0...1_000_000_000)
    let replay = try TranscriptReplay(
      call.operands[0], from: try Snapshot(try folder.revision(pair.from)),
      to: try Snapshot(try folder.revision(pair.to)))
    if call.has("json") {
      let members: [JSONValue.Member] = [.init("from", .integer(pair.from)), .init("to", .integer(pair.to))]
      Console.print(JSONValue.object(members + replay.json).text())
    } else {
      for line in replay.lines { Console.print(line) }
    }
    guard let most, replay.changed > most else { return .done }
    Console.error(
      "parley replay: \(replay.changed.counted("answer changes", "answers change")); at most \(most) may.")
    return .input
  }
}

/// The two revisions of a `replay`.
private struct RevisionPair {
  let from: Int
  let to: Int

  init(_ call: Invocation, in folder: DatabaseFolder) throws {
    let numbers = try folder.history().map(\.number)
    func number(_ flag: String) throws -> Int? {
      guard let number = try call.number(flag, in: 1...Int.max) else { return nil }
      guard numbers.contains(number) else { throw CommandError.input("there is no revision \(number).") }
      return number
    }
    guard let to = try number("to") ?? folder.currentNumber() else {
      throw CommandError.environment("\(folder.path) has no revision yet.")
    }
    guard let from = try number("from") ?? numbers.first(where: { $0 < to }) else {
      throw CommandError.input("there is no revision before \(to); name one with --from.")
    }
    (self.from, self.to) = (from, to)
  }
}
