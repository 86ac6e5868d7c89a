import Foundation
import Servers
import Testing

@Suite("One-time codes for guests", .serialized)
struct OneTimeCodeTests {
  static let secret = "the secret that the store's mailer checks with"

  /// The store's mailer: keeps what it is sent, and whether the signature is right.
  private final class Mailer {
    private static let program = """
      import base64, hashlib, hmac, http.server, json, sys, time
      KEY, hits = sys.argv[2].encode(), []
      class Handler(http.server.BaseHTTPRequestHandler):
          def log_message(self, *_): pass
          def answer(self, status, body):
              self.send_response(status)
              self.send_header("Content-Length", str(len(body)))
              self.end_headers()
              self.wfile.write(body)
          def do_GET(self): self.answer(200, json.dumps(hits).encode())
          def do_POST(self):
              body = self.rfile.read(int(self.headers["Content-Length"]))
              name, stamp = self.headers["webhook-id"], self.headers["webhook-timestamp"]
              code = hmac.new(KEY, f"{name}.{stamp}.".encode() + body, hashlib.sha256).digest()
              right = "v1," + base64.b64encode(code).decode()
              if self.path == "/slow": time.sleep(30)
              fails = self.path == "/flaky" and not any(h["id"] == name for h in hits)
              hits.append({"id": name, "signed": hmac.compare_digest(right, self.headers["webhook-signature"]),
                  "fresh": abs(time.time() - int(stamp)) < 60, "body": json.loads(body)})
              self.answer(503 if fails else 204, b"")
      http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
      """

    let port: UInt16
    private let process = Process()

    init() throws {
      port = try FreePort.take()
      process.executableURL = URL(filePath: "/usr/bin/python3")
      process.arguments = ["-c", Self.program, "\(port)", OneTimeCodeTests.secret]
      process.standardError = FileHandle.nullDevice
      try process.run()
      for _ in 0..<400 {
        if (try? HTTPClient(port: port).get("/"))?.status == 200 { return }
        usleep(10_000)
      }
      throw Failure("the mailer does not answer")
    }

    deinit {
      guard process.isRunning else { return }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }

    func hits() throws -> [JSON] { try JSON(HTTPClient(port: port).get("/").body).elements }

    /// Waits until so many have come.
    func hits(_ count: Int) throws -> [JSON] {
      for _ in 0..<300 {
        let hits = try hits()
        if hits.count >= count { return hits }
        usleep(20_000)
      }
      throw Failure("the mailer was not called \(count) times")
    }

    func code(_ count: Int) throws -> String {
      try hits(count)[count - 1]["body"]?["data"]?["code"]?.text ?? "none"
    }
  }

  /// A shop that is imported in a moment.
  private static func database(proof: String? = nil) throws -> (folder: TemporaryFolder, path: String) {
    let folder = try TemporaryFolder()
    try folder.write("shop/shop.yaml", "name: Nest\n" + (proof.map { "orders: {proof: \($0)}\n" } ?? ""))
    try folder.write(
      "shop/intents/all.yaml",
      """
      intents:
        track_order:
          title: Track my order
          flow: track_order
          rules: ['where is my order']
          examples: [where is my order, track my order]
        greeting:
          examples: [hello, good morning]
          replies: ['Hello.']
      """)
    try folder.write(
      "shop/flows/track.yaml",
      "flow: track_order\nthen: show_order\nanswers: {shipped: 'On its way.', paid: 'Paid.'}\n")
    try folder.write("shop/orders.jsonl", SmallStore.orders)
    let outcome = try Parley.run(
      ["import", "shop", folder.path("shop"), "--db", folder.path("db")],
      environment: ["PARLEY_SECRET": Server.secret])
    guard outcome.status == 0 else { throw Failure("the shop is not imported: \(outcome.error)") }
    return (folder, folder.path("db"))
  }

  private func server(
    _ database: String, _ mailer: Mailer, path: String = "/", _ arguments: [String] = ["--single"]
  ) throws -> Server {
    try Server(
      database: database, arguments: ["--codes", "http://127.0.0.1:\(mailer.port)\(path)"] + arguments,
      environment: ["PARLEY_CODES_SECRET": Self.secret])
  }

  /// A conversation in which a code was asked for.
  private func asked(_ number: String, _ server: Server) throws -> Turn {
    let first = try server.http.chat("where is my order #\(number)?")
    #expect(first.text.contains("send me a code"), "\(first.text)")
    let second = try server.http.chat("Send me a code", context: first.context)
    #expect(second.text.contains("six digits are on their way"), "\(second.text)")
    return second
  }

