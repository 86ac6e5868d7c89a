import Formats
private import Glibc
import Orders
import Revisions
import SharedState
import Threads

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
    let summary: OrderImport.Summary?
    if let redis = try OrderPlace.redis(of: call), !options.isDryRun {
      summary = try write(paths, options, to: redis, &report)
      try outcome.tell(report)
    } else {
      let store = options.isDryRun ? nil : try self.store()
      summary = try OrderImport(options).run(paths, into: store, report: &report)
      try outcome.tell(report)
      if let store, summary != nil { try store.index.maintain(store.maintainer(), now: Time.now()) }
    }
    guard let summary else { return }
    outcome.add("dry_run", .bool(options.isDryRun))
    outcome.add("orders", .integer(summary.orders), line: line(summary, options.isDryRun))
    outcome.add("added", .integer(summary.added))
    outcome.add("replaced", .integer(summary.replaced))
    outcome.add("without_proof", .integer(summary.withoutProof))
    let (unproven, unnamed) = (summary.withoutProof, summary.withoutDigit)
    if unproven > 0 {
      outcome.add(
        line: (unproven == 1 ? "1 has" : "\(unproven) have") + " neither e-mail nor customer id: "
          + "only the operator can look \(unproven == 1 ? "it" : "them") up.")
    }
    outcome.add("without_digit", .integer(unnamed))
    if unnamed > 0 {
      outcome.add(
        line: (unnamed == 1 ? "1 has" : "\(unnamed) have") + " no digit in the number: "
          + "shoppers cannot name \(unnamed == 1 ? "it" : "them") in the chat.")
    }
  }

  /// Into the Redis that several hosts share: once the files have been found right, one order after the other.
  private func write(
    _ paths: [String], _ options: OrderImport.Options, to address: RedisAddress, _ report: inout InputReport
  ) throws -> OrderImport.Summary? {
    guard !options.replacesAll else {
      throw CommandError.usage("'--replace' is for orders.db: in Redis there may be orders of others.")
    }
    let keys = try Store(call, create: true).keys
    let redis = Redis(address)
    if let problem = redis.check() {
      throw CommandError.environment("Redis at \(address) does not answer (\(problem)).")
    }
    // Lines of an order are put together, and numbers compared, as for orders.db.
    let scratch = try ScratchFolder()
    let gathered = try OrderStore(path: scratch.path + "/orders.db", keys: keys)
    guard var summary = try OrderImport(options).run(paths, into: gathered, report: &report) else {
      return nil
    }
    let total = try gathered.reader().count()
    (summary.added, summary.replaced) = (0, 0)
    let orders = RedisOrders(redis, keys: keys)
    try gathered.reader().forEach { order in
      guard let outcome = try Self.upsert(order, into: orders) else {
        throw CommandError.environment(
          "Redis at \(address) went away after \(summary.added + summary.replaced) of \(total.counted("order")); run it again."
        )
      }
      if outcome == .added { summary.added += 1 } else { summary.replaced += 1 }
    }
    return summary
  }

  /// Waits up to five seconds for a Redis that is away; `nil` when it stays so.
  private static func upsert(_ order: Order, into orders: RedisOrders) throws -> OrderBatch.Outcome? {
    for _ in 0..<50 {
      do { return try orders.upsert(order, now: MonotonicClock.milliseconds()) } catch RedisOrders.Failure
        .away
      {
        usleep(100_000)
      }
    }
    return nil
  }

  /// Looks for mistakes in files of orders, without a database.
  /// - Returns: What the items of their orders are called.
  func check(_ paths: [String], _ report: inout InputReport) throws -> Set<String> {
    guard !paths.isEmpty else { return [] }
    var options = try options()
    options.isDryRun = true
    return try OrderImport(options).run(paths, into: nil, report: &report)?.itemNames ?? []
  }

  /// `orders.db`, made when it is missing. An import is how orders come back that are lost.
  private func store() throws -> OrderStore {
    let store = try Store(call, create: true)
    if OrderStore.isLost(store.folder.ordersPath) {
      Console.error(
        "warning: \(store.folder.ordersPath) was missing; it will hold the orders of these files alone")
    }
    return try store.orders()
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
    if isDryRun { return "\(summary.orders.counted("order")) would be imported." }
    return "\(summary.orders.counted("order")) imported: \(summary.added) new, \(summary.replaced) updated."
  }

  private func format() throws(CommandError) -> OrderImport.Format? {
    guard let name = call["format"] else { return nil }
    guard let format = OrderImport.Format(rawValue: name) else {
      throw .usage("'--format' is shopify, csv, xlsx or jsonl for orders, not '\(name)'.")
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
