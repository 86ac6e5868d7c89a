import Dialogue
import FAQ
import Formats
import Intents
import Revisions

extension Command {
  static let diff = Command(
    name: "diff",
    summary: "tell what two revisions say differently",
    usage: ["parley diff A B [--db DIR] [--json]"],
    about: """
      Entries, intents, lists, flows, phrases and settings: + what B adds, - what it no longer has, ~ what it changes, with
      the fields before and after.
      """,
    flags: [.db, .json],
    operands: 2...2
  ) { call in
    let folder = try DatabaseFolder(path: call.database, create: false)
    let revisions = try call.operands.map { text in
      guard let number = Int(text), number > 0 else {
        throw CommandError.usage("A and B are numbers of revisions, not '\(text)'.")
      }
      guard try folder.history().contains(where: { $0.number == number }) else {
        throw CommandError.input("there is no revision \(number).")
      }
      return try folder.revision(number)
    }
    let difference = try RevisionDifference(from: revisions[0], to: revisions[1])
    if call.has("json") {
      Console.print(JSONValue.object(difference.json).text())
    } else {
      for line in difference.lines { Console.print(line) }
    }
    return .done
  }
}
