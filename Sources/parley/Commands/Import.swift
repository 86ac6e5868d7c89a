import Formats
private import Glibc

extension Command {
  static let `import` = Command(
    name: "import",
    summary: "bring rules, an FAQ, orders or a whole shop into the database",
    usage: [
      "parley import faq|intents|orders|shop PATH... [--db DIR] [--dry-run] [--replace]",
      "              [--format F] [--keep N] [--against TRANSCRIPTS] [--json]",
      "              orders: [--mapping FILE] [--map FIELD=COLUMN]... [--map-status VALUE=STATUS]...",
      "                      [--orders redis --redis URL]",
    ],
    about: """
      'shop' takes a folder such as Data/: orders first, then one revision. A wrong file changes nothing and is told
      of as file:line:column. Without --replace, what is imported goes over what is there. '--mapping help' prints a
      sample of a mapping file.
      """,
    flags: [
      .db,
      Flag(name: "dry-run", help: "tell what would change, and change nothing"),
      Flag(
        name: "against", value: "TRANSCRIPTS",
        help: "with --dry-run: past messages, JSON Lines of {\"message\"}; which answers would change"),
      Flag(name: "replace", help: "remove what the files do not name"),
      Flag(
        name: "format", value: "F",
        help:
          "faq: csv tsv xlsx jsonl markdown html jsonld zendesk; intents: yaml csv; orders: shopify csv xlsx jsonl (default: found out)"
      ),
      Flag(name: "keep", value: "N", help: "how many revisions are kept (default 20)"),
      Flag(name: "mapping", value: "FILE", help: "orders: which column is which field"),
      Flag(
        name: "map", value: "FIELD=COLUMN",
        help: "orders: one column, or a setting: date_order=dmy, timezone=+01:00; may be repeated",
        repeats: true),
      Flag(
        name: "map-status", value: "VALUE=STATUS",
        help: "orders: one status, =STATUS where a row has none; may be repeated", repeats: true),
    ] + OrderPlace.flags + [.json],
    operands: 0...10_000
  ) { call in
    if call["mapping"] == "help" {
      Console.print(OrdersImport.sampleMapping)
      return .done
    }
    guard let kind = call.operands.first, call.operands.count > 1 else {
      throw CommandError.usage("say what to import: faq, intents, orders or shop, and from where.")
    }
    guard call["against"] == nil || call.has("dry-run") else {
      throw CommandError.usage("'--against' goes with '--dry-run'.")
    }
    // A server on the same machine comes first where an import may be long; alone on it, one is as fast as ever.
    if kind == "faq" { _ = nice(10) }
    let paths = Array(call.operands.dropFirst())
    switch kind {
    case "faq": return try KnowledgeImport(call).run(faq: paths)
    case "intents": return try KnowledgeImport(call).run(intents: paths)
    case "orders": return try OrdersImport(call).run(paths)
    case "shop": return try ShopImport(call).run(paths)
    default: throw CommandError.usage("'\(kind)' cannot be imported; faq, intents, orders and shop can.")
    }
  }
}
