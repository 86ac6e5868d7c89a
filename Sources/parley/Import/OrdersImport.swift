import Formats
import Orders

/// `parley import orders`: all files in one commit, or nothing.
struct OrdersImport {
  private let call: Invocation

  init(_ call: Invocation) { self.call = call }

  static var sampleMapping: String { OrderMapping.sample }

  func run(_ paths: [String]) throws -> ExitStatus {
    var outcome = ImportOutcome(call)
    try write(paths, shiftsNewestTo: nil, &outcome)
    outcome.print()
    return .done
  }

  /// - Parameter shiftsNewestTo: Ages all orders so that the newest was placed then.
  func write(_ paths: [String], shiftsNewestTo: UnixTime?, _ outcome: inout ImportOutcome) throws {
    var options = try options()
    options.shiftsNewestTo = shiftsNewestTo
    var report = InputReport()
    let store = options.isDryRun ? nil : try Store(call, create: true).orders()
    let summary = try OrderImport(options).run(paths, into: store, report: &report)
    try outcome.tell(report)
    guard let summary else { return }
    if let store { try store.index.maintain(store.maintainer(), now: Time.now()) }
    outcome.add("dry_run", .bool(options.isDryRun))
    outcome.add("orders", .integer(summary.orders), line: line(summary, options.isDryRun))
    outcome.add("added", .integer(summary.added))
    outcome.add("replaced", .integer(summary.replaced))
    outcome.add("without_proof", .integer(summary.withoutProof))
    if summary.withoutProof > 0 {
      outcome.add(
        "without_proof", .integer(summary.withoutProof),
        line:
          "\(summary.withoutProof) have neither e-mail nor customer id: only the operator can look them up.")
    }
  }

  /// Looks for mistakes in files of orders, without a database.
  func check(_ paths: [String], _ report: inout InputReport) throws {
    guard !paths.isEmpty else { return }
    var options = try options()
    options.isDryRun = true
    _ = try OrderImport(options).run(paths, into: nil, report: &report)
  }

  private func options() throws -> OrderImport.Options {
    var options = OrderImport.Options()
    options.format = try format()
    options.mapping = try mapping()
    options.replacesAll = call.has("replace")
    options.isDryRun = call.has("dry-run")
    return options
  }

  private func line(_ summary: OrderImport.Summary, _ isDryRun: Bool) -> String {
    if isDryRun { return "\(summary.orders) orders would be imported." }
    return "\(summary.orders) orders imported: \(summary.added) new, \(summary.replaced) updated."
  }

  private func format() throws(CommandError) -> OrderImport.Format? {
    guard let name = call["format"] else { return nil }
    guard let format = OrderImport.Format(rawValue: name) else {
      throw .usage("'--format' is shopify, csv or jsonl for orders, not '\(name)'.")
    }
    return format
  }

  /// The mapping file with the flags over it; `nil` without either.
  private func mapping() throws -> OrderMapping? {
    let (fields, statuses) = (call.all("map"), call.all("map-status"))
    guard call["mapping"] != nil || !fields.isEmpty || !statuses.isEmpty else { return nil }
    var mapping = try call["mapping"].map { try OrderMapping(SourceFile(path: $0)) } ?? OrderMapping()
    do throws(OrderMapping.FlagError) {
      for pair in fields { try mapping.map(pair) }
      for pair in statuses { try mapping.mapStatus(pair) }
    } catch {
      throw CommandError.usage("\(error)")
    }
    return mapping
  }
}
