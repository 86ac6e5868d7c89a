import Foundation
import Testing

@testable import Database

@Suite("Connections")
struct ConnectionTests {
  let folder: TemporaryFolder
  let identity = FileIdentity(version: 3)

  init() throws { folder = try TemporaryFolder() }

  func refusal(_ path: String, _ mode: Connection.Mode) -> DatabaseError? {
    do {
      _ = try Connection(path: path, mode: mode, identity: identity)
      return nil
    } catch {
      return error
    }
  }

  @Test("a file that is not ours is refused by name of the reason", arguments: HardeningTests.modes)
  func identityRefusals(mode: Connection.Mode) throws {
    try Data("This is not a database, but it is long enough to look at.".utf8).write(
      to: URL(fileURLWithPath: folder("text.db")))
    #expect(refusal(folder("text.db"), mode)?.code == .notADatabase)

    do {
      let newer = try Connection(path: folder("newer.db"), mode: .build, identity: FileIdentity(version: 4))
      try newer.execute("CREATE TABLE t(x)")
      let foreign = try Connection(path: folder("foreign.db"), mode: .build, identity: identity)
      try foreign.execute("CREATE TABLE t(x); PRAGMA application_id=252006675")
      let unmarked = try Connection(path: folder("unmarked.db"), mode: .build, identity: identity)
      try unmarked.execute("CREATE TABLE t(x); PRAGMA application_id=0; PRAGMA user_version=0")
    }
    let newer = refusal(folder("newer.db"), mode)
    #expect(newer?.code == .newer)
    #expect(
      newer?.description
        == "\(folder("newer.db")): written by a newer Parley (version 4; this one reads up to 3)")
    let foreign = refusal(folder("foreign.db"), mode)
    #expect(foreign?.code == .foreign)
    #expect(
      foreign?.description
        == "\(folder("foreign.db")): a database of another program (application id 252006675)")
    #expect(refusal(folder("unmarked.db"), mode)?.code == .foreign)
    #expect(refusal(folder("no/such/folder.db"), mode)?.code == .cannotOpen)
  }

  @Test("a missing file is not made by a reader; an empty one is not ours")
  func missing() throws {
    #expect(refusal(folder("missing.db"), .readOnlyImmutable)?.code == .cannotOpen)
    #expect(folder.names.isEmpty)
    try Data().write(to: URL(fileURLWithPath: folder("empty.db")))
    #expect(refusal(folder("empty.db"), .readOnlyImmutable)?.code == .foreign)
  }

  @Test("an older version is opened and says so")
  func older() throws {
    do { _ = try Connection(path: folder("a.db"), mode: .readWrite, identity: FileIdentity(version: 1)) }
    let connection = try Connection(path: folder("a.db"), mode: .readWrite, identity: identity)
    #expect(try connection.version() == 1)
    try connection.setVersion(3)
    #expect(try connection.version() == 3)
  }

  @Test(
    "paths with signs that mean something in a URI open",
    arguments: ["a b.db", "50%.db", "a?mode=rw#x.db", "é.db"])
  func oddPaths(name: String) throws {
    do {
      let file = try Connection(path: folder(name), mode: .build, identity: identity)
      try file.execute("CREATE TABLE t(x); INSERT INTO t VALUES (7)")
    }
    #expect(folder.names == [name])
    let reader = try Connection(path: folder(name), mode: .readOnlyImmutable, identity: identity)
    #expect(try reader.value("SELECT x FROM t") == 7)
  }

  @Test("the same statements build the same bytes, with no second file")
  func deterministic() throws {
    for name in ["a.db", "b.db"] {
      let file = try Connection(path: folder(name), mode: .build, identity: identity)
      try file.transaction {
        try file.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, body BLOB)")
        let insert = try file.prepare("INSERT INTO t VALUES (?1, ?2)")
        for id in 1...200 {
          try insert.bind(1, id)
          try insert.bind(2, [UInt8](repeating: UInt8(id), count: id * 97))
          try insert.run()
        }
      }
      #expect(folder.names.count == (name == "a.db" ? 1 : 2))
    }
    let contents = try ["a.db", "b.db"].map { try Data(contentsOf: URL(fileURLWithPath: folder($0))) }
    #expect(contents[0] == contents[1])
    #expect(contents[0].count > 1_900_000)
  }

  @Test("a reader keeps the file it opened when another is renamed over it")
  func renamed() throws {
    for (name, value) in [("a.db", 1), ("b.db", 2)] {
      let file = try Connection(path: folder(name), mode: .build, identity: identity)
      try file.execute("CREATE TABLE t(x); INSERT INTO t VALUES (\(value))")
    }
    let old = try Connection(path: folder("a.db"), mode: .readOnlyImmutable, identity: identity)
    #expect(rename(folder("b.db"), folder("a.db")) == 0)
    #expect(try old.value("SELECT x FROM t") == 1)
    let new = try Connection(path: folder("a.db"), mode: .readOnlyImmutable, identity: identity)
    #expect(try new.value("SELECT x FROM t") == 2)
  }

  @Test("a transaction that throws leaves nothing; one that returns leaves all")
  func transactions() throws {
    struct Stop: Error {}
    let file = try Connection(path: folder("a.db"), mode: .readWrite, identity: identity)
    try file.execute("CREATE TABLE t(x)")
    #expect(throws: Stop.self) {
      try file.transaction {
        try file.execute("INSERT INTO t VALUES (1)")
        throw Stop()
      }
    }
    #expect(try file.value("SELECT count(*) FROM t") == 0)
    let changes = try file.transaction {
      try file.execute("INSERT INTO t VALUES (1), (2)")
      return file.changes
    }
    #expect(changes == 2)
    #expect(file.lastInsertedRow == 2)
    #expect(try file.value("SELECT count(*) FROM t") == 2)
  }

  @Test("an error carries SQLite's extended code and the SQL")
  func errors() throws {
    let file = try Connection(path: folder("a.db"), mode: .readWrite, identity: identity)
    try file.execute("CREATE TABLE t(x UNIQUE); INSERT INTO t VALUES (1)")
    let insert = try file.prepare("INSERT INTO t VALUES (?1)")
    try insert.bind(1, 1)
    let error = #expect(throws: DatabaseError.self) { try insert.run() }
    #expect(error?.code == .constraint)
    #expect(error?.extendedCode == 2067)
    #expect(
      error?.description
        == "\(folder("a.db")): UNIQUE constraint failed: t.x (SQLite 2067), in: INSERT INTO t VALUES (?1)")
    try insert.bind(1, 2)
    try insert.run()
    #expect(throws: DatabaseError.self) { try file.prepare("SELEKT 1") }
  }
}
