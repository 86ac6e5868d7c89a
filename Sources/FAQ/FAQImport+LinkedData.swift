import Formats

extension FAQImport {
  /// Adds the questions of a page's schema.org `FAQPage`, told in JSON-LD.
  mutating func read(_ page: HTMLPage) throws(InputError) {
    try read(linkedData: try page.linkedData(), in: page.name)
  }

  /// Adds the questions of every `FAQPage` among some JSON-LD texts.
  mutating func read(linkedData nodes: [JSONNode], in file: String) throws(InputError) {
    var pages: [JSONMembers] = []
    for node in nodes { Self.collect("FAQPage", in: node, &pages) }
    guard !pages.isEmpty else {
      throw InputError(
        .schema, at: Place(file: file, line: 1, column: 1),
        "no schema.org FAQPage (JSON-LD) in it; an FAQ page names its questions in one")
    }
    for page in pages {
      let locale = page.optional("inLanguage").flatMap { Self.text($0) }
      for node in Self.list(page.optional("mainEntity") ?? page.optional("hasPart")) {
        do throws(InputError) {
          let question = try node.object()
          guard Self.types(of: question).contains("Question") else { continue }
          try take(question, locale)
        } catch {
          add(error)
        }
        tell(file, (0, nil))
      }
    }
  }

  private mutating func take(_ members: JSONMembers, _ locale: String?) throws(InputError) {
    guard let name = members.optional("name") ?? members.optional("text") else {
      throw InputError(.schema, at: members.place, "missing \"name\": the question's words")
    }
    let answer = try Self.list(members.optional("acceptedAnswer")).first?.object()
    let markdown = try answer?.optional("parley:markdown")?.string()
    let html = try answer?.optional("text")?.string() ?? ""
    // Of an export of ours every text is as it was; elsewhere a name may be HTML too.
    let question = markdown == nil ? HTMLMarkdown.text(of: try name.string()) : try name.string()
    var draft = FAQDraft(question: question)
    draft.id = try members.optional("identifier")?.stringOrNumber().trimmed
    draft.answer = markdown ?? HTMLMarkdown.text(of: html)
    draft.alternates = try Self.strings(members.optional("alternateName"))
    draft.tags = try Self.strings(members.optional("keywords"))
    draft.category = Self.list(members.optional("about")).first.flatMap { Self.text($0) }
    draft.locale = members.optional("inLanguage").flatMap { Self.text($0) } ?? locale
    draft.intent = try members.optional("parley:intent")?.string()
    take(draft) { field in
      switch field {
      case .question: name.place
      case .id: members.optional("identifier")?.place ?? members.place
      default: members.place
      }
    }
  }

  // MARK: - JSON-LD's ways to say one thing

  /// Objects of a type, wherever they stand in the graph.
  private static func collect(_ type: String, in node: JSONNode, _ found: inout [JSONMembers]) {
    switch node.content {
    case .array(let elements): for element in elements { collect(type, in: element, &found) }
    case .object(let members):
      if types(of: members).contains(type) {
        found.append(members)
      } else {
        for member in members.members { collect(type, in: member.value, &found) }
      }
    default: return
    }
  }

  private static func types(of members: JSONMembers) -> [String] {
    list(members.optional("@type")).compactMap { node in
      guard case .string(let text) = node.content else { return nil }
      return text.split { "/:#".contains($0) }.last.map(String.init)
    }
  }

  private static func list(_ node: JSONNode?) -> [JSONNode] {
    guard let node else { return [] }
    if case .array(let elements) = node.content { return elements }
    return [node]
  }

  /// One text may hold several, separated as in a spreadsheet.
  private static func strings(_ node: JSONNode?) throws(InputError) -> [String] {
    var strings: [String] = []
    for element in list(node) { strings.append(try element.string()) }
    return strings
  }

  /// A text, or a thing by its name.
  private static func text(_ node: JSONNode) -> String? {
    switch node.content {
    case .string(let text): text.trimmed.isEmpty ? nil : text.trimmed
    case .object(let members):
      (members.optional("name") ?? members.optional("alternateName")).flatMap { text($0) }
    default: nil
    }
  }
}
