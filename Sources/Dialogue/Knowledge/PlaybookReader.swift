package import Formats
package import Intents
import Text

/// Reads what a store's YAML files say about answering into a ``PlaybookSource``.
///
/// Rules and examples are the business of `Intents`, which reads the intents files; the replies that stand
/// beside them are taken from what it read.
package struct PlaybookReader {
  package private(set) var source: PlaybookSource
  package private(set) var report = InputReport()
  /// Cases that the policy tables must decide as their author says.
  package private(set) var fixtures: [PolicyFixture] = []
  /// Policy tables that flows ask.
  package private(set) var tables: [(name: String, place: Place)] = []
  /// Other flows and intents that flows name.
  package private(set) var references: [FlowReference] = []

  /// - Parameter base: What the store already has; what is read goes over it.
  package init(over base: PlaybookSource = PlaybookSource()) { source = base }

  /// Replies, suggestions, titles and flows of intents.
  package mutating func read(_ intents: IntentSource) throws(InputError) {
    for intent in intents.intents where !intent.hasExamplesOnly {
      var texts = IntentTexts()
      texts.title = intent.title?.text
      texts.replies = try intent.replies.map { (line) throws(InputError) in
        try Wordings.template(line.text, at: line.place)
      }
      texts.suggestions = intent.suggestions.map(\.text)
      texts.flow = intent.flow?.text
      source.locales[intent.locale, default: LocaleTexts()].intents[intent.name] = texts
    }
  }

  /// One flow.
  package mutating func readFlow(_ root: YAMLNode) throws(InputError) {
    let mapping = try root.mapping(allowed: FlowReader.keys)
    let locale = try locale(of: mapping)
    let reader = try FlowReader(mapping)
    for error in reader.report.errors { report.add(error) }
    for warning in reader.report.warnings { report.warn(warning) }
    tables += reader.tables
    references += reader.references
    let name = try mapping.required("flow").string()
    source.locales[locale, default: LocaleTexts()].flows[name] = reader.flow
  }

  /// Policy tables. A table of another language than the store's only words its rows.
  package mutating func readPolicies(_ root: YAMLNode) throws(InputError) {
    let mapping = try root.mapping(allowed: ["locale", "policies", "fixtures"])
    let locale = try locale(of: mapping)
    let reader = try PolicyReader(mapping)
    for error in reader.report.errors { report.add(error) }
    fixtures += reader.fixtures
    source.locales[locale, default: LocaleTexts()].policies.merge(reader.tables) { _, new in new }
  }

  /// What the bot says in its own name.
  package mutating func readPhrases(_ root: YAMLNode) throws(InputError) {
    let mapping = try root.mapping(allowed: ["locale", "phrases"])
    let locale = try locale(of: mapping)
    let names = Phrases.standard.keys.sorted()
    for entry in try mapping.required("phrases").mapping(allowed: names).entries {
      let wordings = try Wordings.read(entry.value)
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
      case "timezone":
        settings.timezone = try entry.value.string()
        if let zone = ZoneFile.table(of: settings.timezone) {
          settings.zone = zone
        } else {
          report.warn(
            at: entry.value.place,
            "this host knows no time zone '\(settings.timezone)' in /usr/share/zoneinfo: dates will be those of UTC"
          )
        }
      case "demo_orders":
        let demo = try entry.value.mapping(allowed: ["shift_newest_to"])
        settings.shiftsDemoOrders = try demo.required("shift_newest_to").string(oneOf: ["now"]) == "now"
      case "orders": try readOrders(entry.value, into: &settings)
      case "products": settings.products = try Self.products(entry.value)
      default: try collect(entry.value, at: entry.key, into: &settings.facts)
      }
    }
    source.settings = settings
  }

  /// Adds words of what the shop sells to those of its settings.
  package mutating func addProducts(_ words: [String]) {
    source.settings.products += words.prefix(ProductNames.mostWords)
  }

  /// What orders are called, how guests prove them, how long they are kept.
  private func readOrders(_ node: YAMLNode, into settings: inout ShopSettings) throws(InputError) {
    for entry in try node.mapping().entries where !entry.value.isNull {
      switch entry.key {
      case "numbers":
        let shapes: [YAMLNode] =
          if case .sequence(let list) = entry.value.content { list } else { [entry.value] }
        guard shapes.count <= OrderShapes.maximumCount else {
          throw entry.value.error("a shop has at most \(OrderShapes.maximumCount) shapes of order numbers")
        }
        for shape in shapes { settings.orderNumbers.append(try Self.shape(shape)) }
      case "proof":
        settings.facts["orders.proof"] = try entry.value.string(oneOf: ["email", "code"])
      case "keep_days":
        guard let days = Int(try entry.value.string()), (0...36_500).contains(days) else {
          throw entry.value.error("'keep_days' is a whole number of days, at most 36500")
        }
        settings.facts["orders.keep_days"] = String(days)
      default: try collect(entry.value, at: "orders." + entry.key, into: &settings.facts)
      }
    }
  }

  /// What the store sells, by name.
  private static func products(_ node: YAMLNode) throws(InputError) -> [String] {
    guard case .sequence(let list) = node.content else {
      throw node.error("'products' is a list of names: [Oxford Shirt, Desk Lamp]")
    }
    guard list.count <= ProductNames.mostWords else {
      throw node.error("'products' has at most \(ProductNames.mostWords) names")
    }
    var names: [String] = []
    for name in list { names.append(try name.string()) }
    return names
  }

  private static func shape(_ node: YAMLNode) throws(InputError) -> String {
    let text = try node.string()
    do throws(OrderShapeError) {
      try OrderShapes.check(text)
    } catch {
      let part = String(decoding: Array(text.utf8)[error.offset...].prefix(20), as: UTF8.self)
      throw node.error("'\(text.prefix(80))' is no shape of an order number, at '\(part)': \(error.message)")
    }
    return text
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
}
