import Formats

extension FAQImport {
  /// Adds the articles of a Zendesk Help Center export: `{"articles": […], "sections": […]?}`, or a list of those, page by
  /// page. The HTML of an article becomes small Markdown; drafts are kept, not enabled.
  mutating func read(zendesk root: JSONNode) throws(InputError) {
    var pages = [root]
    if case .array(let elements) = root.content { pages = elements }
    var sections: [String: String] = [:]
    for page in pages {
      for section in try page.object().optional("sections")?.array() ?? [] {
        let members = try section.object()
        guard let id = members.optional("id"), let name = members.optional("name") else { continue }
        sections[try id.stringOrNumber()] = try name.string().trimmed
      }
    }
    for page in pages {
      guard let articles = try page.object().optional("articles") else {
        throw InputError(.schema, at: page.place, "missing \"articles\"")
      }
      for article in try articles.array() {
        do throws(InputError) { try take(article.object(), sections) } catch { add(error) }
        tell(root.place.file, (0, nil))
      }
    }
  }

  private mutating func take(
    _ article: JSONMembers, _ sections: [String: String]
  ) throws(InputError) {
    let title = try article.required("title")
    let id = article.optional("id")
    var draft = FAQDraft(question: try title.string())
    draft.id = try id?.stringOrNumber().trimmed
    draft.answer = HTMLMarkdown.text(of: try article.optional("body")?.string() ?? "")
    if let section = article.optional("section_id") {
      draft.category = sections[try section.stringOrNumber()]
    }
    if let section = article.optional("section") {
      if case .object(let members) = section.content {
        draft.category = try members.optional("name")?.string().trimmed
      } else {
        draft.category = try section.string().trimmed
      }
    }
    draft.tags = try article.optional("label_names")?.strings() ?? []
    draft.locale = try article.optional("locale")?.string().trimmed
    if try article.optional("draft")?.boolean() == true { draft.enabled = "false" }
    take(draft) { field in
      switch field {
      case .question: title.place
      case .id: id?.place ?? article.place
      case .locale: article.optional("locale")?.place ?? article.place
      default: article.place
      }
    }
  }
}
