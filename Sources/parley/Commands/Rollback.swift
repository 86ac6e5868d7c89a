import Formats
import Revisions

extension Command {
  static let rollback = Command(
    name: "rollback",
    summary: "make an older revision live again",
    usage: ["parley rollback REV [--db DIR] [--json]"],
    about: "Orders are no part of a revision: they stay as they are. Running servers switch within a second.",
    flags: [.db, .json],
    operands: 1...1
  ) { call in
    guard let number = Int(call.operands[0]), number > 0 else {
      throw CommandError.usage("REV is the number of a revision, not '\(call.operands[0])'.")
    }
    let folder = try DatabaseFolder(path: call.database, create: false)
    try folder.withLock { lock in try folder.rollback(to: number, holding: lock) }
    if call.has("json") {
      Console.print(JSONValue.object([.init("revision", .integer(number))]).text())
    } else {
      Console.print("Revision \(number) is live.")
    }
    return .done
  }
}
