import Foundation
import Servers
import Testing

@Suite("The environment")
struct EnvironmentTests {
  private static let seed = "000102030405060708090a0b0c0d0e0f"

  @Test("gives what a flag would, for each flag of ask")
  func twinsOfAsk() throws {
    let store = try SmallStore()
    let flags = ["--json", "--explain", "--seed", Self.seed, "--now", "2026-11-20T12:00:00Z"]
    let byFlags = try store.parley(["ask", "where is my order"] + flags)
    let byTwins = try store.parley(
      ["ask", "where is my order"],
      environment: [
        "PARLEY_JSON": "1", "PARLEY_EXPLAIN": "yes", "PARLEY_SEED": Self.seed,
        "PARLEY_NOW": "2026-11-20T12:00:00Z",
      ])
    #expect(byFlags.output == byTwins.output)
    #expect(try byTwins.json()["conversation"] as? String == Self.seed)
    let context = try #require(try byTwins.json()["context"] as? String)
    let next = try store.parley(
      ["ask", "hello", "--json"],
      environment: ["PARLEY_CONTEXT": context, "PARLEY_NOW": "2026-11-20T12:01:00Z"])
    #expect(try next.json()["conversation"] as? String == Self.seed)
  }

  @Test("is overruled by flags")
  func flagsWin() throws {
    let store = try SmallStore()
    let other = try SmallStore()
    #expect(try other.parley("import", "faq", "shop/faq.csv", "--replace").status == 0)
    try other.folder.write("one.jsonl", #"{"id":"one","question":"One?","answer":"One."}"# + "\n")
    #expect(try other.parley("import", "faq", "one.jsonl").status == 0)
    let outcome = try store.parley(
      ["history", "--json", "--db", other.database], environment: ["PARLEY_DB": store.database])
    #expect((try outcome.json()["revisions"] as? [Any])?.count == 2)
    let seeded = try store.parley(
      ["ask", "hello", "--json", "--seed", Self.seed],
      environment: ["PARLEY_SEED": String(repeating: "f", count: 32)])
    #expect(try seeded.json()["conversation"] as? String == Self.seed)
  }

  @Test("counts an empty variable as unset, and 0, no and false as off")
  func off() throws {
    let store = try SmallStore()
    for value in ["", "0", "no", "false"] {
      let outcome = try store.parley(["history"], environment: ["PARLEY_JSON": value])
      #expect(outcome.output.hasPrefix("* 1  "))
    }
  }

  @Test("reaches the server: where to listen, origins separated by commas, the rate")
  func twinsOfServe() throws {
    let store = try SmallStore()
    let port = try FreePort.take()
    let server = try Server(
      database: "/nowhere", listensByFlags: false,
      environment: [
        "PARLEY_DB": store.database, "PARLEY_LISTEN": "127.0.0.1:\(port)", "PARLEY_THREADS": "1",
        "PARLEY_ORIGIN": "https://a.example,https://b.example", "PARLEY_RATE": "1/s",
      ], port: port)
    for origin in ["https://a.example", "https://b.example"] {
      let answer = try server.http.get("/healthz", headers: ["Origin": origin])
      #expect(answer.headers["access-control-allow-origin"] == origin)
    }
    let statuses = try (0..<8).map { _ in try server.http.get("/v1/faq").status }
    #expect(statuses.contains(429))
  }

  @Test(
    "needs a secret of 32 bytes, or the command ends with 3", arguments: ["serve", "ask hello", "order 1042"])
  func shortSecret(_ command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let outcome = try SmallStore().parley(words, environment: ["PARLEY_SECRET": "short"])
    #expect(outcome.error == "parley \(words[0]): the secret has 5 bytes; it needs at least 32\n")
    #expect(outcome.status == 3)
  }

  @Test(
    "with another secret shows no order, and leaves them to those who have theirs",
    arguments: ["order 1042", "export orders", "check"])
  func otherSecret(_ command: String) throws {
    let store = try SmallStore()
    let before = try store.contents()
    let words = command.split(separator: " ").map(String.init)
    let outcome = try store.parley(words, environment: ["PARLEY_SECRET": Server.secret])
    #expect(
      outcome.error == """
        parley \(words[0]): orders.db belongs to another PARLEY_SECRET; 'serve' and 'import orders' would move it \
        to this one

        """)
    #expect(outcome.output.isEmpty)
    #expect(outcome.status == 3)
    #expect(try store.contents() == before)
  }

  @Test("lets a secret be rotated: tokens sealed under the one before are still opened")
  func rotation() throws {
    let store = try SmallStore()
    let (old, new) = (
      "one:the secret of the year before this one", "two:the secret of the year we are in now"
    )
    let first = try store.parley(["ask", "hello", "--json"], environment: ["PARLEY_SECRET": old]).json()
    let context = try #require(first["context"] as? String)
    let both = ["PARLEY_SECRET": new + "," + old]
    let second = try store.parley(["ask", "hello", "--json", "--context", context], environment: both).json()
    #expect(second["notice"] == nil)
    #expect(second["conversation"] as? String == first["conversation"] as? String)
    let alone = ["PARLEY_SECRET": new]
    let third = try store.parley(["ask", "hello", "--json", "--context", context], environment: alone).json()
    #expect(third["notice"] as? String == "context_invalid")
  }
}
