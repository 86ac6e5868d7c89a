import Formats

/// What became of one intent, list, flow, group of phrases or settings.
struct ItemDifference: Equatable {
  enum Kind: String {
    case added, changed, removed
  }

  struct Field: Equatable {
    /// The path below the item: `replies`, `facts.links.returns`.
    var name: String
    var before: JSONValue?
    var after: JSONValue?
  }

  /// `intent track_order`, `flow track_order`, `settings`.
  var name: String
  var kind: Kind
  var fields: [Field] = []

  /// Compares what has the same name.
  static func compare(_ before: [String: JSONValue], _ after: [String: JSONValue]) -> [ItemDifference] {
    Set(before.keys).union(after.keys).sorted().compactMap { name in
      switch (before[name], after[name]) {
      case (nil, _?): ItemDifference(name: name, kind: .added)
      case (_?, nil): ItemDifference(name: name, kind: .removed)
      case (let old?, let new?) where old != new:
        ItemDifference(name: name, kind: .changed, fields: fields(old, new, ""))
      default: nil
      }
    }
  }

  /// Of an intent there are rules in one part and replies in another: told together.
  static func joined(_ items: [ItemDifference]) -> [ItemDifference] {
    var joined: [ItemDifference] = []
    for item in items {
      if let index = joined.firstIndex(where: { $0.name == item.name }) {
        if item.kind != joined[index].kind { joined[index].kind = .changed }
        joined[index].fields += item.fields
      } else {
        joined.append(item)
      }
    }
    return joined.sorted { $0.name < $1.name }
  }

  /// Objects are gone into; anything else is compared whole.
  private static func fields(_ old: JSONValue, _ new: JSONValue, _ path: String) -> [Field] {
    guard case .object(let before) = old, case .object(let after) = new else {
      return [Field(name: path, before: old, after: new)]
    }
    let names = before.map(\.key) + after.map(\.key).filter { key in !before.contains { $0.key == key } }
    return names.flatMap { name -> [Field] in
      let values = [before, after].map { members in members.first { $0.key == name }?.value }
      let path = path.isEmpty ? name : path + "." + name
      if values[0] == values[1] { return [] }
      guard let one = values[0], let other = values[1] else {
        return [Field(name: path, before: values[0], after: values[1])]
      }
      return fields(one, other, path)
    }
  }
}

extension ItemDifference {
  var json: JSONValue {
    let fields = fields.map { field in
      JSONValue.object([
        .init("field", .string(field.name)), .init("before", field.before ?? .null),
        .init("after", field.after ?? .null),
      ])
    }
    return .object([
      .init("name", .string(name)), .init("change", .string(kind.rawValue)), .init("fields", .array(fields)),
    ])
  }

  var lines: [String] {
    switch kind {
    case .added: ["+ \(name)"]
    case .removed: ["- \(name)"]
    case .changed: ["~ \(name)"] + fields.flatMap(\.lines)
    }
  }
}

extension ItemDifference.Field {
  /// Of two lists, what only one of them has; of anything else, both.
  fileprivate var lines: [String] {
    guard case .array(let old) = before ?? .array([]), case .array(let new) = after ?? .array([]) else {
      return ["    \(name): \(before?.text() ?? "nothing") -> \(after?.text() ?? "nothing")"]
    }
    let gone = old.filter { !new.contains($0) }.map { "    \(name): - \($0.text())" }
    let come = new.filter { !old.contains($0) }.map { "    \(name): + \($0.text())" }
    return gone.isEmpty && come.isEmpty ? ["    \(name): in another order"] : gone + come
  }
}
