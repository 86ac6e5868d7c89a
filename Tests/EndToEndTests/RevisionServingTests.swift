import Foundation
import Synchronization
import Testing

@Suite("A server and its revisions")
struct RevisionServingTests {
  /// What is switched to and back: two answers that name their revision.
  private static func write(_ store: SmallStore, revision: Int) throws {
    try store.folder.write(
      "faq.csv",
      """
      id,question,answer
      returns,How do I return a lamp?,Lamps of \(revision).
      delivery,How long does delivery take?,Delivery of \(revision).

      """)
  }

  @Test(
    "it switches under load within a second, and no reply fails or mixes two revisions",
    .timeLimit(.minutes(10)))
  func underLoad() throws {
    let store = try SmallStore()
    let server = try Server(database: store.database)
    let load = Load(server.http)
    let clients = (0..<3).map { _ in load.start() }
    for revision in 2...7 {
      try Self.write(store, revision: revision)
      #expect(try store.parley("import", "faq", "faq.csv").status == 0)
      let clock = ContinuousClock()
      let began = clock.now
      while load.newest < revision, clock.now - began < .seconds(10) { usleep(5_000) }
      // The server looks five times a second; the rest is for a machine that is busy.
      #expect(load.newest == revision)
      #expect(clock.now - began < .seconds(5))
    }
    load.stop()
    for client in clients { client.wait() }
    #expect(load.mistakes.isEmpty, "\(load.mistakes.prefix(3))")
    #expect(load.replies > 100)
    let lines = try server.stop().split(separator: "\n").map { try JSON(Data($0.utf8)) }
    let statuses = lines.filter { $0["route"]?.text?.hasPrefix("/v1/chat") == true }.map {
      $0["status"]?.number
    }
    #expect(!statuses.isEmpty && statuses.allSatisfy { $0 == 200 })
  }

  /// Asks both questions in one request, over and over, and looks whether the answers belong together.
  private final class Load: Sendable {
    private struct Seen {
      var newest = 0
      var replies = 0
      var mistakes: [String] = []
      var isOver = false
    }

    private let http: HTTPClient
    private let seen = Mutex(Seen())

    init(_ http: HTTPClient) { self.http = http }

    var newest: Int { seen.withLock { $0.newest } }
    var replies: Int { seen.withLock { $0.replies } }
    var mistakes: [String] { seen.withLock { $0.mistakes } }

    func stop() { seen.withLock { $0.isOver = true } }

    func start() -> DispatchSemaphore {
      let done = DispatchSemaphore(value: 0)
      Thread.detachNewThread { [self] in
        while !seen.withLock({ $0.isOver }) { ask() }
        done.signal()
      }
      return done
    }

    private func ask() {
      do {
        let answer = try http.post(
          "/v1/chat/batch",
          json: [
            "messages": [
              ["message": "How do I return a lamp?"], ["message": "How long does delivery take?"],
              ["message": "how do I return a lamp"],
            ]
          ])
        let replies = try answer.json()["replies"] as? [[String: Any]] ?? []
        let revisions = Set(replies.compactMap { $0["revision"] as? Int })
        let texts = replies.map { Turn(json: $0).text }
        let revision = revisions.first ?? 0
        let wanted =
          revision == 1
          ? ["Within 30 days.", "Two days.", "Within 30 days."]
          : ["Lamps of \(revision).", "Delivery of \(revision).", "Lamps of \(revision)."]
        seen.withLock { seen in
          seen.replies += replies.count
          if answer.status != 200 || revisions.count != 1 || texts != wanted {
            seen.mistakes.append("\(answer.status) \(revisions) \(texts)")
          }
          seen.newest = max(seen.newest, revision)
        }
      } catch {
        seen.withLock { $0.mistakes.append("\(error)") }
      }
    }
  }

