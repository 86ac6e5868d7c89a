import Foundation
import Testing

@Suite("A database that is not as it should be")
struct BadDatabaseTests {
  @Test("of another program is left alone")
  func foreign() throws {
    let folder = try TemporaryFolder()
    try folder.write("db/notes.txt", "mine")
    try folder.write("faq.csv", SmallStore.faq)
    for command in [
      "ask hello", "order 1042", "history", "check", "import faq faq.csv", "serve", "export faq",
    ] {
      let outcome = try Parley.run(
        command.split(separator: " ").map(String.init), environment: ["PARLEY_DB": "db"], folder: folder.path)
      let name = command.prefix { $0 != " " }
      #expect(outcome.error == "parley \(name): db: not a Parley database: it holds 'notes.txt'\n")
      #expect(outcome.status == 3)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("db")) == ["notes.txt"])
  }

  @Test("that is not there, or a file, is told of; only import makes one")
  func missing() throws {
    let folder = try TemporaryFolder()
    try folder.write("file", "mine")
    for command in ["ask hello", "order 1042", "history", "check", "serve", "rollback 1"] {
      let words = command.split(separator: " ").map(String.init)
      let missing = try Parley.run(words, environment: ["PARLEY_DB": "db"], folder: folder.path)
      #expect(missing.error == "parley \(words[0]): db: there is no database here\n")
      #expect(missing.status == 3)
      let file = try Parley.run(words, environment: ["PARLEY_DB": "file"], folder: folder.path)
      #expect(file.error == "parley \(words[0]): file: not a folder\n")
      #expect(file.status == 3)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("db")))
  }

  struct Damage: CustomTestStringConvertible, Sendable {
    let name: String
    let command: String
    let error: String
    let spoil: @Sendable (SmallStore) throws -> Void
    var testDescription: String { "\(name), parley \(command)" }
  }

  @Test(
    "is refused with the reason, and never changed",
    arguments: [
      Damage(
        name: "a newer version's", command: "ask hello",
        error: "DB: made by a newer Parley (format 99; this one reads up to 1)"
      ) { try $0.put("99\n", at: "parley.format") },
      Damage(
        name: "a newer version's", command: "import faq shop/faq.csv",
        error: "DB: made by a newer Parley (format 99; this one reads up to 1)"
      ) { try $0.put("99\n", at: "parley.format") },
      Damage(name: "a strange mark", command: "history", error: "DB/parley.format: not a format number") {
        try $0.put("x\n", at: "parley.format")
      },
      Damage(
        name: "a strange current", command: "ask hello",
        error: "DB/current: not a revision number (badCurrent)"
      ) { try $0.put("x\n", at: "current") },
      Damage(
        name: "a current that is not there", command: "ask hello", error: "DB: there is no revision 77"
      ) { try $0.put("77\n", at: "current") },
      Damage(
        name: "a broken manifest", command: "import faq shop/faq.csv",
        error: "DB/manifests/1.json: not a manifest: no checksum (badManifest)"
      ) { try $0.put("{", at: "manifests/1.json") },
      Damage(
        name: "orders of a newer version", command: "order 1042",
        error: "DB/orders.db: written by a newer Parley (version 99; this one reads up to 2)"
      ) { try $0.poke([0, 0, 0, 99], in: "orders.db", at: 60) },
      Damage(
        name: "orders of another program", command: "import orders shop/orders.jsonl",
        error: "DB/orders.db: a database of another program (application id 99)"
      ) { try $0.poke([0, 0, 0, 99], in: "orders.db", at: 68) },
      Damage(
        name: "orders of another program", command: "check",
        error: "DB/orders.db: a database of another program (application id 99)"
      ) { try $0.poke([0, 0, 0, 99], in: "orders.db", at: 68) },
      Damage(
        name: "a part of a newer version", command: "ask hello",
        error: "PART: written by a newer Parley (version 99; this one reads up to 1) (newerFormat)"
      ) { try $0.poke([0, 0, 0, 99], in: $0.part("faq"), at: 60) },
      Damage(
        name: "a part that is no database", command: "ask hello",
        error: "PART: not readable as a part: file is not a database (notAPart)"
      ) { try $0.poke([0, 0, 0, 0], in: $0.part("faq"), at: 0) },
      Damage(
        name: "a part that is gone", command: "import intents shop/intents/all.yaml",
        error: "PART: the part is missing (missingPart)"
      ) { try FileManager.default.removeItem(atPath: $0.database + "/" + $0.part("faq")) },
    ])
  func refused(_ damage: Damage) throws {
    let store = try SmallStore()
    let part = try store.part("faq")
    try damage.spoil(store)
    let before = try store.files()
    let outcome = try store.parley(damage.command.split(separator: " ").map(String.init))
    let error = damage.error.replacing("DB", with: store.database)
      .replacing("PART", with: store.database + "/" + part)
    #expect(outcome.error == "parley \(damage.command.prefix { $0 != " " }): \(error)\n")
    #expect(outcome.output.isEmpty)
    #expect(outcome.status == 3)
    #expect(try store.files() == before)
  }

  @Test("in one entry's text is found by check --deep and when the entry is read, never answered from")
  func damagedBlob() throws {
    let store = try SmallStore()
    let part = try store.part("faq")
    let bytes = try #require(FileManager.default.contents(atPath: store.database + "/" + part))
    let text = try #require(bytes.range(of: Data("Within 30 days".utf8)))
    try store.poke(Array("Within 90".utf8), in: part, at: text.lowerBound)
    let deep = try store.parley("check", "--deep")
    #expect(deep.error.hasPrefix("\(store.database)/\(part): "))
    #expect(deep.status == 1)
    for command in [["export", "faq"], ["ask", "how do I return a lamp", "--json"]] {
      let outcome = try store.parley(command)
      #expect(!outcome.output.contains("Within 90"))
    }
  }

  @Test("in the live revision is no reason not to start when there is a sound one before it")
  func damagedAtStart() throws {
    let store = try SmallStore()
    try store.folder.write("b.csv", "id,question,answer\nreturns,How do I return a lamp?,Within 60 days.\n")
    #expect(try store.parley("import", "faq", "b.csv").status == 0)
    let part = store.database + "/" + (try store.part("faq", of: 2))
    try #require(FileManager.default.createFile(atPath: part, contents: Data("short".utf8)))
    let server = try Server(database: store.database)
    let turn = try server.http.chat("how do I return a lamp")
    #expect(turn.text == "Within 30 days." && turn.json["revision"] as? Int == 1)
  }

  @Test("is mended by importing what it was made of once more, and a server reads the mended part")
  func mended() throws {
    let store = try SmallStore()
    let part = try store.part("faq")
    let bytes = try #require(FileManager.default.contents(atPath: store.database + "/" + part))
    let text = try #require(bytes.range(of: Data("Within 30 days".utf8)))
    try store.poke(Array("Within 90".utf8), in: part, at: text.lowerBound)
    let server = try Server(database: store.database)
    func question() throws -> String { try server.http.chat("how do I return a lamp").text }
    #expect(try question() != "Within 30 days.")
    let outcome = try store.parley("import", "faq", "shop/faq.csv", "--replace")
    #expect(
      outcome.status == 0 && outcome.error.contains("is damaged and is replaced unread"), "\(outcome.error)")
    let deep = try store.parley(["check", "--deep"], environment: ["PARLEY_SECRET": Server.secret])
    #expect(deep.status == 0, "\(deep.error)")
    for _ in 0..<200 where try question() != "Within 30 days." { usleep(50_000) }
    #expect(try question() == "Within 30 days.")
  }

  @Test(
    "that has lost a part, or the end of one, is mended by the import that made it and by no other",
    arguments: ["faq", "intents", "policies"], [nil, 5_000] as [UInt64?])
  func lostPart(_ kind: String, _ length: UInt64?) throws {
    let store = try SmallStore()
    // The part of the intents says where its rules stand, so that only the same paths make it again.
    try FileManager.default.removeItem(atPath: store.database)
    #expect(try store.parley("import", "shop", "shop").status == 0)
    let path = store.database + "/" + (try store.part(kind))
    let bytes = try #require(FileManager.default.contents(atPath: path))
    if let length {
      let file = try #require(FileHandle(forWritingAtPath: path))
      try file.truncate(atOffset: length)
      try file.close()
    } else {
      try FileManager.default.removeItem(atPath: path)
    }
    #expect(try store.parley("ask", "hello").status == 3)
    try store.folder.write("other.csv", "id,question,answer\nx,Is it wood?,Yes.\n")
    let other = try store.parley("import", "faq", "other.csv")
    #expect(other.status == 3 && other.error.contains(path), "\(other.error)")
    if kind == "faq" { #expect(other.error.contains("do not make it again"), "\(other.error)") }
    #expect(try store.liveRevision() == 1)
    let same = try store.parley("import", "shop", "shop")
    #expect(same.status == 0 && same.error.contains("is damaged and is written anew"), "\(same.error)")
    #expect(same.output.hasSuffix("Nothing changed: revision 1 stays.\n"))
    #expect(FileManager.default.contents(atPath: path) == bytes)
    let deep = try store.parley("check", "--deep")
    #expect(deep.status == 0, "\(deep.error)")
  }

  @Test("that has lost its FAQ gets another one with --replace")
  func replacedPart() throws {
    let store = try SmallStore()
    try FileManager.default.removeItem(atPath: store.database + "/" + store.part("faq"))
    try store.folder.write("other.csv", "id,question,answer\nx,Is it wood?,Yes.\n")
    let outcome = try store.parley("import", "faq", "other.csv", "--replace")
    #expect(
      outcome.status == 0 && outcome.error.contains("is damaged and is replaced unread"), "\(outcome.error)")
    #expect(try store.ask("is it wood").text == "Yes.")
  }

  @Test("is not made by a file without entries that would replace them all")
  func emptied() throws {
    let store = try SmallStore()
    try store.folder.write("empty.csv", "id,question,answer\n")
    let outcome = try store.parley("import", "faq", "empty.csv", "--replace")
    #expect(outcome.status == 1 && outcome.error.contains("would remove all"), "\(outcome.error)")
    #expect(try store.liveRevision() == 1)
  }

  @Test("a whole one is said to be whole")
  func whole() throws {
    let store = try SmallStore()
    for arguments in [["check"], ["check", "--deep"]] {
      let outcome = try store.parley(arguments)
      #expect(outcome.output == "\(store.database) is whole.\n")
      #expect(outcome.status == 0)
    }
  }
}

extension SmallStore {
  fileprivate func put(_ text: String, at name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: database + "/" + name))
  }

  /// Overwrites bytes of a file, whatever its permissions.
  func poke(_ bytes: [UInt8], in name: String, at offset: Int) throws {
    let path = database + "/" + name
    guard var data = FileManager.default.contents(atPath: path) else { throw Failure("no \(path)") }
    data.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    try data.write(to: URL(filePath: path))
  }

  /// The only part of a kind, below the database.
  fileprivate func part(_ kind: String) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: database + "/parts")
    guard let name = names.first(where: { $0.hasPrefix(kind + "-") }) else {
      throw Failure("no part \(kind)")
    }
    return "parts/" + name
  }
}
