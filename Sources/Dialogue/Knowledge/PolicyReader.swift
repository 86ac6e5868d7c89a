import Formats
import Orders

/// Reads policy tables and their fixtures from YAML.
struct PolicyReader {
  private(set) var tables: [String: [PolicyRow]] = [:]
  private(set) var fixtures: [PolicyFixture] = []
  private(set) var report = InputReport()

  private static let rowKeys =
    ["row", "decide", "status", "tracking", "class", "only_class", "say"]
    + AgeCondition.Date.allCases.map { "days_since_\($0.rawValue)" }

  init(_ mapping: YAMLMapping) throws(InputError) {
    for entry in try mapping.required("policies").mapping().entries {
      var rows: [PolicyRow] = []
      for node in try entry.value.sequence() {
        let row = try Self.row(node)
        guard !rows.contains(where: { $0.id == row.id }) else {
          throw InputError(.duplicate, at: node.place, "the row '\(row.id)' is there twice")
        }
        if let earlier = rows.first(where: \.isCatchAll) {
          report.add(
            InputError(
              .schema, at: node.place, "never reached: the row '\(earlier.id)' before it always holds"))
        }
        rows.append(row)
      }
      guard (1...1_000).contains(rows.count) else { throw entry.value.error("a table has 1 to 1,000 rows") }
      tables[entry.key] = rows
    }
    if let list = mapping.optional("fixtures") {
      for node in try list.sequence() { fixtures.append(try fixture(node)) }
    }
  }

  // MARK: - Rows

  private static func row(_ node: YAMLNode) throws(InputError) -> PolicyRow {
    let mapping = try node.mapping(allowed: rowKeys)
    var row = PolicyRow(id: try FlowReader.name(mapping.required("row")))
    let decision = try mapping.required("decide").string(oneOf: PolicyDecision.allCases.map(\.rawValue))
    row.decision = PolicyDecision(rawValue: decision) ?? .person
    if let node = mapping.optional("status") { row.statuses = try statuses(node) }
    for date in AgeCondition.Date.allCases {
      guard let node = mapping.optional("days_since_\(date.rawValue)") else { continue }
      row.ages.append(try age(node, of: date))
    }
    if let node = mapping.optional("tracking") {
      row.hasTracking = try node.string(oneOf: ["known", "missing"]) == "known"
    }
    if let node = mapping.optional("class") { row.classes = try node.strings() }
    if let node = mapping.optional("only_class") { row.onlyClasses = try node.strings() }
    if let node = mapping.optional("say") { row.texts = try Wordings.read(node, slots: nil) }
    if row.decision == .deny, row.texts.isEmpty {
      throw node.error("a row that denies says why: it needs 'say'")
    }
    return row
  }

  private static func statuses(_ node: YAMLNode) throws(InputError) -> [String] {
    let known = OrderStatus.allCases.map(\.rawValue)
    let names = try node.strings()
    if let wrong = names.first(where: { !known.contains($0) }) {
      throw node.error("'\(wrong)' is not one of \(known.joined(separator: ", "))")
    }
    return names
  }

  /// `<= 30`, `> 7`, `under 3`, `over 14`, `3..10`, `5`, `missing`.
  private static func age(_ node: YAMLNode, of date: AgeCondition.Date) throws(InputError) -> AgeCondition {
    let text = try node.string()
    var age = AgeCondition(date: date)
    if text == "missing" { return age }
    let words = text.split(separator: " ").map(String.init)
    if words.count == 2, let days = Int(words[1]), days.magnitude <= 100_000 {
      switch words[0] {
      case "<", "under": age.atMost = days - 1
      case "<=": age.atMost = days
      case ">", "over": age.atLeast = days + 1
      case ">=": age.atLeast = days
      default: break
      }
    } else if words.count == 1 {
      let ends = text.daysEnds.map { Int($0) }
      if ends.count == 1, let days = ends[0] { (age.atLeast, age.atMost) = (days, days) }
      if ends.count == 2, let from = ends[0], let to = ends[1], from <= to {
        (age.atLeast, age.atMost) = (from, to)
      }
    }
    guard !age.isMissing else {
      throw node.error("days are written as '<= 30', '> 7', '3..10' or 'missing', not '\(text)'")
    }
    return age
  }

  // MARK: - Fixtures

  private func fixture(_ node: YAMLNode) throws(InputError) -> PolicyFixture {
    let mapping = try node.mapping(allowed: ["policy", "order", "now", "row"])
    let table = try mapping.required("policy")
    guard let rows = tables[try table.string()] else {
      throw table.error("there is no policy '\(try table.string())' in this file")
    }
    let row = try mapping.required("row")
    let name = try row.string()
    guard name == "none" || rows.contains(where: { $0.id == name }) else {
      throw row.error("there is no row '\(name)' in the policy '\(try table.string())'")
    }
    return PolicyFixture(
      table: try table.string(), order: try Self.order(mapping.required("order")),
      now: try Self.time(mapping.required("now")).seconds, row: name, place: node.place)
  }

  private static func order(_ node: YAMLNode) throws(InputError) -> Order {
    let mapping = try node.mapping(
      allowed: ["status", "placed_at", "shipped_at", "delivered_at", "eta", "classes", "tracking"])
    let status = try mapping.required("status").string(oneOf: OrderStatus.allCases.map(\.rawValue))
    var order = Order(number: "1", status: OrderStatus(rawValue: status) ?? .pending)
    order.placedAt = try mapping.optional("placed_at").map { (node) throws(InputError) in try time(node) }
    order.shippedAt = try mapping.optional("shipped_at").map { (node) throws(InputError) in try time(node) }
    order.deliveredAt = try mapping.optional("delivered_at").map { (node) throws(InputError) in try time(node)
    }
    order.eta = try mapping.optional("eta").map { (node) throws(InputError) in try time(node) }
    if let node = mapping.optional("tracking") {
      order.tracking = try node.strings().map { Order.Tracking(number: $0) }
    }
    if let node = mapping.optional("classes") {
      order.items = try node.strings().map { Order.Item(name: "item", itemClass: $0 == "none" ? nil : $0) }
    }
    return order
  }

  /// `2026-11-20` or `2026-11-20T12:00:00Z`, UTC.
  private static func time(_ node: YAMLNode) throws(InputError) -> UnixTime {
    let text = try node.string()
    let parts = text.split(whereSeparator: { "-T:Z".contains($0) }).map { Int($0) ?? -1 }
    let isWhole = text.utf8.count == 10 && parts.count == 3 || text.utf8.count == 20 && parts.count == 6
    guard isWhole, text.utf8.count == 10 || text.hasSuffix("Z"),
      let time = UnixTime(
        year: parts[0], month: parts[1], day: parts[2], hour: parts.count > 3 ? parts[3] : 0,
        minute: parts.count > 4 ? parts[4] : 0, second: parts.count > 5 ? parts[5] : 0)
    else { throw node.error("a time is written as 2026-11-20 or 2026-11-20T12:00:00Z, not '\(text)'") }
    return time
  }
}

extension PolicyRow {
  /// Whether it holds for every order.
  fileprivate var isCatchAll: Bool {
    statuses.isEmpty && ages.isEmpty && hasTracking == nil && classes.isEmpty && onlyClasses.isEmpty
  }
}

extension String {
  /// The two ends of `3..10`, or the whole.
  fileprivate var daysEnds: [String] {
    guard let dots = firstRange(of: "..") else { return [self] }
    return [String(self[..<dots.lowerBound]), String(self[dots.upperBound...])]
  }
}
