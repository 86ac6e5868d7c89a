import Orders

/// A policy table with its words in one language.
struct PolicyBook: Sendable {
  let name: String
  private let rows: [PolicyRow]
  private let texts: [[Template]]

  /// - Parameter wordings: The same table in the language of the book; rows are matched by their names.
  init(name: String, _ rows: [PolicyRow], wordings: [PolicyRow], _ prepare: (String) -> Template) {
    self.name = name
    self.rows = rows
    texts = rows.map { row in
      let own = wordings.first { $0.id == row.id }?.texts ?? []
      return (own.isEmpty ? row.texts : own).map(prepare)
    }
  }

  func verdict(on order: Order, now: Int64, in zone: ZoneTable) -> PolicyVerdict {
    guard let row = rows.row(for: order, now: now, in: zone) else {
      return PolicyVerdict(table: name, row: nil, decision: .person, texts: [])
    }
    return PolicyVerdict(table: name, row: rows[row].id, decision: rows[row].decision, texts: texts[row])
  }
}

/// What a policy table decided, and by which row.
struct PolicyVerdict: Sendable {
  let table: String
  /// `nil` when no row held.
  let row: String?
  let decision: PolicyDecision
  let texts: [Template]
}