  /// What a shopper sees of a turn.
  private func seen(_ turn: Turn) -> String {
    let reply = turn.json["reply"].flatMap {
      try? JSONSerialization.data(withJSONObject: $0, options: .sortedKeys)
    }
    return String(decoding: reply ?? Data(), as: UTF8.self) + (turn.intent ?? "")
  }

  private static func other(_ code: String) -> String { code == "000000" ? "000001" : "000000" }

  @Test("are sent to the address of the order, signed, and show it once they are typed")
  func whole() throws {
    let mailer = try Mailer()
    let store = try Self.database()
    let server = try server(store.path, mailer)
    let waiting = try asked("1042", server)
    let hit = try #require(try mailer.hits(1).first)
    #expect(hit["signed"] == .bool(true) && hit["fresh"] == .bool(true))
    let data = try #require(hit["body"]?["data"])
    #expect(hit["body"]?["type"]?.text == "order.code")
    #expect(data["order"]?.text == "1042" && data["email"]?.text == "anna@example.com")
    #expect(data["locale"]?.text == "en" && data["expires_at"]?.text?.count == 20)
    let code = try #require(data["code"]?.text)
    #expect(!waiting.text.contains(code))
    let wrong = try server.http.chat(Self.other(code), context: waiting.context)
    #expect(wrong.cards.isEmpty && wrong.text.contains("do not fit"), "\(wrong.text)")
    let spaced = code.prefix(3) + " " + code.suffix(3)
    let right = try server.http.chat("it is \(spaced)", context: wrong.context)
    #expect(right.cards.first?["number"] as? String == "1042", "\(right.text)")
    // For the rest of the conversation the order is proven.
    let again = try server.http.chat("where is my order 1042?", context: right.context)
    #expect(again.cards.count == 1)
    #expect(try mailer.hits().count == 1)
    // Another order is not: it gets a code of its own.
    let other = try server.http.chat("where is my order 1043?", context: again.context)
    #expect(other.cards.isEmpty && other.text.contains("six digits"), "\(other.text)")
    #expect(try mailer.hits(2)[1]["body"]?["data"]?["order"]?.text == "1043")
    // Counted when the mailer's answer has come, which may take a moment longer than the e-mail.
    for _ in 0..<250 where try !isCounted(server) { usleep(20_000) }
    #expect(try isCounted(server))
  }

  private func isCounted(_ server: Server) throws -> Bool {
    try server.http.get("/metrics").text.contains("\nparley_codes_sent_total 2\n")
  }

  @Test("are good once, in their own conversation, and not after five wrong ones")
  func bounds() throws {
    let mailer = try Mailer()
    let store = try Self.database()
    let server = try server(store.path, mailer)
    let first = try asked("1042", server)
    let code = try mailer.code(1)
    let elsewhere = try asked("1042", server)
    #expect(try server.http.chat(code, context: elsewhere.context).cards.isEmpty, "another conversation")
    #expect(try server.http.chat(code, context: first.context).cards.count == 1)
    #expect(try server.http.chat(code, context: first.context).cards.isEmpty, "a second time")
    let second = try mailer.code(2)
    for _ in 0..<5 { _ = try server.http.chat(Self.other(second), context: elsewhere.context) }
    #expect(try server.http.chat(second, context: elsewhere.context).cards.isEmpty, "after five wrong ones")
  }

  @Test(
    "wrong, for an order that there is not, and locked read alike to the byte; nothing is sent for nobody's order"
  )
  func alike() throws {
    let mailer = try Mailer()
    let store = try Self.database()
    let server = try server(store.path, mailer)
    let (known, unknown) = (try asked("1042", server), try asked("1949", server))
    #expect(seen(known) == seen(unknown).replacingOccurrences(of: "1949", with: "1042"))
    let code = try mailer.code(1)
    var replies: Set<String> = []
    for number in 0..<7 {
      let guess = String(repeating: "0", count: 5) + "\(number)"
      if guess == code { continue }
      replies.insert(seen(try server.http.chat(guess, context: known.context)))
      replies.insert(seen(try server.http.chat(guess, context: unknown.context)))
    }
    #expect(replies.count == 1, "\(replies)")
    #expect(try mailer.hits().count == 1)
  }

  @Test("are sent anew on demand, five times at most; an address does as well")
  func anew() throws {
    let mailer = try Mailer()
    let store = try Self.database()
    let server = try server(store.path, mailer)
    var turn = try asked("1042", server)
    for _ in 0..<7 { turn = try server.http.chat("send a code", context: turn.context) }
    #expect(turn.text.contains("six digits are on their way"))
    usleep(300_000)
    #expect(try mailer.hits().count == 5)
    #expect(try server.http.chat("anna@example.com", context: turn.context).cards.count == 1)
  }

