import Formats

extension FAQImport {
  private static let keys: [String: FAQDraft.Field] = [
    "id": .id, "slug": .id, "question": .question, "title": .question, "alternates": .alternates,
    "answer": .answer, "category": .category, "section": .category, "tags": .tags, "keywords": .tags,
    "locale": .locale, "lang": .locale, "language": .locale, "enabled": .enabled, "published": .enabled,
    "draft": .enabled, "intent": .intent,
  ]

  /// Adds the entries of a Markdown file.
  ///
  /// Front matter with a question (or `title`) makes the file one entry, whose answer is the text below. Else each
  /// heading with text under it is a question; a heading without is the category of those below it. What the front
  /// matter says then goes for all of them.
  mutating func read(_ page: MarkdownPage) throws(InputError) {
    var (common, places) = (FAQDraft(), [FAQDraft.Field: Place]())
    for entry in page.front?.entries ?? [] {
      guard let field = Self.keys[entry.key] else {
        warn(at: entry.keyPlace, "unknown key '\(entry.key)' is ignored")
        continue
      }
      guard places[field] == nil else {
        throw InputError(.duplicate, at: entry.keyPlace, "'\(entry.key)' says what another key says already")
      }
      places[field] = entry.value.place
      try set(field, entry, &common)
    }
    if places[.question] != nil {
      if places[.answer] == nil { common.answer = page.body }
      take(common) { places[$0] ?? Place(file: page.name, line: 1, column: 1) }
    } else {
      let before = entries.count + report.errorCount
      read(page.sections, common, places)
      if entries.count + report.errorCount == before {
        throw InputError(
          .schema, at: Place(file: page.name, line: 1, column: 1),
          "no question: neither in front matter nor as a heading with text below it")
      }
    }
  }

  private func set(
    _ field: FAQDraft.Field, _ entry: YAMLMapping.Entry, _ draft: inout FAQDraft
  ) throws(InputError) {
    guard !entry.value.isNull else { return }
    switch field {
    case .id: draft.id = try entry.value.string().trimmed
    case .question: draft.question = try entry.value.string()
    case .answer: draft.answer = try entry.value.string()
    case .alternates: draft.alternates = try entry.value.strings()
    case .tags: draft.tags = try entry.value.strings()
    case .category: draft.category = try entry.value.string().trimmed
    case .locale: draft.locale = try entry.value.string().trimmed
    case .intent: draft.intent = try entry.value.string().trimmed
    case .enabled:
      let isTrue = try entry.value.boolean()
      draft.enabled = isTrue == (entry.key != "draft") ? "true" : "false"
    }
  }

  private mutating func read(
    _ sections: [MarkdownPage.Section], _ common: FAQDraft, _ places: [FAQDraft.Field: Place]
  ) {
    /// Headings without text of their own, with their levels.
    var above: [(level: Int, title: String)] = []
    for section in sections where section.level > 0 {
      above.removeAll { $0.level >= section.level }
      guard !section.body.isEmpty else {
        above.append((section.level, section.title))
        continue
      }
      var draft = common
      draft.question = section.title
      draft.id = section.id
      draft.answer = section.body
      draft.category = above.last?.title ?? common.category
      take(draft) { [.question, .answer, .id].contains($0) ? section.place : places[$0] ?? section.place }
    }
  }
}
