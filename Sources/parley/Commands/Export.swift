import FAQ
import Formats
import Intents
import Orders
import Revisions

extension Command {
  static let export = Command(
    name: "export",
    summary: "write out what the database holds, in a form that import reads",
    usage: ["parley export faq|intents|orders [--db DIR] [--format F]"],
    about: "Spreadsheet formulas in CSV cells are defused with a leading ', which import takes off again.",
    flags: [
      .db,
      Flag(
        name: "format", value: "F",
        help: "faq: csv (default), jsonl, jsonld; intents: yaml (default), csv; orders: jsonl"),
    ],
    operands: 1...1
  ) { call in
    switch (call.operands[0], call["format"]) {
    case ("faq", nil), ("faq", "csv"): try FAQExport(call).csv()
    case ("faq", "jsonl"): try FAQExport(call).jsonl()
    case ("faq", "jsonld"): try FAQExport(call).linkedData()
    case ("intents", nil), ("intents", "yaml"): Console.print(IntentsYAML.text(try IntentSource(live: call)))
    case ("intents", "csv"): Console.print(bytes: IntentsYAML.csv(try IntentSource(live: call)))
    case ("orders", nil), ("orders", "jsonl"):
      try Store(call).orderReader()?.forEach { Console.print($0.json.text()) }
    case ("faq", let format?), ("intents", let format?), ("orders", let format?):
      throw CommandError.usage("'\(call.operands[0])' cannot be exported as '\(format)'.")
    case (let kind, _):
      throw CommandError.usage("'\(kind)' cannot be exported; faq, intents and orders can.")
    }
    return .done
  }
}

/// The FAQ in the columns that `import faq` reads.
private struct FAQExport {
  fileprivate let index: FAQIndex

  init(_ call: Invocation) throws {
    guard let part = try Store(call).live().parts[.faq] else {
      throw CommandError.environment("the database has no FAQ.")
    }
    index = try FAQIndex(part: part)
  }

  func csv() throws {
    var writer = CSVWriter()
    writer.row(["id", "question", "alternates", "answer", "category", "tags", "locale", "enabled", "intent"])
    try index.forEachEntry { entry in
      writer.row([
        entry.id, entry.question, entry.alternates.joined(separator: "|"), entry.answer, entry.category ?? "",
        entry.tags.joined(separator: "|"), entry.locale ?? "", entry.isEnabled ? "true" : "false",
        entry.intent ?? "",
      ])
      if writer.bytes.count > 1 << 16 { Console.write(writer.take()) }
    }
    Console.write(writer.take())
  }

  func jsonl() throws {
    try index.forEachEntry { entry in
      var members: [JSONValue.Member] = [
        .init("id", .string(entry.id)), .init("question", .string(entry.question)),
        .init("answer", .string(entry.answer)),
      ]
      func add(_ key: String, _ texts: [String]) {
        if !texts.isEmpty { members.append(.init(key, .array(texts.map(JSONValue.string)))) }
      }
      add("alternates", entry.alternates)
      add("tags", entry.tags)
      for (key, text) in [("category", entry.category), ("locale", entry.locale), ("intent", entry.intent)] {
        if let text { members.append(.init(key, .string(text))) }
      }
      if !entry.isEnabled { members.append(.init("enabled", .bool(false))) }
      Console.print(JSONValue.object(members).text())
    }
  }
}

extension FAQExport {
  /// A schema.org `FAQPage` for a page of the shop's, of entries that are enabled and have an answer. What schema.org has
  /// no word for stands under `parley:`, so that an import changes nothing.
  func linkedData() throws {
    let head =
      #"{"@context":["https://schema.org",{"parley":"urn:parley:"}],"@type":"FAQPage","mainEntity":["#
    Console.write(Array(head.utf8))
    var isFirst = true
    try index.forEachEntry { entry in
      guard entry.isEnabled, !entry.answer.isEmpty else { return }
      // A page embeds this in a <script>, which the text must not end.
      let text = Self.question(entry).text().replacing("</", with: "<\\/").replacing("<!", with: "\\u003c!")
      Console.write(Array(((isFirst ? "\n" : ",\n") + text).utf8))
      isFirst = false
    }
    Console.print("\n]}")
  }

