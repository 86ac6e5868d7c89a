import Crypto
import Database
import Dice
import Foundation
import Testing

@testable import Orders

@Suite("The hashed index of orders")
struct OrderIndexTests {
  /// An order whose keys follow from its number.
  private static func order(_ index: Int, status: OrderStatus = .paid) -> Order {
    var order = Order(number: "W\(1_000_000 + index)", status: status)
    order.customerID = "C\(index / 3)"
    order.email = "user\(index / 2)@example.com"
    order.placedAt = UnixTime(seconds: Int64(index))
    order.tracking = [.init(number: "JV\(index)")]
    return order
  }

  private func filled(_ count: Int, _ scratch: Scratch) throws -> OrderStore {
    let store = try scratch.store()
    try store.write { batch in for index in 0..<count { try batch.upsert(Self.order(index)) } }
    #expect(try store.index.build(store.maintainer(), now: 0))
    return store
  }

  /// What a reader says about every order of a filled store, and about as many that are not there.
  private func expectAll(_ count: Int, in store: OrderStore, _ note: Comment? = nil) throws {
    let reader = try store.reader()
    for index in 0..<count {
      #expect(try reader.order(number: "w\(1_000_000 + index)", now: .noon) == Self.order(index), note)
      #expect(try reader.order(number: "X\(1_000_000 + index)", now: .noon) == nil, note)
    }
    #expect(
      try reader.orders(customer: "C3", limit: 10, now: .noon).map(\.number) == [
        "W1000011", "W1000010", "W1000009",
      ], note)
    #expect(try reader.orders(email: "USER4@example.com", limit: 10, now: .noon).count == 2, note)
    #expect(try reader.orders(parcel: "jv 7", limit: 10, now: .noon).map(\.number) == ["W1000007"], note)
    #expect(try reader.orders(parcel: "JV999999", limit: 10, now: .noon).isEmpty, note)
  }

  @Test("finds what SQLite finds, at any size", arguments: [0, 1, 2, 13, 700, 5_000])
  func sizes(_ count: Int) throws {
    let scratch = try Scratch()
    let store = try filled(count, scratch)
    #expect(store.index.status.isUsed)
    if count >= 13 { try expectAll(min(count, 700), in: store) }
    #expect(try store.reader().order(number: "nobody's", now: .noon) == nil)
    #expect(store.index.status.isUsed, "a miss does not put it out of use")
  }

  @Test("opened by another process it needs no building")
  func reopened() throws {
    let scratch = try Scratch()
    _ = try filled(100, scratch)
    let other = try scratch.store()
    try expectAll(100, in: other)
    try other.index.maintain(other.maintainer(), now: 1)
    #expect(other.index.status == (true, 0, 0))
  }

  @Test("sees at once what another process adds, changes and removes")
  func delta() throws {
    let scratch = try Scratch()
    let store = try filled(100, scratch)
    let reader = try store.reader()
    let other = try scratch.store()
    try other.write { batch in
      try batch.upsert(Self.order(100))
      var moved = Self.order(9, status: .shipped)
      (moved.customerID, moved.tracking) = ("C999", [.init(number: "NEW 1")])
      try batch.upsert(moved)
      _ = try batch.remove(number: "W1000010")
    }
    #expect(try reader.order(number: "W1000100", now: .noon) == Self.order(100))
    #expect(try reader.order(number: "W1000009", now: .noon)?.status == .shipped)
    #expect(try reader.order(number: "W1000010", now: .noon) == nil)
    #expect(try reader.orders(customer: "C3", limit: 9, now: .noon).map(\.number) == ["W1000011"])
    #expect(try reader.orders(customer: "C999", limit: 9, now: .noon).map(\.number) == ["W1000009"])
    #expect(try reader.orders(parcel: "JV9", limit: 9, now: .noon).isEmpty)
    #expect(try reader.orders(parcel: "new1", limit: 9, now: .noon).map(\.number) == ["W1000009"])
    #expect(store.index.status == (true, 2, 0 + 1))
  }

  @Test("a status alone adds nothing to the delta")
  func status() throws {
    let scratch = try Scratch()
    let store = try filled(20, scratch)
    for status in OrderStatus.allCases {
      try store.write { _ = try $0.upsert(Self.order(7, status: status)) }
      #expect(try store.reader().order(number: "W1000007", now: .noon)?.status == status)
    }
    try store.index.maintain(store.maintainer(), now: 1)
    #expect(store.index.status.delta == 0)
  }

  @Test("after an import of many it is built anew, and tells nothing wrong until then")
  func bulk() throws {
    let scratch = try Scratch()
    let store = try filled(50, scratch)
    let other = try scratch.store()
    let many = ChangeFeed.maximumPerCommit + 10
    try other.write { batch in for index in 50..<(50 + many) { try batch.upsert(Self.order(index)) } }
    let reader = try store.reader()
    #expect(try reader.order(number: "W\(1_000_000 + many)", now: .noon) == Self.order(many))
    #expect(!store.index.status.isUsed)
    try store.index.maintain(store.maintainer(), now: 100)
    #expect(store.index.status.isUsed)
    try expectAll(50, in: store)
    #expect(try reader.order(number: "W\(1_000_000 + many)", now: .noon) == Self.order(many))
  }

  @Test("a removed order's hash leaves the file")
  func forgotten() throws {
    let scratch = try Scratch()
    let store = try filled(50, scratch)
    let maintainer = try store.maintainer()
    #expect(try store.write { try $0.remove(customer: "C3") } == 3)
    try store.index.maintain(maintainer, now: 1)
    #expect(store.index.status.builds == 1, "not yet: the last build was just now")
    try store.index.maintain(maintainer, now: OrderIndex.pause)
    #expect(store.index.status.builds == 2)
    try store.index.maintain(maintainer, now: 3 * OrderIndex.pause)
    #expect(store.index.status.builds == 2, "once is enough")
  }

  @Test("a database put back from a copy is not answered from the index of its other future")
  func restored() throws {
    let scratch = try Scratch()
    _ = try filled(20, scratch)
    let files = FileManager.default
    try files.copyItem(atPath: scratch.database, toPath: scratch.folder + "/copy.db")
    var ahead = try scratch.store()
    try ahead.write { batch in for index in 20..<30 { try batch.upsert(Self.order(index)) } }
    #expect(try ahead.index.build(ahead.maintainer(), now: 0))
    for suffix in ["", "-wal", "-shm"] { try? files.removeItem(atPath: scratch.database + suffix) }
    try files.moveItem(atPath: scratch.folder + "/copy.db", toPath: scratch.database)
    ahead = try scratch.store()
    try ahead.write { batch in for index in 40..<60 { try batch.upsert(Self.order(index)) } }
    let reader = try ahead.reader()
    for index in [0, 19, 40, 49, 59] {
      #expect(try reader.order(number: "W\(1_000_000 + index)", now: .noon) == Self.order(index))
    }
    for index in [20, 29] { #expect(try reader.order(number: "W\(1_000_000 + index)", now: .noon) == nil) }
    #expect(!ahead.index.status.isUsed)
    try ahead.index.maintain(ahead.maintainer(), now: 0)
    #expect(ahead.index.status.isUsed)
  }

  @Test(
    "cut short in place while it is mapped, it is done without and built anew",
    arguments: [0, 1, 4_096, 8_192, 40_000])
  func cutShort(_ bytes: Int) throws {
    let scratch = try Scratch()
    let store = try filled(3_000, scratch)
    let reader = try store.reader()
    // Some blocks have been read and found right before.
    for index in 0..<700 { #expect(try reader.order(number: "W\(1_000_000 + index)", now: .noon) != nil) }
    let path = scratch.folder + "/orders.index"
    #expect(chmod(path, 0o600) == 0 && truncate(path, bytes) == 0)
    try expectAll(3_000, in: store)
    #expect(!store.index.status.isUsed)
    try store.index.maintain(store.maintainer(), now: 0)
    #expect(store.index.status.isUsed)
    try expectAll(700, in: store)
  }

  @Test("a file that is whole is written to by nobody")
  func readOnly() throws {
    let scratch = try Scratch()
    let store = try filled(20, scratch)
    let path = scratch.folder + "/orders.index"
    let mode = { try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int }
    #expect(try mode() == 0o400)
    // Nor does one that a killed builder left behind keep it from being built.
    try FileManager.default.copyItem(atPath: path, toPath: path + ".new")
    #expect(try store.index.build(store.maintainer(), now: 1))
    #expect(try mode() == 0o400)
    try expectAll(20, in: store)
  }

  @Test("another secret cannot read it, and has it built anew")
  func rotation() throws {
    let scratch = try Scratch()
    _ = try filled(20, scratch)
    let rotated = try scratch.store(secret: "b")
    try expectAll(20, in: rotated)
    #expect(!rotated.index.status.isUsed)
    try rotated.index.maintain(rotated.maintainer(), now: 0)
    #expect(rotated.index.status.isUsed)
    try expectAll(20, in: rotated)
  }

  @Test("without the key a file tells of no number: its slots are those of another key for the same orders")
  func keyed() throws {
    let (one, two) = (try Scratch(), try Scratch())
    _ = try filled(300, one)
    let store = try two.store(secret: "b")
    try store.write { batch in for index in 0..<300 { try batch.upsert(Self.order(index)) } }
    try store.index.build(store.maintainer(), now: 0)
    func slots(_ scratch: Scratch) throws -> Set<UInt64> {
      let data = try Data(contentsOf: URL(fileURLWithPath: scratch.folder + "/orders.index"))
      return data.dropFirst(4_096).withUnsafeBytes { bytes in
        Set((0..<480).map { bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self) >> 32 })
      }
    }
    #expect(try slots(one).intersection(slots(two)).subtracting([0]).isEmpty)
  }
}