  @Test("are the only proof where shop.yaml says so")
  func required() throws {
    let mailer = try Mailer()
    let store = try Self.database(proof: "code")
    let server = try server(store.path, mailer)
    let asked = try server.http.chat("where is my order 1043? ben@example.com")
    #expect(asked.cards.isEmpty && asked.text.contains("six digits"), "\(asked.text)")
    let byAddress = try server.http.chat("ben@example.com", context: asked.context)
    #expect(byAddress.cards.isEmpty)
    let right = try server.http.chat(try mailer.code(1), context: byAddress.context)
    #expect(right.cards.first?["number"] as? String == "1043", "\(right.text)")
    // Without anybody to send them no guest sees an order.
    let without = try Server(database: store.path)
    let refused = try without.http.chat("where is my order 1043? ben@example.com")
    #expect(refused.cards.isEmpty && refused.text.contains("cannot send you a code"), "\(refused.text)")
  }

  @Test("do not keep a shopper waiting for a slow mailer, and are tried again with one that fails")
  func slow() throws {
    let mailer = try Mailer()
    let store = try Self.database()
    let slow = try server(store.path, mailer, path: "/slow")
    let began = Date()
    _ = try asked("1042", slow)
    #expect(try !slow.http.chat("hello").text.isEmpty)
    #expect(Date().timeIntervalSince(began) < 10, "the mailer takes 30 s")
    let flaky = try server(store.path, mailer, path: "/flaky")
    let waiting = try asked("1043", flaky)
    let hits = try mailer.hits(2).filter { $0["body"]?["data"]?["order"]?.text == "1043" }
    #expect(hits.count == 2 && hits[0]["id"] == hits[1]["id"], "the same delivery twice")
    let code = try #require(hits[0]["body"]?["data"]?["code"]?.text)
    #expect(try flaky.http.chat(code, context: waiting.context).cards.count == 1)
  }

  @Test(
    "are shared by servers with one Redis; while it is away they are refused, and chat goes on",
    .enabled(if: RedisServer.isInstalled, "redis-server is not installed"))
  func shared() throws {
    let mailer = try Mailer()
    let store = try Self.database()
    let redis = try RedisServer()
    let twins = try (0..<2).map { _ in
      try server(store.path, mailer, ["--redis", redis.address()])
    }
    let waiting = try asked("1042", twins[0])
    let code = try mailer.code(1)
    for _ in 0..<4 { _ = try twins[0].http.chat(Self.other(code), context: waiting.context) }
    let right = try twins[1].http.chat(code, context: waiting.context)
    #expect(right.cards.count == 1, "the fifth try, on the other server")
    #expect(try twins[0].http.chat(code, context: waiting.context).cards.isEmpty, "used up there")
    let next = try asked("1043", twins[0])
    redis.send(SIGKILL)
    let away = try twins[0].http.chat(try mailer.code(2), context: next.context)
    #expect(away.cards.isEmpty && away.text.contains("cannot look at orders"), "\(away.text)")
    let first = try twins[1].http.chat("where is my order 1043?")
    let unsent = try twins[1].http.chat("send me a code", context: first.context)
    #expect(unsent.text.contains("cannot send you a code"), "\(unsent.text)")
    let byAddress = try twins[1].http.chat("ben@example.com", context: unsent.context)
    #expect(byAddress.cards.count == 1, "\(byAddress.text)")
    #expect(try twins[0].http.chat("hello").text == "Hello.")
    #expect(try mailer.hits().count == 2)
  }

  @Test("without shared counters, or a secret to sign with, the server does not start")
  func refusesToStart() throws {
    let store = try SmallStore()
    func serve(_ arguments: [String], _ secret: String? = Self.secret) throws -> Parley.Outcome {
      try Parley.run(
        ["serve", "--db", store.database, "--listen", "127.0.0.1:0"] + arguments,
        environment: secret.map { ["PARLEY_CODES_SECRET": $0] } ?? [:])
    }
    let url = "https://shop.example/codes"
    let alone = try serve(["--codes", url])
    #expect(alone.status == 3 && alone.error.contains("--redis URL, or --single"), "\(alone.error)")
    let unsigned = try serve(["--codes", url, "--single"], nil)
    #expect(unsigned.status == 3 && unsigned.error.contains("PARLEY_CODES_SECRET"), "\(unsigned.error)")
    let short = try serve(["--codes", url, "--single"], "short")
    #expect(short.status == 3)
    let wrong = try serve(["--codes", "shop.example", "--single"])
    #expect(wrong.status == 2 && wrong.error.contains("'--codes' takes"), "\(wrong.error)")
  }
}
