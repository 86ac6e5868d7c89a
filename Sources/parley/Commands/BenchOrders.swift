import Crypto
import Database
import Formats
private import Glibc
import Orders
import Threads

/// Times the hashed index of orders at growing sizes, beside SQLite's primary key and a scan of all numbers.
struct OrderBench {
  /// What one size showed.
  struct Row {
    let orders: Int
    var values: [(name: String, value: Double)] = []

    var json: JSONValue {
      .object([.init("orders", .integer(orders))] + values.map { .init($0.name, .double($0.value)) })
    }

    var text: String {
      (["\(orders) orders:"] + values.map { "\($0.name) \(($0.value * 100).rounded() / 100)" })
        .joined(separator: "  ")
    }
  }

  /// Look-ups timed at each size.
  private static let lookUps = 500_000

  static func run(_ call: Invocation) throws -> ExitStatus {
    let most = try call.number("most", in: 10_000...10_000_000) ?? 1_000_000
    var rows: [JSONValue] = []
    for orders in [10_000, 100_000, 1_000_000, 10_000_000] where orders <= most {
      let row = try withFolder { try OrderBench().row(orders, in: $0) }
      rows.append(row.json)
      if !call.has("json") { Console.print(row.text) }
    }
    if call.has("json") { Console.print(JSONValue.object([.init("sizes", .array(rows))]).text()) }
    return .done
  }

  private func row(_ orders: Int, in folder: String) throws -> Row {
    var row = Row(orders: orders)
    let keys = try KeyRing(secret: KeyRing.makeSecret())
    let path = folder + "/orders.db"
    var store = try OrderStore(path: path, keys: keys)
    let filling = try seconds { try SampleOrders.fill(store, count: orders) }
    let maintainer = try store.maintainer()
    let building = try seconds { _ = try store.index.build(maintainer, now: 0) }
    let opening = try seconds { store = try OrderStore(path: path, keys: keys) }
    let reader = try store.reader()
    guard reader.recordID(number: "W10000000") != nil else { throw CommandError.environment("no index") }
    row.values = [
      ("fill_s", filling.wall), ("build_s", building.wall), ("build_cpu_s", building.cpu),
      ("open_ms", opening.wall * 1_000), ("open_cpu_ms", opening.cpu * 1_000),
      ("bytes_per_key", Double(Self.size(folder + "/orders.index")) / Double(orders * 4)),
    ]
    let (known, unknown) = (Numbers(of: orders, count: Self.lookUps), Numbers(beyond: orders))
    // The first round brings the pages in.
    _ = known.nanoseconds { _ = reader.recordID(number: $0) }
    row.values.append(("lookup_ns", known.best { _ = reader.recordID(number: $0) }))
    row.values.append(("miss_ns", unknown.best { _ = reader.recordID(number: $0) }))
    let few = Numbers(of: orders, count: 50_000)
    row.values.append(
      ("with_record_ns", few.best { _ = try? reader.order(number: $0, now: .init(seconds: 0)) }))
    let table = try PrimaryKey(path: folder + "/keys.db", orders: orders)
    row.values.append(("sqlite_primary_key_ns", few.best { _ = try? table.id(of: $0) }))
    let scan = Scan(orders: orders)
    let scanned = Numbers(of: orders, count: max(3, 2_000_000 / orders))
    row.values.append(("linear_scan_ns", scanned.nanoseconds { _ = scan.rank(of: $0) }))
    return row
  }

  private static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    var template = Array("/tmp/parley-bench-XXXXXX".utf8CString)
    if let chosen = getenv("TMPDIR") {
      template = Array((String(cString: chosen) + "/parley-bench-XXXXXX").utf8CString)
    }
    guard let made = mkdtemp(&template) else { throw CommandError.environment("no temporary folder") }
    let folder = String(cString: made)
    defer {
      for name in ["orders.db", "orders.db-wal", "orders.db-shm", "orders.index", "keys.db"] {
        unlink(folder + "/" + name)
      }
      rmdir(folder)
    }
    return try body(folder)
  }

  /// Seconds on the wall, and of processor time.
  private func seconds(_ body: () throws -> Void) rethrows -> (wall: Double, cpu: Double) {
    let (wall, cpu) = (MonotonicClock.microseconds(), ThreadTime.micros())
    try body()
    return (Double(MonotonicClock.microseconds() - wall) / 1e6, (ThreadTime.micros() - cpu) / 1e6)
  }

  private static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}

/// Order numbers to look up, made beforehand and without a pattern.
private struct Numbers {
  private static let width = 9
  private var bytes: [UInt8] = []

  init(of orders: Int, count: Int) {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<count {
      bytes += SampleOrders.number(Int.random(in: 0..<orders, using: &generator)).utf8
    }
  }

  /// Numbers that no order of a store of that size has.
  init(beyond orders: Int) {
    for rank in orders..<(orders + 200_000) { bytes += SampleOrders.number(rank).utf8 }
  }

  /// The mean of one call.
  func nanoseconds(_ call: (UnsafeBufferPointer<UInt8>) -> Void) -> Double {
    bytes.withUnsafeBufferPointer { bytes in
      let began = ThreadTime.nanoseconds()
      for start in stride(from: 0, to: bytes.count, by: Self.width) {
        call(UnsafeBufferPointer(rebasing: bytes[start..<(start + Self.width)]))
      }
      return Double(ThreadTime.nanoseconds() - began) / Double(bytes.count / Self.width)
    }
  }

  /// The best of three rounds.
  func best(_ call: (UnsafeBufferPointer<UInt8>) -> Void) -> Double {
    (0..<3).map { _ in nanoseconds(call) }.min() ?? 0
  }
}

/// Number to row id in a SQLite table of which the number is the primary key, all of it in SQLite's cache.
private struct PrimaryKey {
  private let find: Statement

  init(path: String, orders: Int) throws {
    let connection = try Connection(path: path, mode: .build, identity: FileIdentity(version: 1))
    try connection.execute(
      "PRAGMA cache_size=-1048576; CREATE TABLE keys(number TEXT PRIMARY KEY, id INTEGER) WITHOUT ROWID")
    let insert = try connection.prepare("INSERT INTO keys VALUES(?, ?)")
    let ranks = (0..<orders).map { (number: SampleOrders.number($0), id: $0 + 1) }.sorted {
      $0.number < $1.number
    }
    try connection.transaction {
      for rank in ranks {
        try insert.bind(1, rank.number)
        try insert.bind(2, rank.id)
        try insert.run()
      }
    }
    find = try connection.prepare("SELECT id FROM keys WHERE number = ?")
  }

  func id(of number: UnsafeBufferPointer<UInt8>) throws -> Int64? {
    defer { find.reset() }
    try find.bind(1, String(decoding: number, as: UTF8.self))
    return try find.step() ? try find.integer(0) : nil
  }
}

/// All numbers side by side in memory, compared one after the other.
private struct Scan {
  private let numbers: [UInt64]

  init(orders: Int) {
    numbers = (0..<orders).map { rank in Scan.word(Array(SampleOrders.number(rank).utf8)) }
  }

  func rank(of number: UnsafeBufferPointer<UInt8>) -> Int? { numbers.firstIndex(of: Self.word(number)) }

  /// The eight digits after the letter.
  private static func word(_ number: some Collection<UInt8>) -> UInt64 {
    number.dropFirst().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension OrderReader {
  fileprivate func recordID(number: String) -> Int64? {
    Array(number.utf8).withUnsafeBufferPointer { recordID(number: $0) }
  }
}
