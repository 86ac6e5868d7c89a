import Formats

extension FAQImport {
  private static let keys: [String: FAQDraft.Field] = [
    "id": .id, "question": .question, "alternates": .alternates, "answer": .answer, "category": .category,
    "tags": .tags, "locale": .locale, "enabled": .enabled, "intent": .intent,
  ]

  /// Adds the lines of a JSON Lines file. A mistake in a line costs that line.
  mutating func read(_ reader: JSONLReader) throws(InputError) {
    var unknown: Set<String> = []
    while let line = try nextLine(reader) {
      do throws(InputError) {
        let members = try line.object()
        for member in members.members where Self.keys[member.key] == nil {
          guard unknown.insert(member.key).inserted else { continue }
          warn(at: member.keyPlace, "unknown key '\(member.key)' is ignored")
        }
        take(try draft(members)) { field in
          members.members.first { Self.keys[$0.key] == field }?.value.place ?? line.place
        }
      } catch {
        add(error)
      }
      tell(reader.name, reader.progress)
    }
  }

  /// The next line that is JSON at all.
  private mutating func nextLine(_ reader: JSONLReader) throws(InputError) -> JSONNode? {
    while true {
      do throws(InputError) {
        return try reader.next()
      } catch {
        guard error.code == .syntax else { throw error }
        add(error)
      }
    }
  }

  private func draft(_ members: JSONMembers) throws(InputError) -> FAQDraft {
    FAQDraft(
      id: try members.optional("id")?.stringOrNumber().nonEmpty,
      question: try members.required("question").string(),
      answer: try members.optional("answer")?.string() ?? "",
      alternates: try list(members.optional("alternates")),
      category: try members.optional("category")?.string().nonEmpty,
      tags: try list(members.optional("tags")),
      locale: try members.optional("locale")?.string().nonEmpty,
      intent: try members.optional("intent")?.string().nonEmpty,
      enabled: try enabled(members.optional("enabled")))
  }

  /// A list of texts, or one text with separators, as in a spreadsheet.
  private func list(_ node: JSONNode?) throws(InputError) -> [String] {
    guard let node else { return [] }
    if case .string(let text) = node.content { return [text] }
    return try node.strings()
  }

  private func enabled(_ node: JSONNode?) throws(InputError) -> String? {
    guard let node else { return nil }
    if case .string(let text) = node.content { return text }
    return try node.boolean() ? "true" : "false"
  }
}

extension String {
  fileprivate var nonEmpty: String? { trimmed.isEmpty ? nil : trimmed }
}
