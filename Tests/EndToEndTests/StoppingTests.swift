import Foundation
import Glibc
import Testing

@Suite("A server that stops, or runs short")
struct StoppingTests {
  @Test("is not ready any more at once, answers on, and then ends by itself")
  func drains() throws {
    let server = try Server(database: try StarterStore.database())
    server.process.terminate()
    let deadline = Date(timeIntervalSinceNow: 1)
    while try server.http.get("/readyz").status != 503, Date() < deadline { usleep(1_000) }
    #expect(try server.http.get("/readyz").status == 503)
    #expect(try server.http.get("/healthz").status == 200)
    let answer = try server.http.post("/v1/chat", json: ["message": "hello"])
    #expect(answer.status == 200)
    #expect(answer.headers["connection"] == "close")
    server.process.waitUntilExit()
    #expect(server.process.terminationStatus == 0)
  }

  @Test("ends at once when it is told a second time")
  func secondSignal() throws {
    let server = try Server(database: try StarterStore.database())
    // A request that is never finished would keep a draining server for its full ten seconds.
    let socket = try Socket(port: server.port, timeout: 10)
    try socket.write(Data("POST /v1/chat HTTP/1.1\r\nHost: shop\r\nContent-Length: 10\r\n\r\n".utf8))
    let start = Date()
    server.process.terminate()
    while try server.http.get("/readyz").status != 503, Date().timeIntervalSince(start) < 5 { usleep(1_000) }
    server.process.terminate()
    server.process.waitUntilExit()
    #expect(server.process.terminationReason == .uncaughtSignal)
    #expect(Date().timeIntervalSince(start) < 5)
    withExtendedLifetime(socket) {}
  }

  @Test(
    "serves on when it has no descriptors left, without a busy loop, and takes new clients when it has some again"
  )
  func descriptors() throws {
    let server = try Server(database: try StarterStore.database())
    let limit = Process()
    limit.executableURL = URL(filePath: "/usr/bin/prlimit")
    limit.arguments = ["--pid", "\(server.process.processIdentifier)", "--nofile=64"]
    try limit.run()
    limit.waitUntilExit()
    try #require(limit.terminationStatus == 0)

    let request = Data("GET /healthz HTTP/1.1\r\nHost: shop\r\n\r\n".utf8)
    let first = try Socket(port: server.port, timeout: 5)
    try first.write(request)
    #expect(first.read(atMost: 4096).starts(with: Data("HTTP/1.1 200".utf8)))
    var others = try (0..<200).map { _ in try Socket(port: server.port, timeout: 5) }
    let before = try processorSeconds(server)
    usleep(1_000_000)
    #expect(try processorSeconds(server) - before < 0.2)
    try first.write(request)
    #expect(first.read(atMost: 4096).starts(with: Data("HTTP/1.1 200".utf8)))

    others.removeAll()
    let start = Date()
    #expect(try server.http.get("/healthz").status == 200)
    #expect(Date().timeIntervalSince(start) < 2)
  }

  enum Loss: CaseIterable { case moved, replaced, removed }

  @Test("acknowledges no order that it cannot keep, and answers on", arguments: Loss.allCases)
  func lostDatabase(_ loss: Loss) throws {
    let store = try SmallStore()
    let server = try Server(database: store.database, environment: ["PARLEY_API_TOKEN": "token"])
    func put(_ number: String) throws -> HTTPClient.Answer {
      try server.http.send(
        "PUT", "/v1/orders/\(number)",
        headers: ["Authorization": "Bearer token", "Content-Type": "application/json"],
        body: Data(#"{"number":"\#(number)","status":"paid"}"#.utf8))
    }
    #expect(try put("8001").status == 200)
    #expect(try server.http.get("/readyz").status == 200)
    let files = FileManager.default
    switch loss {
    case .moved: try files.moveItem(atPath: store.database + "/orders.db", toPath: store.database + "/old.db")
    case .replaced:
      try files.copyItem(atPath: store.database + "/orders.db", toPath: store.database + "/copy.db")
      try #require(rename(store.database + "/copy.db", store.database + "/orders.db") == 0)
    case .removed: try files.removeItem(atPath: store.database)
    }
    let refused = try put("8002")
    #expect(refused.status == 503, "\(refused.text)")
    #expect(try refused.json()["code"] as? String == "unavailable")
    let ready = try server.http.get("/readyz")
    #expect(ready.status == 503)
    #expect(try ready.json()["status"] as? String == "orders_replaced")
    #expect(try server.http.get("/metrics").text.contains("\nparley_orders_replaced 1\n"))
    #expect(try !server.http.chat("hello").text.isEmpty)
  }

  /// Time on the processor so far, fields 14 and 15 of proc(5) `stat`.
  private func processorSeconds(_ server: Server) throws -> Double {
    let text = try String(contentsOfFile: "/proc/\(server.process.processIdentifier)/stat", encoding: .utf8)
    let fields = text[text.index(after: text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
    let ticks = (Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0)
    return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
  }
}