  private static func question(_ entry: FAQEntry) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("@type", "Question"), .init("identifier", .string(entry.id)),
      .init("name", .string(entry.question)),
    ]
    if !entry.alternates.isEmpty {
      members.append(.init("alternateName", .array(entry.alternates.map(JSONValue.string))))
    }
    if let category = entry.category {
      members.append(.init("about", ["@type": "Thing", "name": .string(category)]))
    }
    if !entry.tags.isEmpty { members.append(.init("keywords", .array(entry.tags.map(JSONValue.string)))) }
    if let locale = entry.locale { members.append(.init("inLanguage", .string(locale))) }
    if let intent = entry.intent { members.append(.init("parley:intent", .string(intent))) }
    members.append(
      .init(
        "acceptedAnswer",
        [
          "@type": "Answer", "text": .string(MarkdownHTML.html(of: entry.answer)),
          "parley:markdown": .string(entry.answer),
        ]))
    return .object(members)
  }
}

extension IntentSource {
  /// What the live revision's intents were built from.
  fileprivate init(live call: Invocation) throws {
    guard let part = try Store(call).live().parts[.intents] else {
      throw CommandError.environment("the database has no intents.")
    }
    try self.init(part: part)
  }
}

/// Intents as files that `import intents` reads.
private enum IntentsYAML {
  /// One document: the first locale stands at the top, the others under `locales`.
  static func text(_ source: IntentSource) -> String {
    var lines: [String] = []
    let first = source.locales.first ?? IntentSource.defaultLocale
    let others = Set(source.lists.map(\.locale) + source.locales).subtracting([first]).sorted()
    lines.append("locale: \(first)")
    add(source, first, to: &lines)
    if !others.isEmpty { lines.append("locales:") }
    for locale in others {
      lines.append("  \(locale):")
      var inner: [String] = []
      add(source, locale, to: &inner)
      lines += inner.map { "    " + $0 }
    }
    return lines.joined(separator: "\n")
  }

  private static func add(_ source: IntentSource, _ locale: String, to lines: inout [String]) {
    let lists = source.lists.filter { $0.locale == locale }
    if !lists.isEmpty { lines.append("lists:") }
    for list in lists { add("  \(list.name)", list.items.map(\.text), indent: 4, to: &lines) }
    let intents = source.intents.filter { $0.locale == locale }
    if !intents.isEmpty { lines.append("intents:") }
    for intent in intents { add(intent, to: &lines) }
  }

  /// The locale has a column when there is more than the default one.
  static func csv(_ source: IntentSource) -> [UInt8] {
    var writer = CSVWriter(.init(lineEnd: "\n"))
    let isMixed = source.locales != [IntentSource.defaultLocale]
    writer.row(["utterance", "intent"] + (isMixed ? ["locale"] : []))
    for intent in source.intents {
      for example in intent.examples {
        writer.row([example.text, intent.name] + (isMixed ? [intent.locale] : []))
      }
    }
    return writer.bytes.last == 0x0A ? writer.bytes.dropLast() : writer.bytes
  }

  private static func add(_ intent: IntentSource.Intent, to lines: inout [String]) {
    lines.append("  \(quoted(intent.name)):")
    if let title = intent.title { lines.append("    title: \(quoted(title.text))") }
    if !intent.rules.isEmpty { lines.append("    rules:") }
    for rule in intent.rules {
      lines.append("      - match: \(quoted(rule.match.text))")
      lines.append("        id: \(quoted(rule.id))")
      if let unless = rule.unless { lines.append("        unless: \(quoted(unless.text))") }
      if rule.priority != 0 { lines.append("        priority: \(rule.priority)") }
    }
    add("    examples", intent.examples.map(\.text), indent: 6, to: &lines)
    add("    replies", intent.replies.map(\.text), indent: 6, to: &lines)
    add("    suggestions", intent.suggestions.map(\.text), indent: 6, to: &lines)
    if let flow = intent.flow { lines.append("    flow: \(quoted(flow.text))") }
  }

  private static func add(_ key: String, _ items: [String], indent: Int, to lines: inout [String]) {
    guard !items.isEmpty else { return }
    lines.append(key + ":")
    for item in items { lines.append(String(repeating: " ", count: indent) + "- " + quoted(item)) }
  }

  /// In double quotes, the one YAML style that can hold every text.
  private static func quoted(_ text: String) -> String { JSONValue.string(text).text() }
}