  @Test("a part that turns out to be damaged sends it back to the revision before, and is told of")
  func damaged() throws {
    let store = try SmallStore()
    try Self.write(store, revision: 2)
    #expect(try store.parley("import", "faq", "faq.csv").status == 0)
    let part = try store.part("faq", of: 2)
    let bytes = try #require(FileManager.default.contents(atPath: store.database + "/" + part))
    let text = try #require(bytes.range(of: Data("Lamps of 2".utf8)))
    try store.poke(Array("Lamps of 9".utf8), in: part, at: text.lowerBound)
    let server = try Server(database: store.database)
    let clock = ContinuousClock()
    let began = clock.now
    var turn = try server.http.chat("How do I return a lamp?")
    while turn.json["revision"] as? Int != 1, clock.now - began < .seconds(10) {
      #expect(!turn.text.contains("Lamps of 9"))
      usleep(20_000)
      turn = try server.http.chat("How do I return a lamp?")
    }
    #expect(turn.text == "Within 30 days.")
    #expect(try server.http.get("/metrics").text.contains("\nparley_revision_damages_total 1\n"))
    // A new import is built on what is sound again.
    #expect(try store.parley("rollback", "1").status == 0)
    try Self.write(store, revision: 3)
    #expect(try store.parley("import", "faq", "faq.csv").status == 0)
    while turn.json["revision"] as? Int != 3, clock.now - began < .seconds(20) {
      turn = try server.http.chat("How do I return a lamp?")
    }
    #expect(turn.text == "Lamps of 3.")
    let log = server.stop()
    #expect(log.contains(#""event":"revision_damaged","revision":2,"reason":"#))
    #expect(log.contains(#""event":"revision_loaded","revision":1"#))
  }

  @Test("damage that no question comes upon is found by the pass over the files")
  func swept() throws {
    let store = try SmallStore()
    try Self.write(store, revision: 2)
    #expect(try store.parley("import", "faq", "faq.csv").status == 0)
    let part = try store.part("faq", of: 2)
    let bytes = try #require(FileManager.default.contents(atPath: store.database + "/" + part))
    let text = try #require(bytes.range(of: Data("Delivery of 2".utf8)))
    try store.poke([0x7A], in: part, at: text.lowerBound)
    let server = try Server(database: store.database)
    let clock = ContinuousClock()
    let began = clock.now
    var revision: Int?
    repeat {
      usleep(20_000)
      revision = try server.http.get("/readyz").json()["revision"] as? Int
    } while revision != 1 && clock.now - began < .seconds(10)
    #expect(revision == 1)
    #expect(server.stop().contains("(wrongHash)"))
  }

  @Test("where no revision is left to go back to, what is sound goes on answering")
  func alone() throws {
    let store = try SmallStore()
    let part = try store.part("faq", of: 1)
    let bytes = try #require(FileManager.default.contents(atPath: store.database + "/" + part))
    let text = try #require(bytes.range(of: Data("Within 30 days".utf8)))
    try store.poke(Array("Within 90".utf8), in: part, at: text.lowerBound)
    let server = try Server(database: store.database)
    for _ in 0..<5 {
      #expect(try server.http.chat("where is my order").text == "Your order is on its way.")
      #expect(try !server.http.chat("How do I return a lamp?").text.contains("Within 90"))
      usleep(100_000)
    }
    let file = String(part.dropFirst("parts/".count))
    let ready = try server.http.get("/readyz")
    #expect(ready.status == 200)
    #expect(try ready.json()["degraded"] as? [String] == ["revision"])
    let damage = try #require(try ready.json()["damage"] as? String)
    // Whichever comes upon it first: a question, or the pass over the files.
    let kinds = ["(damagedBlob)", "(wrongHash)"]
    #expect(damage.hasPrefix(file + ": the ") && kinds.contains { damage.hasSuffix($0) }, "\(damage)")
    let listed = try server.http.get("/v1/faq")
    #expect(listed.status == 503)
    #expect(try listed.json()["code"] as? String == "unavailable")
    #expect(
      try (listed.json()["detail"] as? String)?.hasPrefix("The FAQ is damaged: \(file): the blob ") == true)
    // What is there cannot be merged with; to put all of it in its place mends it.
    try store.folder.write("other.csv", "id,question,answer\nx,Is it wood?,Yes.\n")
    #expect(try store.parley("import", "faq", "other.csv").status == 3)
    let mended = try store.parley("import", "faq", "shop/faq.csv", "--replace")
    #expect(
      mended.error.contains("the FAQ there was is damaged and is replaced unread") && mended.status == 0)
    #expect(server.stop().contains(#""event":"revision_damaged","revision":1"#))
  }
}

extension SmallStore {
  /// A part of a revision, below the database.
  func part(_ kind: String, of revision: Int) throws -> String {
    let revisions = try parley("history", "--json").json()["revisions"] as? [[String: Any]] ?? []
    let found = revisions.first { $0["revision"] as? Int == revision }
    guard let hash = (found?["parts"] as? [String: String])?[kind] else { throw Failure("no part \(kind)") }
    return "parts/\(kind)-\(hash).db"
  }
}
