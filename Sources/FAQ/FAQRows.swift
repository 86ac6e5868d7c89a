import Formats

/// Lines of a JSON Lines file that a thread has read and checked, in their order.
struct FAQRows: Sendable {
  enum Row: Sendable {
    case entry(Entry)
    case unknownKey(String, Place)
    case mistake(InputError)
  }

  /// An entry with nothing wrong in itself.
  struct Entry: Sendable {
    /// Where its bytes end in ``FAQRows/bytes``.
    var end: Int
    var id: UInt64
    var question: UInt64
    /// Else the id was made of the question.
    var hasID: Bool
    var idPlace: Place
    var questionPlace: Place
    var marks: FAQMarks
  }

  var rows: [Row] = []
  /// The entries as ``EntryPage/write(_:to:)`` has them, one after another.
  var bytes = ByteWriter()

  /// Reads some lines.
  init(_ block: JSONLReader.Block) {
    bytes.reserve(block.bytes.count)
    block.forEachValue { line in
      do throws(InputError) {
        try add(line.get())
      } catch {
        rows.append(.mistake(error))
      }
    }
  }

  private mutating func add(_ line: JSONNode) throws(InputError) {
    let members = try line.object()
    for member in members.members where Self.keys[member.key] == nil {
      rows.append(.unknownKey(member.key, member.keyPlace))
    }
    let place = { (field: FAQDraft.Field) in
      members.members.first { Self.keys[$0.key] == field }?.value.place ?? line.place
    }
    let draft = try Self.draft(members)
    let entry = try draft.entry(place: place)
    EntryPage.write(entry, to: &bytes)
    rows.append(
      .entry(
        Entry(
          end: bytes.count, id: Fingerprint.of(entry.id), question: entry.questionKey,
          hasID: draft.id != nil, idPlace: place(draft.id == nil ? .question : .id),
          questionPlace: place(.question), marks: FAQMarks(entry))))
  }

  // MARK: Fields

  private static let keys: [String: FAQDraft.Field] = [
    "id": .id, "question": .question, "alternates": .alternates, "answer": .answer, "category": .category,
    "tags": .tags, "locale": .locale, "enabled": .enabled, "intent": .intent,
  ]

  private static func draft(_ members: JSONMembers) throws(InputError) -> FAQDraft {
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
  private static func list(_ node: JSONNode?) throws(InputError) -> [String] {
    guard let node else { return [] }
    if case .string = node.content { return [try node.string()] }
    return try node.strings()
  }

  private static func enabled(_ node: JSONNode?) throws(InputError) -> String? {
    guard let node else { return nil }
    if case .string(let text) = node.content { return text }
    return try node.boolean() ? "true" : "false"
  }
}

/// What an entry refers to that stands elsewhere in the store.
struct FAQMarks: Sendable {
  /// Whether something is to be filled in.
  var hasHoles: Bool
  var intent: String?

  init(_ entry: FAQEntry) {
    hasHoles = entry.answer.utf8.contains(UInt8(ascii: "{"))
    intent = entry.intent
  }
}

extension FAQEntry {
  /// The same for what asks the same in the same language.
  var questionKey: UInt64 { Fingerprint.of(FAQDraft.plain(question) + "\0" + (locale ?? "")) }
}

extension String {
  fileprivate var nonEmpty: String? { trimmed.isEmpty ? nil : trimmed }
}
