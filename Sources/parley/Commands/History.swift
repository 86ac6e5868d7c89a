import Crypto
import Formats
import Revisions

extension Command {
  static let history = Command(
    name: "history",
    summary: "list the revisions, newest first",
    usage: ["parley history [--db DIR] [--json]"],
    flags: [.db, .json]
  ) { call in
    let folder = try DatabaseFolder(path: call.database, create: false)
    let entries = try folder.history()
    if call.has("json") {
      Console.print(JSONValue.object([.init("revisions", .array(entries.map(\.json)))]).text())
    } else if entries.isEmpty {
      Console.print("There is no revision yet.")
    } else {
      for entry in entries { Console.print(entry.line) }
    }
    return .done
  }
}

extension HistoryEntry {
  fileprivate var line: String {
    let mark = isCurrent ? "*" : " "
    switch manifest {
    case .success(let manifest): return "\(mark) \(number)  \(manifest.created)  \(manifest.note)"
    case .failure(let error): return "\(mark) \(number)  damaged: \(error)"
    }
  }

  fileprivate var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("revision", .integer(number)), .init("current", .bool(isCurrent)),
    ]
    switch manifest {
    case .success(let manifest):
      members.append(.init("created", .string(manifest.created)))
      members.append(.init("note", .string(manifest.note)))
      let parts = manifest.parts.sorted { $0.key < $1.key }
      members.append(
        .init("parts", .object(parts.map { .init($0.key.rawValue, .string($0.value.sha256.hex)) })))
    case .failure(let error): members.append(.init("damage", .string("\(error)")))
    }
    return .object(members)
  }
}
