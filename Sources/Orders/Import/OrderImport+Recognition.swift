import Formats

extension OrderImport {
  /// Whether a file looks like one of orders: it has what could be their numbers, and what other files beside numbers do
  /// not have. Whether it is right is not asked.
  package static func recognises(_ path: String) -> Bool {
    guard let format = try? Format(of: path) else { return false }
    switch format {
    case .jsonl: return firstMembers(of: path).map { JSONGuess.looksLikeOrder($0) } ?? false
    case .xlsx: return (try? SpreadsheetReader(path: path)).map { looksLikeOrders($0.columns.names) } ?? false
    case .csv, .shopify:
      let reader = try? CSVReader(path: path, options: .init(decodes: true))
      return reader.map { looksLikeOrders($0.columns.names) } ?? false
    }
  }

  /// Names that files of questions and examples have, and files of orders do not.
  private static let strange: Set<String> = ["question", "answer", "utterance", "intent", "query", "message"]

  static func looksLikeOrders(_ names: [String]) -> Bool {
    guard strange.isDisjoint(with: names.map(ColumnAliases.plain)) else { return false }
    let columns = { (fields: [OrderField]) in
      Set(fields.compactMap { ColumnAliases.column(of: $0, in: names) }).count
    }
    return columns([.number]) == 1 && columns([.email, .placedAt, .total, .itemSKU, .itemQuantity]) > 0
      && columns([.number, .email, .status, .placedAt, .total, .itemName, .trackingNumber]) > 2
  }

  private static func firstMembers(of path: String) -> JSONMembers? {
    if var list = try? JSONListNodes(path: path) { return try? list.next()?.object() }
    return try? JSONLReader(path: path).next()?.object()
  }
}
