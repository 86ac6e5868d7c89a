import Conversations
import Formats
import Orders
import Revisions

extension Command {
  static let requests = Command(
    name: "requests",
    summary: "show what shoppers have asked the store to do",
    usage: ["parley requests [--db DIR] [--since TIME] [--json]"],
    about: """
      What flows have noted for the team, oldest first: cancellations, returns, invoices. DB/requests.jsonl holds the
      same, a line each; remove a line there when it is done.
      """,
    flags: [
      .db, Flag(name: "since", value: "TIME", help: "only from this time on, such as 2026-11-20T12:00:00Z"),
      .json,
    ]
  ) { call in
    let since =
      try call["since"].map { (text) throws(CommandError) in try Time.parse(text, flag: "since") } ?? 0
    let folder = try DatabaseFolder(path: call.database, create: false)
    let requests = try RequestLog(folder: folder.path).requests(since: since)
    if call.has("json") {
      Console.print(JSONValue.object([.init("requests", .array(requests.map(\.json)))]).text())
    } else if requests.isEmpty {
      Console.print("Nothing was asked for.")
    } else {
      for request in requests { Console.print(request.line) }
    }
    return .done
  }
}

extension StoreRequest {
  fileprivate var line: String {
    var parts = [UnixTime(seconds: time).description, reference, action]
    if let order { parts.append("order \(order)") }
    if let who = email ?? customer { parts.append(who) }
    parts += details.map { "\($0.name): \($0.value)" }
    return parts.joined(separator: "  ")
  }
}