@Suite("A damaged index of orders")
struct DamagedOrderIndexTests {
  @Test("never answers wrongly, whatever byte was altered or cut off")
  func flips() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    try store.write { batch in
      for index in 0..<400 {
        var order = Order(number: "N\(index)", status: .paid)
        order.customerID = "C\(index % 40)"
        try batch.upsert(order)
      }
    }
    try store.index.build(store.maintainer(), now: 0)
    let path = URL(fileURLWithPath: scratch.folder + "/orders.index")
    let whole = try Data(contentsOf: path)
    var dice = Dice(seed: 7)
    var unused = 0
    for round in 0..<120 {
      var bytes = whole
      if round % 10 == 0 {
        bytes = bytes.prefix(dice.roll(bytes.count))
      } else {
        for _ in 0..<4 { bytes[dice.roll(bytes.count)] ^= UInt8(1 << dice.roll(8)) }
      }
      try FileManager.default.removeItem(at: path)
      try bytes.write(to: path)
      let damaged = try scratch.store()
      let reader = try damaged.reader()
      for index in 0..<400 where index % 7 == round % 7 {
        #expect(try reader.order(number: "N\(index)", now: .noon)?.number == "N\(index)")
        #expect(try reader.order(number: "M\(index)", now: .noon) == nil)
      }
      #expect(try reader.orders(customer: "C\(round % 40)", limit: 100, now: .noon).count == 10)
      if !damaged.index.status.isUsed { unused += 1 }
      try damaged.index.maintain(damaged.maintainer(), now: 0)
      #expect(damaged.index.status.isUsed, "it is built anew")
    }
    #expect(unused > 60)
  }

  @Test("of another program or of nothing is not used")
  func foreign() throws {
    for bytes in [[], Array("something else".utf8), [UInt8](repeating: 0, count: 20_000)] {
      let scratch = try Scratch()
      _ = try scratch.file("orders.index", bytes)
      let store = try scratch.store()
      try store.write { _ = try $0.upsert(.full()) }
      #expect(!store.index.status.isUsed)
      #expect(try store.reader().order(number: "1042", now: .noon) == .full())
    }
  }

  @Test("a folder that cannot be written leaves SQLite's own indexes in use")
  func unwritable() throws {
    let scratch = try Scratch()
    let store = try scratch.store()
    try store.write { _ = try $0.upsert(.full()) }
    try FileManager.default.createDirectory(
      atPath: scratch.folder + "/orders.index.new", withIntermediateDirectories: true)
    let maintainer = try store.maintainer()
    #expect(throws: OrderIndexBuilder.Failure.self) { try store.index.maintain(maintainer, now: 0) }
    #expect(throws: Never.self) { try store.index.maintain(maintainer, now: 1) }
    #expect(try store.reader().order(number: "1042", now: .noon) == .full())
  }
}
