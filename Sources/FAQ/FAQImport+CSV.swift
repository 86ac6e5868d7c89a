import Formats

extension FAQImport {
  /// Names a column may have in the header, in lower case; the first is ours.
  private static let names: [FAQDraft.Field: [String]] = [
    .id: ["id", "key", "slug", "faq_id", "article_id"],
    .question: ["question", "questions", "q", "title", "frage", "pregunta", "domanda"],
    .alternates: ["alternates", "alternate", "alternatives", "variants", "also asked", "other questions"],
    .answer: [
      "answer", "answers", "a", "response", "reply", "body", "text", "antwort", "respuesta", "risposta",
    ],
    .category: ["category", "section", "topic", "group", "kategorie"],
    .tags: ["tags", "tag", "labels", "keywords"],
    .locale: ["locale", "language", "lang", "sprache"],
    .enabled: ["enabled", "active", "published", "aktiv"],
    .intent: ["intent"],
  ]

  /// Adds the rows of a CSV file. A mistake in a row costs that row; one in the file's shape ends it.
  mutating func read(_ reader: CSVReader) throws(InputError) {
    var columns: [FAQDraft.Field: Int] = [:]
    for field in FAQDraft.Field.allCases { columns[field] = try reader.column(Self.names[field] ?? []) }
    if columns[.question] == nil { columns[.question] = try reader.requiredColumn("question") }
    warnOfUnknownColumns(reader, known: Self.names.values.flatMap(\.self))
    while nextRow(reader) {
      take(draft(reader, columns)) { field in columns[field].map(reader.place) ?? reader.rowPlace }
    }
  }

  /// Moves on, past rows that are ragged; after any other mistake there is no next row.
  private mutating func nextRow(_ reader: CSVReader) -> Bool {
    while true {
      do throws(InputError) {
        return try reader.next()
      } catch {
        add(error)
      }
    }
  }

  private func draft(_ reader: CSVReader, _ columns: [FAQDraft.Field: Int]) -> FAQDraft {
    let text = { (field: FAQDraft.Field) in reader.text(columns[field]) }
    let list = { (field: FAQDraft.Field) in text(field).map { [$0] } ?? [] }
    return FAQDraft(
      id: text(.id), question: text(.question) ?? "", answer: text(.answer) ?? "",
      alternates: list(.alternates), category: text(.category), tags: list(.tags),
      locale: text(.locale), intent: text(.intent), enabled: text(.enabled))
  }
}
