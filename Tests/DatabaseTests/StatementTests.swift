import Testing

@testable import Database

@Suite("Statements")
struct StatementTests {
  let folder: TemporaryFolder
  let file: Connection

  init() throws {
    folder = try TemporaryFolder()
    file = try Connection(path: folder("a.db"), mode: .build, identity: FileIdentity(version: 1))
    try file.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a ANY)")
  }

  @Test("what is bound comes back", arguments: [Int64.min, -1, 0, 1, .max])
  func integers(value: Int64) throws {
    let statement = try file.prepare("SELECT ?1")
    try statement.bind(1, value)
    #expect(try statement.step())
    #expect(try statement.integer(0) == value)
    #expect(try statement.integerIfAny(0) == value)
    #expect(try !statement.step())
  }

  @Test(
    "texts come back, empty and with a NUL inside too", arguments: ["", "é", "a\0b", "'; DROP TABLE t; --"])
  func texts(value: String) throws {
    let statement = try file.prepare("SELECT ?1")
    try statement.bind(1, value)
    #expect(try statement.step())
    #expect(!statement.isNull(0))
    #expect(try statement.text(0) == value)
    #expect(try statement.bytes(0) == Array(value.utf8))
  }

  @Test("bytes come back", arguments: [0, 1, 5000, 1_000_000])
  func blobs(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    let statement = try file.prepare("SELECT ?1")
    try statement.bind(1, bytes)
    #expect(try statement.step())
    #expect(!statement.isNull(0))
    #expect(try statement.withBytes(0) { $0.count } == count)
    #expect(try statement.bytes(0) == bytes)
  }

  @Test("nothing is NULL, whatever the type asked for")
  func null() throws {
    let statement = try file.prepare("SELECT ?1, ?2, ?3")
    try statement.bind(1, nil as Int64?)
    try statement.bind(2, nil as String?)
    try statement.bindNull(3)
    #expect(try statement.step())
    #expect(statement.isNull(0) && statement.isNull(1) && statement.isNull(2))
    #expect(try statement.integerIfAny(0) == nil)
    #expect(try statement.textIfAny(1) == nil)
  }

  @Test("a value of another type is damage, not a silent conversion")
  func types() throws {
    let statement = try file.prepare("SELECT 1, 'a', x'00', NULL, 1.5")
    #expect(try statement.step())
    for column in [1, 2, 3, 4] {
      #expect { try statement.integer(column) } throws: { ($0 as? DatabaseError)?.code == .damaged }
    }
    for column in [0, 2, 3, 4] {
      #expect { try statement.text(column) } throws: { ($0 as? DatabaseError)?.code == .damaged }
    }
    for column in [0, 3, 4] {
      #expect { try statement.bytes(column) } throws: { ($0 as? DatabaseError)?.code == .damaged }
    }
  }

  @Test("a statement is reused with other values, and forgets them when told to")
  func reuse() throws {
    let insert = try file.prepare("INSERT INTO t(a) VALUES (?1)")
    for value in 1...100 {
      try insert.bind(1, value)
      try insert.run()
    }
    insert.clear()
    try insert.run()
    let sum = try file.prepare("SELECT sum(a), count(*), count(a) FROM t")
    #expect(try sum.step())
    #expect(try sum.integer(0) == 5050)
    #expect(try sum.integer(1) == 101)
    #expect(try sum.integer(2) == 100)
  }
}
