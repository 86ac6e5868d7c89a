/// One field of an entry that is not what it was.
package struct FAQFieldChange: Sendable, Equatable {
  /// The column's name.
  package var field: String
  /// Lists are joined by `|`, as in a spreadsheet; nothing is empty.
  package var before: String
  package var after: String
}

extension FAQEntry {
  /// The fields in which this entry differs from an older one of its id, in the order of the columns.
  package func changes(since old: FAQEntry) -> [FAQFieldChange] {
    let pairs = zip(Self.fields(of: old), Self.fields(of: self))
    return pairs.compactMap { before, after in
      before.text == after.text
        ? nil : FAQFieldChange(field: before.name, before: before.text, after: after.text)
    }
  }

  private static func fields(of entry: FAQEntry) -> [(name: String, text: String)] {
    [
      ("question", entry.question), ("alternates", entry.alternates.joined(separator: "|")),
      ("answer", entry.answer), ("category", entry.category ?? ""),
      ("tags", entry.tags.joined(separator: "|")), ("locale", entry.locale ?? ""),
      ("enabled", entry.isEnabled ? "true" : "false"), ("intent", entry.intent ?? ""),
    ]
  }
}

/// What became of an entry, for a report.
package struct FAQEntryChange: Sendable, Equatable {
  package var id: String
  package var question: String
  /// For a changed entry.
  package var fields: [FAQFieldChange] = []
}
