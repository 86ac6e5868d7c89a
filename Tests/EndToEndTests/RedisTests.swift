import Foundation
import Servers
import Testing

@Suite("Servers that share a Redis", .serialized)
struct RedisTests {
  /// Whether one try, in a conversation of its own, at an order with the e-mail that is right for #1042 is answered.
  private func isFound(_ server: Server, email: String) throws -> Bool {
    let asked = try server.http.chat("where is my order #1042?")
    return try server.http.chat(email, context: asked.context).cards.count == 1
  }

  @Test(
    "refuse an order guessed at too often on any of them, answer on without Redis, and say so",
    .enabled(if: RedisServer.isInstalled, "redis-server is not installed"))
  func sharedLimit() throws {
    let redis = try RedisServer()
    let database = try StarterStore.database()
    let twin = ["PARLEY_REDIS": redis.address()]
    let servers = try (0..<3).map { _ in try Server(database: database, environment: twin) }
    #expect(try isFound(servers[2], email: "anna@example.com"))
    for guess in 0..<5 { #expect(try !isFound(servers[guess % 2], email: "eve\(guess)@example.com")) }
    #expect(try !isFound(servers[2], email: "anna@example.com"), "five misses elsewhere lock it here")
    let ready = try servers[2].http.get("/readyz").json()
    #expect(ready["degraded"] == nil)
    redis.send(SIGKILL)
    #expect(try isFound(servers[2], email: "anna@example.com"), "this server saw no miss")
    let answer = try servers[2].http.get("/readyz")
    #expect(answer.status == 200)
    #expect(try answer.json()["degraded"] as? [String] == ["redis"])
    let metrics = try servers[2].http.get("/metrics").text
    #expect(metrics.contains("\nparley_redis_up 0\n"))
  }

  @Test("start without it, and say so")
  func absent() throws {
    let port = try FreePort.take()
    let server = try Server(
      database: try StarterStore.database(), arguments: ["--redis", "redis://:secret@127.0.0.1:\(port)"])
    #expect(try server.http.get("/readyz").json()["degraded"] as? [String] == ["redis"])
    #expect(try isFound(server, email: "anna@example.com"))
  }
}
