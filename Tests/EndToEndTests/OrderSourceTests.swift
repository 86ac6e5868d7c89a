import Foundation
import Servers
import Testing

@Suite(
  "Orders kept in Redis", .serialized, .enabled(if: RedisServer.isInstalled, "redis-server is not installed"))
struct RedisOrderTests {
  private static let bearer = ["Authorization": "Bearer token", "Content-Type": "application/json"]

  /// An instance on a host of its own: its database is no other's.
  private func host(_ redis: RedisServer, timeout: Int = 5_000) throws -> Server {
    let environment = WebhookTests.secrets.merging(
      ["PARLEY_REDIS": redis.address(timeout: timeout), "PARLEY_ORDERS": "redis"]) { $1 }
    return try Server(database: try StarterStore.database(), environment: environment)
  }

  private func put(_ number: String, _ status: String, on server: Server) throws -> HTTPClient.Answer {
    let body = #"{"number":"\#(number)","email":"zoe@example.com","customer_id":"z","status":"\#(status)"}"#
    return try server.http.send(
      "PUT", "/v1/orders/\(number)", headers: Self.bearer, body: Data(body.utf8))
  }

  /// The status on the card that a guest with the right e-mail is shown.
  private func status(_ number: String, on server: Server) throws -> String? {
    let asked = try server.http.chat("where is my order #\(number)?")
    let turn = try server.http.chat("zoe@example.com", context: asked.context)
    return turn.cards.first?["status"] as? String
  }

  @Test("are seen by every host at once, hold nothing readable, and are removed for all")
  func shared() throws {
    let redis = try RedisServer()
    let hosts = try [host(redis), host(redis)]
    #expect(try put("9001", "paid", on: hosts[0]).text == #"{"upserted":1}"#)
    #expect(try status("9001", on: hosts[1]) == "paid")
    #expect(try put("9001", "shipped", on: hosts[1]).status == 200)
    #expect(try status("9001", on: hosts[0]) == "shipped")
    #expect(try status("1042", on: hosts[0]) == nil, "orders.db is not asked")
    let keys = try redis.command("KEYS", "parley:*")
    #expect(keys.contains("parley:order:") && !keys.contains("9001") && !keys.contains("zoe"))
    let forgotten = try hosts[0].http.send(
      "DELETE", "/v1/orders?customer_id=z", headers: Self.bearer, body: nil)
    #expect(forgotten.text == #"{"removed":1}"#)
    #expect(try status("9001", on: hosts[1]) == nil)
  }

