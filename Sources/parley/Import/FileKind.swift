import Formats
import Orders

/// What a single file is for, told from its header or its first keys. Whether it is right is not asked here.
enum FileKind {
  case intents, shop, phrases, flow, policies, synonyms, faq, orders, dialogues

  /// A file that cannot be read, or that tells nothing, is taken for intents, whose reader says what is wrong.
  init(of path: String) {
    let name = path.lowercased()
    let mayBeOrders = [".csv", ".tsv", ".txt", ".xlsx", ".json", ".jsonl", ".ndjson"].contains(
      where: name.hasSuffix)
    if mayBeOrders, OrderImport.recognises(path) {
      self = .orders
    } else if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") {
      self = Self.ofLines(path)
    } else if name.hasSuffix(".csv") {
      self = Self.ofTable(path)
    } else if [".tsv", ".xlsx", ".md", ".markdown", ".html", ".json"].contains(where: name.hasSuffix) {
      self = .faq
    } else {
      self = Self.ofTree(path)
    }
  }

  private static func ofLines(_ path: String) -> FileKind {
    let first = try? JSONLReader(path: path).next()?.object()
    return first?.members.contains { $0.key == "number" } == true ? .orders : .faq
  }

  private static func ofTable(_ path: String) -> FileKind {
    guard let reader = try? CSVReader(path: path) else { return .intents }
    let has = { (names: [String]) in (try? reader.column(names)) != nil }
    if has(["utterance", "intent"]) && !has(["question"]) { return .intents }
    if has(["question", "answer"]) { return .faq }
    return has(["number", "name", "lineitem name"]) ? .orders : .intents
  }

  private static func ofTree(_ path: String) -> FileKind {
    guard let root = try? YAMLNode.parse(SourceFile(path: path)).mapping() else { return .intents }
    let keys = Set(root.entries.map(\.key))
    if !keys.isDisjoint(with: ["intents", "lists", "locales"]) { return .intents }
    if keys.contains("flow") { return .flow }
    if keys.contains("dialogues") { return .dialogues }
    if keys.contains("policies") { return .policies }
    if keys.contains("synonyms") { return .synonyms }
    if keys.contains("phrases") { return .phrases }
    return keys.contains("name") ? .shop : .intents
  }
}
