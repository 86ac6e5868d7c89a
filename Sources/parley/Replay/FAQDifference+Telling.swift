import FAQ
import Formats

extension FAQDifference {
  var json: JSONValue {
    .object([
      .init("added", .array(added.map(\.json))), .init("changed", .array(changed.map(\.json))),
      .init("removed", .array(removed.map(\.json))), .init("added_count", .integer(addedCount)),
      .init("changed_count", .integer(changedCount)), .init("removed_count", .integer(removedCount)),
    ])
  }

  /// `+` added, `~` changed with its fields, `-` removed.
  ///
  /// - Parameter limit: How many of each are told in full.
  func lines(limit: Int) -> [String] {
    var lines: [String] = []
    func tell(_ changes: [FAQEntryChange], _ count: Int, _ mark: String, _ what: String) {
      for change in changes.prefix(limit) {
        lines.append("\(mark) faq \(change.id)  \(change.question)")
        lines += change.fields.map { field in
          "    \(field.field): \(JSONValue.string(field.before).text()) -> \(JSONValue.string(field.after).text())"
        }
      }
      if count > min(limit, changes.count) {
        lines.append("\(mark) and \(count - min(limit, changes.count)) more \(what)")
      }
    }
    tell(added, addedCount, "+", "added")
    tell(changed, changedCount, "~", "changed")
    tell(removed, removedCount, "-", "removed")
    return lines
  }
}

extension FAQEntryChange {
  var json: JSONValue {
    var members: [JSONValue.Member] = [.init("id", .string(id)), .init("question", .string(question))]
    if !fields.isEmpty {
      let fields = fields.map { field in
        JSONValue.object([
          .init("field", .string(field.field)), .init("before", .string(field.before)),
          .init("after", .string(field.after)),
        ])
      }
      members.append(.init("fields", .array(fields)))
    }
    return .object(members)
  }
}
