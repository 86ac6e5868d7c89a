import Formats

extension FAQImport {
  /// Names a column may have in the header, in lower case; the first is ours.
  private static let names: [FAQDraft.Field: [String]] = [
    .id: ["id", "key", "slug", "faq_id", "faq id", "article_id", "article id"],
    .question: [
      "question", "questions", "q", "title", "frage", "fragen", "pregunta", "domanda", "vraag", "pytanie",
      "pergunta",
    ],
    .alternates: [
      "alternates", "alternate", "alternatives", "variants", "also asked", "other questions", "synonyms",
      "alternativen", "alternative fragen", "varianten", "variantes", "alternative",
    ],
    .answer: [
      "answer", "answers", "a", "response", "reply", "body", "text", "content", "antwort", "antworten",
      "respuesta", "risposta", "réponse", "reponse", "antwoord", "resposta",
    ],
    .category: [
      "category", "section", "topic", "group", "kategorie", "thema", "catégorie", "categorie", "categoría",
      "categoria", "rubrik",
    ],
    .tags: ["tags", "tag", "labels", "keywords", "schlagwörter", "stichwörter", "schlagworte", "etiquetas"],
    .locale: ["locale", "language", "lang", "sprache", "langue", "idioma", "lingua", "taal"],
    .enabled: ["enabled", "active", "published", "aktiv", "veröffentlicht", "sichtbar"],
    .intent: ["intent"],
  ]

  /// Adds the rows of a spreadsheet. A mistake in a row costs that row; one in the file's shape ends it.
  mutating func read(_ table: some TableReader) throws(InputError) {
    if table.encoding != .utf8 {
      let title = table.encoding.title
      warn(at: Place(wholeOf: table.name), "the file is not UTF-8; it is read as \(title)")
    }
    var columns: [FAQDraft.Field: Int] = [:]
    for field in FAQDraft.Field.allCases {
      columns[field] = try table.columns.column(Self.names[field] ?? [])
    }
    if columns[.question] == nil { columns[.question] = try table.columns.required(["question"]) }
    warnOfUnknownColumns(table.columns, known: Self.names.values.flatMap(\.self))
    while nextRow(table) {
      take(draft(table, columns), repeats: true) { field in
        columns[field].map(table.place) ?? table.rowPlace
      }
      tell(table.name, table.progress)
    }
  }

  /// Moves on, past rows that are ragged; after any other mistake there is no next row.
  private mutating func nextRow(_ table: some TableReader) -> Bool {
    while true {
      do throws(InputError) {
        return try table.next()
      } catch {
        add(error)
      }
    }
  }

  private func draft(_ table: some TableReader, _ columns: [FAQDraft.Field: Int]) -> FAQDraft {
    let text = { (field: FAQDraft.Field) in table.text(columns[field]) }
    let list = { (field: FAQDraft.Field) in text(field).map { [$0] } ?? [] }
    return FAQDraft(
      id: text(.id), question: text(.question) ?? "", answer: text(.answer) ?? "",
      alternates: list(.alternates), category: text(.category), tags: list(.tags),
      locale: text(.locale), intent: text(.intent), enabled: text(.enabled))
  }
}