  @Test("are imported by the command line, looked up by it, and left alone when a file is wrong")
  func imported() throws {
    let redis = try RedisServer()
    let environment = [
      "PARLEY_REDIS": redis.address(), "PARLEY_ORDERS": "redis",
      "PARLEY_SECRET": Server.secret,
    ]
    let store = try SmallStore()
    let lines = (0..<300).map {
      #"{"number":"I-\#(10_000 + $0)","email":"zoe@example.com","status":"shipped"}"# + "\n"
    }
    try store.folder.write("more.jsonl", lines.joined())
    try store.folder.write("wrong.jsonl", lines.joined() + #"{"number":"I-1","status":"lost"}"# + "\n")
    let wrong = try store.parley(["import", "orders", "wrong.jsonl"], environment: environment)
    #expect(wrong.status == 1 && wrong.error.hasPrefix("wrong.jsonl:301:"), "\(wrong.error)")
    #expect(try !redis.command("KEYS", "parley:*").contains("parley:order"))
    let first = try store.parley(["import", "orders", "more.jsonl", "--json"], environment: environment)
    #expect(first.status == 0, "\(first.error)")
    #expect(try first.json()["added"] as? Int == 300)
    let again = try store.parley(["import", "orders", "more.jsonl"], environment: environment)
    #expect(again.output.contains("300 orders imported: 0 new, 300 updated."), "\(again.output)")
    let found = try store.parley(["order", "i 10299", "--json"], environment: environment)
    #expect(try found.json()["status"] as? String == "shipped")
    #expect(try store.parley(["order", "I-10299"]).status == 1, "orders.db has none of them")
    #expect(try status("I-10007", on: host(redis)) == "shipped")
    let replace = try store.parley(["import", "orders", "more.jsonl", "--replace"], environment: environment)
    #expect(replace.status == 2)
    redis.send(SIGKILL)
    let away = try store.parley(["import", "orders", "more.jsonl"], environment: environment)
    #expect(away.status == 3 && away.error.contains("does not answer"), "\(away.error)")
    #expect(try store.parley(["order", "I-10299"], environment: environment).status == 3)
  }

  @Test("take the same webhook five times at once over two hosts once")
  func webhooks() async throws {
    let redis = try RedisServer()
    let hosts = try [host(redis), host(redis)]
    for round in 0..<5 {
      let texts = try await withThrowingTaskGroup(of: String.self) { group in
        for index in 0..<5 {
          group.addTask {
            let answer = try hosts[index % 2].http.send(
              "POST", "/v1/webhooks/shopify",
              headers: [
                "Content-Type": "application/json", "X-Shopify-Topic": "orders/updated",
                "X-Shopify-Hmac-Sha256": WebhookTests.shipped.signature, "X-Shopify-Webhook-Id": "r\(round)",
              ], body: Data(WebhookTests.shipped.body.utf8))
            return answer.text
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(texts.filter { $0 == #"{"applied":true}"# }.count == 1, "\(texts)")
      #expect(texts.filter { $0 == #"{"applied":false}"# }.count == 4, "\(texts)")
    }
  }

  @Test("away, stopped or full, chat goes on and says so, and a push is not acknowledged")
  func failing() throws {
    let redis = try RedisServer()
    let server = try host(redis, timeout: 500)
    #expect(try put("9002", "paid", on: server).status == 200)
    #expect(try redis.command("CONFIG", "SET", "maxmemory", "1") == "OK")
    #expect(try put("9003", "paid", on: server).status == 503)
    let full = try server.http.chat("what can you do?")
    #expect(!full.text.isEmpty)
    #expect(try redis.command("CONFIG", "SET", "maxmemory", "0") == "OK")
    try eventually("back after it was full") { try status("9002", on: server) == "paid" }
    redis.send(SIGSTOP)
    let asked = try server.http.chat("where is my order #9002?")
    let began = Date()
    let away = try server.http.chat("zoe@example.com", context: asked.context)
    #expect(away.cards.isEmpty && away.text.contains("cannot look at orders"), "\(away.text)")
    #expect(Date().timeIntervalSince(began) < 4)
    #expect(try put("9004", "paid", on: server).status == 503)
    redis.send(SIGCONT)
    try eventually("back after it was stopped") { try status("9002", on: server) == "paid" }
    redis.send(SIGKILL)
    #expect(try status("9002", on: server) == nil)
    #expect(try server.http.chat("what can you do?").text.isEmpty == false)
    #expect(try server.http.get("/readyz").status == 200)
  }

  @Test("need --redis")
  func usage() throws {
    let store = try SmallStore()
    let outcome = try Parley.run(["serve", "--db", store.database, "--orders", "redis"])
    #expect(outcome.status == 2 && outcome.error.contains("'--orders redis' needs --redis URL."))
  }

  private func eventually(_ what: String, _ condition: () throws -> Bool) throws {
    for _ in 0..<100 {
      if try condition() { return }
      usleep(50_000)
    }
    Issue.record("not \(what)")
  }
}

@Suite("Orders asked of the store's back end", .serialized)
struct BackEndOrderTests {
  /// A store's back end, in Python: `/hits` tells what it was asked for.
  private final class BackEnd {
    let port: UInt16
    private let process = Process()

    private static let program = #"""
      import http.server, json, sys, time
      hits = []
      class Handler(http.server.BaseHTTPRequestHandler):
          protocol_version = "HTTP/1.1"
          def log_message(self, *a): pass
          def do_GET(self):
              if self.path == "/hits": return self.answer(200, json.dumps(hits))
              hits.append([self.path, self.headers.get("Authorization")])
              number = self.path.rsplit("/", 1)[1]
              if number == "7777": return self.answer(500, "{}")
              if number == "7778": time.sleep(6)
              if number == "7779": return self.answer(200, "x" * 1000000)
              if number == "7780": return self.answer(302, "", [("Location", "/orders/9001")])
              if number == "7781": return self.answer(200, "<html>")
              if number == "9001":
                  return self.answer(200, json.dumps({"number": "9001", "email": "zoe@example.com", "status": "shipped"}))
              self.answer(404, "{}")
          def answer(self, status, text, headers=[]):
              body = text.encode()
              self.send_response(status)
              for name, value in headers: self.send_header(name, value)
              self.send_header("Content-Length", str(len(body)))
              self.end_headers()
              self.wfile.write(body)
      http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
      """#

    init() throws {
      port = try FreePort.take()
      process.executableURL = URL(filePath: "/usr/bin/python3")
      process.arguments = ["-c", Self.program, "\(port)"]
      process.standardError = FileHandle.nullDevice
      try process.run()
      for _ in 0..<400 {
        if (try? HTTPClient(port: port).get("/hits"))?.status == 200 { return }
        usleep(10_000)
      }
      throw Failure("the back end does not answer")
    }

    deinit { end() }

    func end() {
      guard process.isRunning else { return }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }

    /// Paths and bearer tokens of the calls.
    func hits() throws -> [[String?]] {
      let answer = try HTTPClient(port: port).get("/hits")
      return try JSONDecoder().decode([[String?]].self, from: answer.body)
    }
  }

  private func server(_ backEnd: BackEnd) throws -> Server {
    try Server(
      database: try StarterStore.database(),
      arguments: ["--orders", "http://127.0.0.1:\(backEnd.port)/orders/{number}"],
      environment: ["PARLEY_ORDERS_TOKEN": "for the back end"])
  }

  private func ask(_ number: String, _ email: String, _ server: Server) throws -> Turn {
    let asked = try server.http.chat("where is my order #\(number)?")
    return try server.http.chat(email, context: asked.context)
  }

  @Test("are found, remembered, and so is that there is none")
  func cached() throws {
    let backEnd = try BackEnd()
    let server = try server(backEnd)
    #expect(try ask("9001", "zoe@example.com", server).cards.first?["status"] as? String == "shipped")
    #expect(try ask("9001", "zoe@example.com", server).cards.count == 1)
    let wrong = try ask("9001", "eve@example.com", server)
    let unknown = try ask("9009", "eve@example.com", server)
    #expect(wrong.cards.isEmpty && unknown.cards.isEmpty && wrong.text == unknown.text)
    #expect(try ask("9009", "eve@example.com", server).cards.isEmpty)
    #expect(
      try backEnd.hits() == [
        ["/orders/9001", "Bearer for the back end"], ["/orders/9009", "Bearer for the back end"],
      ])
  }

  @Test(
    "that it fails to give are told of as such, in time",
    arguments: ["7777", "7778", "7779", "7780", "7781"])
  func failing(_ number: String) throws {
    let backEnd = try BackEnd()
    let server = try server(backEnd)
    let began = Date()
    let turn = try ask(number, "zoe@example.com", server)
    #expect(turn.cards.isEmpty && turn.text.contains("cannot look at orders"), "\(turn.text)")
    #expect(Date().timeIntervalSince(began) < 5)
    #expect(try server.http.get("/metrics").text.contains("\nparley_backend_failures_total 1\n"))
    #expect(try backEnd.hits().allSatisfy { $0[0]?.hasSuffix(number) == true }, "no redirect is followed")
  }

  @Test("a batch waits for all of them; other requests do not wait")
  func batch() throws {
    let backEnd = try BackEnd()
    let server = try server(backEnd)
    let asked = try server.http.chat("where is my order #9001?").context
    let slow = try server.http.chat("where is my order #7778?").context
    let body: [String: Any] = [
      "messages": [
        ["message": "zoe@example.com", "context": asked], ["message": "zoe@example.com", "context": slow],
        ["message": "hello"],
      ]
    ]
    let data = try JSONSerialization.data(withJSONObject: body)
    let batch = Thread.detached {
      let answer = try server.http.send(
        "POST", "/v1/chat/batch", headers: ["Content-Type": "application/json"], body: data)
      return (body: answer.body, at: Date())
    }
    usleep(200_000)
    #expect(try !server.http.chat("hello").text.isEmpty)
    let greeted = Date()
    let answer = try batch()
    #expect(greeted < answer.at, "the loop does not wait")
    let replies = try JSON(answer.body)["replies"]
    #expect(replies?[0]?["reply"]?["cards"]?[0]?["number"]?.text == "9001")
    #expect(replies?[1]?["reply"]?["text"]?.text?.contains("cannot look at orders") == true)
    #expect(replies?[2]?["reply"]?["text"]?.text?.isEmpty == false)
  }

  @Test("only the number comes from the shopper, and it cannot leave its place")
  func encoded() throws {
    let backEnd = try BackEnd()
    let server = try server(backEnd)
    for number in ["#9001/../admin", "#1?x=1", "#99\r\nX: 1"] {
      _ = try ask(number, "zoe@example.com", server)
    }
    let hits = try backEnd.hits()
    #expect(!hits.isEmpty)
    for hit in hits {
      let path = try #require(hit[0])
      #expect(
        path.hasPrefix("/orders/") && !path.dropFirst(8).contains("/") && !path.contains("?"), "\(path)")
    }
  }

  @Test(
    "over plain http to another host are warned of, and served",
    arguments: [
      ("http://192.0.2.1/orders/{number}", true), ("http://127.0.0.1:9/orders/{number}", false),
      ("https://192.0.2.1/orders/{number}", false),
    ])
  func plain(_ address: String, _ isWarned: Bool) throws {
    let store = try SmallStore()
    // What it listens on is not this host's: it warns, and ends there.
    let outcome = try Parley.run(
      ["serve", "--db", store.database, "--orders", address, "--listen", "192.0.2.7:1"],
      environment: ["PARLEY_ORDERS_TOKEN": "t"])
    #expect(outcome.status == 3 && outcome.error.contains("cannot listen on"))
    #expect(
      outcome.error.hasPrefix(
        "parley serve: '--orders' goes over plain http: orders and PARLEY_ORDERS_TOKEN can be read on the way. "
      )
        == isWarned, "\(outcome.error)")
  }

  @Test(
    "need an address with a place for the number",
    arguments: [
      "ftp://shop.example/{number}", "https://shop.example/orders", "https://{number}.example/",
      "https:///{number}",
      "https://u@shop.example/{number}", "http://shop.example/{number}/{number}", "shop",
    ])
  func usage(_ address: String) throws {
    let store = try SmallStore()
    let outcome = try Parley.run(["serve", "--db", store.database, "--orders", address])
    #expect(outcome.status == 2 && outcome.error.contains("'--orders' takes"), "\(outcome.error)")
  }
}

extension Thread {
  /// Runs `body` on another thread; the closure waits for what it gives.
  fileprivate static func detached<Result>(
    _ body: @escaping @Sendable () throws -> Result
  ) -> () throws -> Result {
    let done = DispatchSemaphore(value: 0)
    let box = Box<Swift.Result<Result, any Error>>()
    Thread.detachNewThread {
      box.value = Swift.Result { try body() }
      done.signal()
    }
    return {
      done.wait()
      return try box.value!.get()
    }
  }
}

/// Written by one thread before the other reads it.
private final class Box<Value>: @unchecked Sendable {
  var value: Value?
}
