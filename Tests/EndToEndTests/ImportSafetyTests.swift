import Foundation
import Testing

@Suite("An import that does not come alone, or to its end")
struct ImportSafetyTests {
  @Test("waits for the lock, and gives up after ten seconds")
  func lock() throws {
    let store = try SmallStore()
    let before = try store.contents()
    let holder = try Holder(of: store.database + "/lock")
    let clock = ContinuousClock()
    let began = clock.now
    let outcome = try store.parley("import", "faq", "shop/faq.csv")
    let waited = clock.now - began
    #expect(
      outcome.error == """
        parley import: \(store.database)/lock: another process is changing this database; waited 10 s

        """)
    #expect(outcome.status == 3)
    #expect(waited >= .seconds(10))
    #expect(waited < .seconds(20))
    holder.letGo()
    #expect(try store.contents() == before)
    #expect(try store.parley("import", "faq", "shop/faq.csv").status == 0)
  }

  /// Holds a file's lock with `flock(1)`.
  private final class Holder {
    private let process = Process()
    private let input = Pipe()

    init(of path: String) throws {
      process.executableURL = URL(filePath: "/usr/bin/flock")
      process.arguments = [path, "sh", "-c", "echo held; read line"]
      process.standardInput = input
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      guard !output.fileHandleForReading.availableData.isEmpty else { throw Failure("flock holds nothing") }
    }

    func letGo() {
      try? input.fileHandleForWriting.close()
      process.waitUntilExit()
    }

    deinit { if process.isRunning { process.terminate() } }
  }

  @Test(
    "leaves the old or the new when it is killed, at whatever moment",
    .timeLimit(.minutes(Soak.isOn ? 30 : 10)))
  func killed() throws {
    let store = try SmallStore()
    let rows = (0..<2_000).map { "q\($0),What is number \($0) of the list?,It is \($0).\n" }
    try store.folder.write("shop/faq.csv", "id,question,answer\n" + rows.joined())
    try store.folder.write("shop/orders.csv", "number,status\n" + (0..<500).map { "9\($0),paid\n" }.joined())
    let whole = try Self.time(of: store)
    let start = store.folder.path("start")
    try FileManager.default.copyItem(atPath: store.database, toPath: start)
    var (old, new) = (0, 0)
    for number in 1...Soak.kills {
      let process = Parley.process(
        ["import", "shop", "shop"], environment: ["PARLEY_DB": store.database], folder: store.folder.path)
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      usleep(UInt32.random(in: 0...UInt32(whole * 1.1)))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(try store.parley("check", "--deep").status == 0)
      let revision = try store.liveRevision()
      // What is loaded is the old or the new, whole.
      let known = try store.parley("export", "faq", "--format", "jsonl").output.split(separator: "\n").count
      #expect(known == (revision == 1 ? 2 : 2_002))
      let orders = try store.parley("export", "orders").output.split(separator: "\n").count
      #expect(orders == 2 || orders == 502)
      if revision == 1 { old += 1 } else { new += 1 }
      if Soak.isOn, number % 20 == 0 {
        print("\(number) imports killed: \(old) left the old, \(new) the new")
      }
      guard revision != 1 else { continue }
      // Back to the start, so that each time there is something to be done.
      try FileManager.default.removeItem(atPath: store.database)
      try FileManager.default.copyItem(atPath: start, toPath: store.database)
    }
    #expect(try store.parley("import", "shop", "shop").status == 0)
    #expect(try store.parley("check", "--deep").status == 0)
    #expect(try store.ask("What is number 1234 of the list?").text == "It is 1234.")
  }

  /// Microseconds an import takes when nobody kills it.
  private static func time(of store: SmallStore) throws -> Double {
    let clock = ContinuousClock()
    let spent = try clock.measure {
      let outcome = try store.parley("import", "shop", "shop", "--db", store.folder.path("timed"))
      #expect(outcome.status == 0, "\(outcome.error)")
    }
    return spent / .microseconds(1)
  }

  @Test("reaches a running server within a second, and so does a rollback, and no request fails")
  func running() throws {
    let store = try SmallStore()
    try store.folder.write("a.csv", "id,question,answer\nreturns,How do I return a lamp?,Within 60 days.\n")
    let server = try Server(database: store.database)
    func answer() throws -> Turn { try server.http.chat("how do I return a lamp") }
    func change(_ arguments: String..., to revision: Int) throws {
      #expect(try store.parley(arguments).status == 0)
      let clock = ContinuousClock()
      let began = clock.now
      while try answer().json["revision"] as? Int != revision, clock.now - began < .seconds(10) {}
      // The server looks five times a second; the rest is for a machine that is busy.
      #expect(clock.now - began < .seconds(5))
    }
    #expect(try answer().text == "Within 30 days.")
    try change("import", "faq", "a.csv", to: 2)
    #expect(try answer().text == "Within 60 days.")
    try change("rollback", "1", to: 1)
    #expect(try answer().text == "Within 30 days.")
    let lines = try server.stop().split(separator: "\n").map { try JSON(Data($0.utf8)) }
    let statuses = lines.filter { $0["route"]?.text == "/v1/chat" }.map { $0["status"]?.number }
    #expect(!statuses.isEmpty)
    #expect(statuses.allSatisfy { $0 == 200 })
  }

  @Test("that a server cannot load is told in its log, and the old revision goes on answering")
  func unloadable() throws {
    let store = try SmallStore()
    try store.folder.write("a.csv", "id,question,answer\nreturns,How do I return a lamp?,Within 60 days.\n")
    #expect(try store.parley("import", "faq", "a.csv").status == 0)
    #expect(try store.parley("rollback", "1").status == 0)
    let parts = store.database + "/parts/"
    let second = try #require(
      try store.parley("history", "--json").json()["revisions"] as? [[String: Any]]
    ).first { $0["revision"] as? Int == 2 }
    let hash = try #require((second?["parts"] as? [String: String])?["faq"])
    let server = try Server(database: store.database)
    try FileManager.default.removeItem(atPath: parts + "faq-\(hash).db")
    try Data("2\n".utf8).write(to: URL(filePath: store.database + "/current"))
    for _ in 0..<10 {
      #expect(try server.http.chat("how do I return a lamp").text == "Within 30 days.")
      usleep(100_000)
    }
    #expect(server.stop().contains(#""event":"revision_refused","revision":2,"reason":"#))
  }
}
