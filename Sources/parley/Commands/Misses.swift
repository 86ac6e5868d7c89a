import Conversations
import Formats
import Orders
import Revisions
import Text

extension Command {
  static let misses = Command(
    name: "misses",
    summary: "show what was not understood, most frequent first",
    usage: ["parley misses [--db DIR] [--since TIME] [--json]"],
    about: "Messages are kept without e-mail addresses, order numbers and other personal data.",
    flags: [
      .db, Flag(name: "since", value: "TIME", help: "only from this time on, such as 2026-11-20T12:00:00Z"),
      .json,
    ]
  ) { call in
    let since =
      try call["since"].map { (text) throws(CommandError) in try Time.parse(text, flag: "since") } ?? 0
    let folder = try DatabaseFolder(path: call.database, create: false)
    let text = TextAnalyzer()
    let groups = try MissLog(folder: folder.path).groups(since: since) { message in
      text.analyze(message)
      return String(decoding: text.match, as: UTF8.self)
    }
    if call.has("json") {
      Console.print(JSONValue.object([.init("misses", .array(groups.map(\.json)))]).text())
    } else if groups.isEmpty {
      Console.print("Nothing was missed.")
    } else {
      for group in groups {
        let nearest = group.nearest.isEmpty ? "" : "  (nearest: \(group.nearest))"
        Console.print("\(group.count)  \(group.sample)\(nearest)")
      }
    }
    return .done
  }
}

extension MissGroup {
  fileprivate var json: JSONValue {
    .object([
      .init("count", .integer(count)), .init("sample", .string(sample)), .init("nearest", .string(nearest)),
      .init("last_asked", .string(UnixTime(seconds: lastAsked).description)),
    ])
  }
}
