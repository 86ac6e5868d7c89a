import Foundation
import Testing

@Suite("The running server")
struct ServerTests {
  @Test("answers pages of listed origins, and no others'")
  func origins() throws {
    let store = try SmallStore()
    let server = try Server(database: store.database, arguments: ["--origin", "https://shop.example"])
    for (origin, isListed) in [
      ("https://shop.example", true), ("https://evil.example", false), ("null", false),
    ] {
      let answer = try server.http.post("/v1/chat", json: ["message": "hello"], headers: ["Origin": origin])
      #expect(answer.status == 200)
      #expect(answer.headers["access-control-allow-origin"] == (isListed ? origin : nil))
      #expect(answer.headers["vary"] == "Origin")
      let preflight = try server.http.send(
        "OPTIONS", "/v1/chat",
        headers: ["Origin": origin, "Access-Control-Request-Method": "POST"], body: nil)
      #expect(preflight.status == 204)
      #expect(preflight.headers["access-control-allow-origin"] == (isListed ? origin : nil))
      #expect(preflight.headers["access-control-allow-methods"] == (isListed ? "POST, OPTIONS" : nil))
      let allowed = preflight.headers["access-control-allow-headers"]
      #expect(allowed?.contains("Content-Type") == (isListed ? true : nil))
    }
    let plain = try Server(database: store.database)
    let answer = try plain.http.get("/healthz", headers: ["Origin": "https://shop.example"])
    #expect(answer.headers["access-control-allow-origin"] == nil)
  }

