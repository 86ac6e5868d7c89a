import Foundation
import Testing

@Suite("Orders that are not where they were")
struct LostOrdersTests {
  /// A store whose orders.db is gone while its index is there.
  private func store() throws -> SmallStore {
    let store = try SmallStore()
    try #require(FileManager.default.fileExists(atPath: store.database + "/orders.index"))
    try FileManager.default.removeItem(atPath: store.database + "/orders.db")
    return store
  }

  @Test(
    "are told of by whoever looks for them, and nothing is made in their place",
    arguments: [
      ("order 1042", 3), ("export orders", 3), ("serve --listen 127.0.0.1:0", 3), ("check", 1),
    ])
  func told(_ command: String, _ status: Int32) throws {
    let store = try store()
    let before = try FileManager.default.subpathsOfDirectory(atPath: store.database)
    let outcome = try store.parley(command.split(separator: " ").map(String.init))
    #expect(
      outcome.error == """
        parley \(command.prefix { $0 != " " }): \(store.database)/orders.db is missing, though what was derived from it is \
        there: put the file back, from a copy if need be, or import the orders anew

        """)
    #expect(outcome.status == status && outcome.output.isEmpty)
    #expect(try FileManager.default.subpathsOfDirectory(atPath: store.database) == before)
  }

  @Test("are told of when a log is all that is left of them")
  func log() throws {
    let store = try store()
    try FileManager.default.removeItem(atPath: store.database + "/orders.index")
    try Data("x".utf8).write(to: URL(filePath: store.database + "/orders.db-wal"))
    #expect(try store.parley(["order", "1042"]).status == 3)
    #expect(try store.parley(["check"]).status == 1)
  }

  @Test("come back by an import, which says what it found")
  func back() throws {
    let store = try store()
    let imported = try store.parley(["import", "orders", "shop/orders.jsonl"])
    #expect(imported.status == 0)
    #expect(imported.error.contains("orders.db was missing; it will hold the orders of these files alone"))
    #expect(try store.parley(["order", "1042"]).status == 0)
    #expect(try store.parley(["check"]).status == 0)
  }

  @Test("and that never were are no mistake: nothing is made by who looks for one")
  func never() throws {
    let folder = try TemporaryFolder()
    try folder.write("faq.csv", SmallStore.faq)
    let database = folder.path("db")
    #expect(try Parley.run(["import", "faq", folder.path("faq.csv"), "--db", database]).status == 0)
    let looked = try Parley.run(["order", "1042", "--db", database])
    #expect(looked.status == 1 && looked.error == "parley order: there is no order '1042'.\n")
    #expect(try Parley.run(["export", "orders", "--db", database]).output.isEmpty)
    #expect(try Parley.run(["check", "--db", database]).status == 0)
    #expect(!FileManager.default.fileExists(atPath: database + "/orders.db"))
  }

  @Test("in a folder that may not be written are told of in words that help", .enabled(if: Stranger.canRun))
  func readOnly() throws {
    let store = try SmallStore()
    // The database itself may be read by everybody.
    _ = try Parley.run(
      program: URL(filePath: "/bin/chmod"), ["-R", "a+rX,a-w", store.folder.path])
    let outcome = try Stranger.run(["order", "1042", "--db", store.database])
    #expect(
      outcome.error == """
        parley order: \(store.database)/orders.db: may not be written: whoever runs parley must be allowed to write this \
        file and its folder, to look at it too (SQLite 1544)

        """)
    #expect(outcome.status == 3)
  }
}

/// A user who owns nothing.
private enum Stranger {
  static let canRun = geteuid() != 0 || (try? run(["--version"]).status) == 0

  static func run(_ arguments: [String]) throws -> Parley.Outcome {
    guard geteuid() == 0 else { return try Parley.run(arguments) }
    return try Parley.run(
      program: URL(filePath: "/usr/bin/setpriv"),
      ["--reuid=65534", "--regid=65534", "--clear-groups", Workspace.binary.path] + arguments)
  }
}
