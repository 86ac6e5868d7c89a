package import Formats
package import Intents
import Orders

/// Reads what a store's YAML files say about answering into a ``PlaybookSource``.
///
/// Rules and examples are the business of `Intents`, which reads the intents files; the replies that stand
/// beside them are taken from what it read.
package struct PlaybookReader {
  package private(set) var source: PlaybookSource
  package private(set) var report = InputReport()

  /// - Parameter base: What the store already has; what is read goes over it.
  package init(over base: PlaybookSource = PlaybookSource()) { source = base }

  /// Replies, suggestions, titles and flows of intents.
  package mutating func read(_ intents: IntentSource) throws(InputError) {
    for intent in intents.intents where !intent.hasExamplesOnly {
      var texts = IntentTexts()
      texts.title = intent.title?.text
      texts.replies = try intent.replies.map { (line) throws(InputError) in
        try template(line.text, at: line.place)
      }
      texts.suggestions = intent.suggestions.map(\.text)
      texts.flow = intent.flow?.text
      source.locales[intent.locale, default: LocaleTexts()].intents[intent.name] = texts
    }
  }

  /// One flow.
  package mutating func readFlow(_ root: YAMLNode) throws(InputError) {
    let keys = ["locale", "flow", "slots", "then", "answers", "suggestions"]
    let mapping = try root.mapping(allowed: keys)
    let locale = try locale(of: mapping)
    var flow = FlowSource()
    for node in try mapping.required("slots").sequence() { flow.slots.append(try slot(node)) }
    guard (1...ContextCoding.maximumSlots).contains(flow.slots.count) else {
      throw try mapping.required("slots").error("a flow has 1 to \(ContextCoding.maximumSlots) slots")
    }
    let ends = FlowEnd.allCases.map(\.rawValue)
    let end = try mapping.required("then").string(oneOf: ends)
    flow.then = FlowEnd(rawValue: end) ?? flow.then
    let outcomes = OrderStatus.allCases.map(\.rawValue) + ["refused"]
    for answer in try mapping.required("answers").mapping(allowed: outcomes).entries {
      flow.answers[answer.key] = try templates(answer.value)
    }
    if let node = mapping.optional("suggestions") { flow.suggestions = try node.strings() }
    let name = try mapping.required("flow").string()
    source.locales[locale, default: LocaleTexts()].flows[name] = flow
  }

  /// What the bot says in its own name.
  package mutating func readPhrases(_ root: YAMLNode) throws(InputError) {
    let mapping = try root.mapping(allowed: ["locale", "phrases"])
    let locale = try locale(of: mapping)
    let names = Phrases.standard.keys.sorted()
    for entry in try mapping.required("phrases").mapping(allowed: names).entries {
      let wordings = try templates(entry.value)
      if entry.key == "months", wordings.count != 12 { throw entry.value.error("there are twelve months") }
      source.locales[locale, default: LocaleTexts()].phrases.texts[entry.key] = wordings
    }
  }

  /// The store's settings.
  package mutating func readShop(_ root: YAMLNode) throws(InputError) {
    let mapping = try root.mapping()
    var settings = ShopSettings()
    for entry in mapping.entries where !entry.value.isNull {
      switch entry.key {
      case "name": settings.name = try entry.value.string()
      case "currency": settings.currency = try entry.value.string()
      case "locale": settings.locale = try entry.value.string().lowercased()
      case "timezone": settings.timezone = try entry.value.string()
      case "demo_orders":
        let demo = try entry.value.mapping(allowed: ["shift_newest_to"])
        settings.shiftsDemoOrders = try demo.required("shift_newest_to").string(oneOf: ["now"]) == "now"
      default: try collect(entry.value, at: entry.key, into: &settings.facts)
      }
    }
    source.settings = settings
  }

  /// Every scalar below a node, by its path.
  private func collect(
    _ node: YAMLNode, at path: String, into facts: inout [String: String]
  ) throws(InputError) {
    switch node.content {
    case .scalar(let text, _): facts[path] = text
    case .sequence: facts[path] = try node.strings().joined(separator: ", ")
    case .mapping(let entries):
      for entry in entries { try collect(entry.value, at: path + "." + entry.key, into: &facts) }
    }
  }

  private func locale(of mapping: YAMLMapping) throws(InputError) -> String {
    try mapping.optional("locale")?.string().lowercased() ?? "en"
  }

  private func slot(_ node: YAMLNode) throws(InputError) -> SlotSource {
    let mapping = try node.mapping(allowed: ["name", "kind", "prompts"])
    let kinds = SlotKind.allCases.map(\.rawValue)
    let kind = try mapping.required("kind").string(oneOf: kinds)
    let prompts = try templates(try mapping.required("prompts"))
    guard !prompts.isEmpty else { throw try mapping.required("prompts").error("a slot needs a prompt") }
    let name = try mapping.required("name")
    guard (1...ContextCoding.maximumNameBytes).contains(try name.string().utf8.count) else {
      throw name.error("a slot's name has 1 to \(ContextCoding.maximumNameBytes) bytes")
    }
    return SlotSource(
      name: try name.string(), kind: SlotKind(rawValue: kind) ?? .text, prompts: prompts)
  }

  private func templates(_ node: YAMLNode) throws(InputError) -> [String] {
    let elements: [YAMLNode] = if case .sequence(let list) = node.content { list } else { [node] }
    return try elements.map { (element) throws(InputError) in
      try template(try element.string(), at: element.place)
    }
  }

  /// A wording, each of whose holes is one a reply can fill.
  private func template(_ text: String, at place: Place) throws(InputError) -> String {
    for hole in Template(text).holes where !Self.isKnown(hole) {
      throw InputError(.schema, at: place, "{\(hole)} is nothing a reply can refer to")
    }
    return text
  }

  private static let scopes = ["shop.", "slot.", "order.", "option."]

  private static func isKnown(_ hole: String) -> Bool {
    ["prompt", "day", "month", "year"].contains(hole) || scopes.contains { hole.hasPrefix($0) }
  }
}