  @Test("carries no library that only imports, and calls of the store's own servers, need")
  func lateLibraries() throws {
    let store = try SmallStore()
    let server = try Server(database: store.database)
    #expect(try server.http.chat("hello").text.isEmpty == false)
    let maps = try #require(FileHandle(forReadingAtPath: "/proc/\(server.process.processIdentifier)/maps"))
    let mapped = String(decoding: try #require(try maps.readToEnd()), as: UTF8.self)
    #expect(mapped.contains("/libpcre2-8.so"))
    for library in ["/libcurl.so", "/libxml2.so", "/libzip.so"] {
      #expect(!mapped.contains(library), "\(library) is mapped")
    }
  }

  @Test("puts a problem into the slot of a bad message, and answers the others")
  func batch() throws {
    let store = try SmallStore()
    let server = try Server(database: store.database)
    let long = String(repeating: "a", count: 2_001)
    let body =
      #"{"messages":[{"message":"hello"},{"message":7},{"message":"\#(long)"},{"message":"good morning"}]}"#
    let answer = try server.http.send(
      "POST", "/v1/chat/batch", headers: ["Content-Type": "application/json"], body: Data(body.utf8))
    let slots = try JSON(answer.body)["replies"]?.elements ?? []
    #expect(slots.count == 4)
    #expect(slots.first?["reply"]?["text"]?.text == "Hello.")
    #expect(slots.dropFirst().first?["code"]?.text == "wrong_type")
    #expect(slots.dropFirst().first?["pointer"]?.text == "/messages/1/message")
    #expect(slots.dropFirst(2).first?["code"]?.text == "message_too_long")
    #expect(slots.last?["reply"]?["text"]?.text == "Hello.")
  }

  @Test("takes orders from the store's back end, and shows them to their customer")
  func orders() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: try StarterStore.database(), toPath: folder.path("db"))
    let server = try Server(
      database: folder.path("db"), environment: ["PARLEY_API_TOKEN": ContractTests.token])
    let bearer = ["Authorization": "Bearer \(ContractTests.token)"]
    func order(_ number: String, _ status: String) -> String {
      #"{"number":"\#(number)","email":"zoe@example.com","status":"\#(status)","carrier":"Brieftaube"}"#
    }
    func card(of number: String) throws -> [String: Any]? {
      let first = try server.http.chat("where is my order #\(number)?")
      return try server.http.chat("zoe@example.com", context: first.context).cards.first
    }
    #expect(try card(of: "770001") == nil)
    let put = try server.http.send(
      "PUT", "/v1/orders/770001", headers: bearer.merging(["Content-Type": "application/json"]) { $1 },
      body: Data(order("770001", "shipped").utf8))
    #expect(try JSON(put.body) == .object(["upserted": .number(1)]))
    #expect(try card(of: "770001")?["status"] as? String == "shipped")
    let lines = (770_001...770_100).map { order("\($0)", "delivered") + "\n" }.joined()
    let post = try server.http.send(
      "POST", "/v1/orders", headers: bearer.merging(["Content-Type": "application/x-ndjson"]) { $1 },
      body: Data(lines.utf8))
    #expect(try JSON(post.body) == .object(["upserted": .number(100)]))
    #expect(try card(of: "770100")?["status"] as? String == "delivered")
    let wrong = try server.http.send(
      "POST", "/v1/orders", headers: bearer.merging(["Content-Type": "application/x-ndjson"]) { $1 },
      body: Data((order("770001", "cancelled") + "\n" + order("770002", "lost")).utf8))
    #expect(try JSON(wrong.body)["line"]?.number == 2)
    // All or nothing: the good line before the bad one is not stored.
    #expect(try card(of: "770001")?["status"] as? String == "delivered")
    let found = try Parley.run(
      ["order", "770050", "--json", "--db", folder.path("db")],
      environment: ["PARLEY_SECRET": Server.secret])
    #expect(try found.json()["status"] as? String == "delivered")
  }

  @Test("takes no orders when it has no token")
  func noToken() throws {
    let store = try SmallStore()
    let server = try Server(database: store.database)
    for headers in [[:], ["Authorization": "Bearer "], ["Authorization": "Bearer x"]] {
      let answer = try server.http.send(
        "PUT", "/v1/orders/1", headers: headers.merging(["Content-Type": "application/json"]) { $1 },
        body: Data("{}".utf8))
      #expect(answer.status == 403)
      #expect(try JSON(answer.body)["code"]?.text == "forbidden")
    }
  }

  @Test("lets caches keep FAQ pages until the next revision")
  func entityTags() throws {
    let store = try SmallStore()
    let server = try Server(database: store.database)
    for path in ["/v1/faq", "/v1/faq/returns"] {
      let first = try server.http.get(path)
      let tag = try #require(first.headers["etag"])
      #expect(first.headers["cache-control"]?.hasPrefix("public") == true)
      for known in [tag, "W/" + tag, "\"other\", " + tag] {
        let again = try server.http.get(path, headers: ["If-None-Match": known])
        #expect(again.status == 304)
        #expect(again.headers["etag"] == tag)
        #expect(again.body.isEmpty)
      }
      #expect(try server.http.get(path, headers: ["If-None-Match": "\"other\""]).status == 200)
    }
    let tag = try server.http.get("/v1/faq").headers["etag"] ?? ""
    try store.folder.write("a.csv", "id,question,answer\npay,How can I pay?,By card.\n")
    #expect(try store.parley("import", "faq", "a.csv").status == 0)
    for _ in 0..<200 where try server.http.get("/readyz").json()["revision"] as? Int != 2 { usleep(20_000) }
    let changed = try server.http.get("/v1/faq", headers: ["If-None-Match": tag])
    #expect(changed.status == 200)
    #expect(try JSON(changed.body)["total"]?.number == 3)
  }

  @Test("gives a request's id back when it is plain, and only then")
  func requestIDs() throws {
    let store = try SmallStore()
    let server = try Server(database: store.database)
    for (id, isPlain) in [("abc-1.2_3", true), ("a b", false), (String(repeating: "a", count: 65), false)] {
      let answer = try server.http.get("/healthz", headers: ["X-Request-Id": id])
      #expect(answer.headers["x-request-id"] == (isPlain ? id : nil))
    }
    let log = server.stop()
    #expect(log.contains(#""request_id":"abc-1.2_3""#))
    #expect(!log.contains("a b"))
  }

  @Test("writes one JSON line a request, with nothing personal in it")
  func log() throws {
    let server = try Server(database: try StarterStore.database())
    let first = try server.http.chat("where is my order #1042? I am anna@example.com")
    _ = try server.http.chat("anna@example.com", context: first.context)
    _ = try server.http.get("/v1/faq?q=anna@example.com")
    _ = try server.http.get("/v1/faq/anna@example.com")
    _ = try server.http.get("/anna@example.com?number=1042")
    let log = server.stop()
    let lines = try log.split(separator: "\n").map { try JSON(Data($0.utf8)) }
    #expect(lines.count >= 6)
    for line in lines {
      #expect(line["time"]?.text?.hasSuffix("Z") == true)
      #expect(line["route"]?.text != nil)
      #expect(line["status"]?.number != nil)
    }
    #expect(!log.contains("anna"))
    #expect(!log.contains("1042"))
  }

  @Test("keeps what it did not understand, masked, for the operator")
  func misses() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: try StarterStore.database(), toPath: folder.path("db"))
    // Servers of other tests may have written to the store that is shared.
    try? FileManager.default.removeItem(atPath: folder.path("db/misses.jsonl"))
    let server = try Server(database: folder.path("db"))
    for _ in 0..<2 {
      let turn = try server.http.chat("what is the capital of France, bob@example.com, #1042")
      #expect(turn.source == "fallback")
    }
    _ = try server.http.chat("hello")
    server.stop()
    func misses(_ arguments: String...) throws -> String {
      try Parley.run(["misses", "--db", folder.path("db")] + arguments).output
    }
    let groups = try JSON(Data(try misses("--json").utf8))["misses"]?.elements ?? []
    #expect(groups.count == 1)
    #expect(groups.first?["count"]?.number == 2)
    #expect(groups.first?["sample"]?.text?.hasPrefix("what is the capital of France, ") == true)
    #expect(try misses().hasPrefix("2  what is the capital of France, "))
    for output in [try misses(), try misses("--json")] {
      #expect(!output.contains("bob"))
      #expect(!output.contains("1042"))
    }
    #expect(try misses("--since", "2999-01-01") == "Nothing was missed.\n")
  }

  @Test("answers what it has begun to read before it stops, and ends with 0")
  func drain() throws {
    let store = try SmallStore()
    let server = try Server(database: store.database)
    let body = Data(#"{"message":"hello"}"#.utf8)
    let socket = try Socket(port: server.port, timeout: 10)
    let head =
      "POST /v1/chat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n"
    try socket.write(Data(head.utf8) + body.prefix(5))
    usleep(100_000)
    server.process.terminate()
    usleep(200_000)
    #expect(server.process.isRunning)
    try socket.write(body.dropFirst(5))
    let answer = String(decoding: socket.readToEnd(), as: UTF8.self)
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(answer.contains("Hello."))
    // A second SIGTERM would end it at once.
    server.process.waitUntilExit()
    #expect(server.process.terminationStatus == 0)
    #expect(server.process.terminationReason == .exit)
  }

  @Test("does not start on a port that is taken, and says so")
  func portInUse() throws {
    let store = try SmallStore()
    let server = try Server(database: store.database)
    let outcome = try store.parley("serve", "--listen", "127.0.0.1:\(server.port)")
    #expect(
      outcome.error == "parley serve: 127.0.0.1:\(server.port) is in use by another program.\n")
    #expect(outcome.status == 3)
    #expect(try server.http.chat("hello").text == "Hello.")
  }

  @Test("shows a logged-in customer their order at once")
  func customerToken() throws {
    let secret = "the secret of the store's own site, long enough"
    let store = try SmallStore()
    let made = try store.parley(
      ["token", "customer", "--id", "7", "--email", "anna@example.com"],
      environment: ["PARLEY_CUSTOMER_SECRET": secret])
    let token = made.output.trimmingCharacters(in: .newlines)
    #expect(token.split(separator: ".").count == 3)
    let server = try Server(
      database: try StarterStore.database(), environment: ["PARLEY_CUSTOMER_SECRET": secret])
    let answer = try server.http.post(
      "/v1/chat", json: ["message": "where is my order #1042?", "customer": token])
    #expect(Turn(json: try answer.json()).cards.count == 1)
    let forged = try server.http.post(
      "/v1/chat", json: ["message": "where is my order #1042?", "customer": token.dropLast(4) + "AAAA"])
    #expect(Turn(json: try forged.json()).cards.isEmpty)
  }
}
