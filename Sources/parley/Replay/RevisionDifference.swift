import Dialogue
import FAQ
import Formats
import Intents
import Revisions

/// What two revisions say differently. Parts that both share are not read.
struct RevisionDifference {
  private let from: Int
  private let to: Int
  private var faq = FAQDifference()
  /// Everything that is not the FAQ, by what it is called: `intent track_order`, `list order`, `setting name`.
  private var items: [ItemDifference] = []

  init(from before: Revision, to after: Revision) throws {
    (from, to) = (before.number, after.number)
    func isShared(_ kind: PartKind) -> Bool {
      before.manifest.parts[kind]?.sha256 == after.manifest.parts[kind]?.sha256
    }
    if !isShared(.faq) {
      faq = try FAQDifference(from: Self.index(before), to: Self.index(after))
    }
    if !isShared(.intents) { items += ItemDifference.compare(try Self.rules(before), try Self.rules(after)) }
    if !isShared(.policies) { items += ItemDifference.compare(try Self.texts(before), try Self.texts(after)) }
    items = ItemDifference.joined(items)
  }

  private static func index(_ revision: Revision) throws -> FAQIndex? {
    try revision.parts[.faq].map { try FAQIndex(part: $0) }
  }

  // MARK: - As trees

  /// What rules and examples say, by intent and list.
  private static func rules(_ revision: Revision) throws -> [String: JSONValue] {
    guard let part = revision.parts[.intents] else { return [:] }
    let source = try IntentSource(part: part)
    var items: [String: JSONValue] = [:]
    for list in source.lists {
      items["list " + named(list.name, list.locale)] = ["items": .array(list.items.map { .string($0.text) })]
    }
    for intent in source.intents {
      let rules = intent.rules.map { rule in
        var members: [JSONValue.Member] = [
          .init("id", .string(rule.id)), .init("match", .string(rule.match.text)),
        ]
        if let unless = rule.unless { members.append(.init("unless", .string(unless.text))) }
        if rule.priority != 0 { members.append(.init("priority", .integer(rule.priority))) }
        return JSONValue.object(members)
      }
      items["intent " + named(intent.name, intent.locale)] = [
        "rules": .array(rules), "examples": .array(intent.examples.map { .string($0.text) }),
      ]
    }
    return items
  }

  /// What is answered, by intent, flow, phrase and setting, as the part keeps it.
  private static func texts(_ revision: Revision) throws -> [String: JSONValue] {
    guard let part = revision.parts[.policies] else { return [:] }
    let bytes = try PlaybookSource(part: part).encoded()
    var items: [String: JSONValue] = [:]
    for member in try JSONNode.parse(SourceFile(name: part.path, bytes: bytes)).object().members {
      guard member.key == "locales" else {
        add(member.value.value, "setting", member.key, &items)
        continue
      }
      for locale in try member.value.object().members {
        for group in try locale.value.object().members {
          add(group.value.value, group.key, locale.key, &items)
        }
      }
    }
    return items
  }

  /// Puts the entries of a group, such as the flows of a language, among the items.
  private static func add(
    _ group: JSONValue, _ name: String, _ locale: String, _ items: inout [String: JSONValue]
  ) {
    let kinds = ["intents": "intent", "flows": "flow", "policies": "policy"]
    let kind = kinds[name] ?? name
    guard case .object(let members) = group, kinds[name] != nil else {
      let key =
        kind == "setting" ? (locale == "settings" ? "settings" : "setting \(locale)") : named(kind, locale)
      if group != .object([]), group != .object([.init("texts", .object([]))]) { items[key] = group }
      return
    }
    for member in members { items[kind + " " + named(member.key, locale)] = member.value }
  }

  /// A name with its language, unless that is the usual one.
  private static func named(_ name: String, _ locale: String) -> String {
    locale == IntentSource.defaultLocale ? name : "\(name) (\(locale))"
  }
}

// MARK: - Telling

extension RevisionDifference {
  var json: [JSONValue.Member] {
    [
      .init("from", .integer(from)), .init("to", .integer(to)), .init("faq", faq.json),
      .init("other", .array(items.map(\.json))),
    ]
  }

  var lines: [String] {
    var lines = faq.lines(limit: FAQDifference.limit) + items.flatMap(\.lines)
    if lines.isEmpty { lines = ["Revisions \(from) and \(to) say the same."] }
    return lines
  }
}
