import Foundation
import Testing

@Suite("Tokens that were tampered with, over HTTP")
struct TokenAttackTests {
  private static let secret = "the secret that the store's own site signs with"

  /// Customer tokens of every kind that may not be believed, and one that may, by name; all signed with the secret.
  private static let forgeries = """
    import base64, hashlib, hmac, json, sys, time
    key, now = sys.argv[1].encode(), int(time.time())
    b64 = lambda b: base64.urlsafe_b64encode(b).rstrip(b"=").decode()
    claims = {"sub": "c", "aud": "parley", "iat": now, "exp": now + 600, "email": "anna@example.com"}
    def token(header, hash=hashlib.sha256, key=key, sign=True, **other):
        body = {k: v for k, v in {**claims, **other}.items() if v is not None}
        head = b64(json.dumps(header).encode()) + "." + b64(json.dumps(body).encode())
        return head + "." + (b64(hmac.new(key, head.encode(), hash).digest()) if sign else "")
    good = token({"alg": "HS256", "typ": "JWT"})
    print(json.dumps({
        "good": good,
        "alg none": token({"alg": "none"}), "alg none, no signature": token({"alg": "none"}, sign=False),
        "alg None": token({"alg": "None"}, sign=False), "no alg": token({"typ": "JWT"}),
        "HS384": token({"alg": "HS384"}, hashlib.sha384), "HS512": token({"alg": "HS512"}, hashlib.sha512),
        "HS384 in name": token({"alg": "HS384"}), "RS256": token({"alg": "RS256"}), "ES256": token({"alg": "ES256"}),
        "unknown kid": token({"alg": "HS256", "kid": "other"}), "kid of a path": token({"alg": "HS256", "kid": "../x"}),
        "crit": token({"alg": "HS256", "crit": ["exp"]}), "b64": token({"alg": "HS256", "b64": False, "crit": ["b64"]}),
        "expired": token({"alg": "HS256"}, exp=now - 120), "no end": token({"alg": "HS256"}, exp=None),
        "not yet": token({"alg": "HS256"}, nbf=now + 600), "end as text": token({"alg": "HS256"}, exp=str(now + 600)),
        "other audience": token({"alg": "HS256"}, aud="shop"), "no audience": token({"alg": "HS256"}, aud=None),
        "audiences of others": token({"alg": "HS256"}, aud=["a", "b"]),
        "other key": token({"alg": "HS256"}, key=b"x" * 48), "empty key": token({"alg": "HS256"}, key=b""),
        "no signature": good.rsplit(".", 1)[0] + ".", "two parts": good.rsplit(".", 1)[0], "five parts": good + ".a.b",
        "padded": good + "=", "header twice": good.split(".")[0] + "." + good, "empty": "", "dots": "..",
    }))
    """

  private func server() throws -> Server {
    try Server(
      database: try StarterStore.database(), arguments: ["--quiet"],
      environment: ["PARLEY_CUSTOMER_SECRET": Self.secret])
  }

  private func forged() throws -> [String: String] {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-c", Self.forgeries, Self.secret]
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try JSONDecoder().decode([String: String].self, from: output)
  }

  /// Sends a message once for each of some tokens, 64 a request.
  private func replies(_ message: String, _ field: String, _ tokens: [String], _ server: Server) throws
    -> [JSON]
  {
    var replies: [JSON] = []
    for start in stride(from: 0, to: tokens.count, by: 64) {
      let messages = tokens[start..<min(tokens.count, start + 64)].map { ["message": message, field: $0] }
      let answer = try server.http.post("/v1/chat/batch", json: ["messages": messages])
      #expect(answer.status == 200, "\(answer.text.prefix(200))")
      replies += try JSON(answer.body)["replies"]?.elements ?? []
    }
    #expect(replies.count == tokens.count)
    return replies
  }

  /// Tokens with one bit of their text turned, 10,000 of them.
  private func bent(_ token: String) -> [String] {
    let bytes = Array(token.utf8)
    var state: UInt64 = 7
    return (0..<10_000).map { _ in
      var bent = bytes
      repeat {
        bent = bytes
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bent[Int(state >> 33) % bytes.count] ^= UInt8(1 << (state >> 20 & 7))
        // What is no UTF-8 does not come this far.
      } while String(validating: bent, as: UTF8.self) == nil
      return String(decoding: bent, as: UTF8.self)
    }
  }

  @Test("no customer token but the right one shows an order")
  func customers() throws {
    let server = try server()
    let forged = try forged()
    let question = "where is my order #1042?"
    func shows(_ reply: JSON) -> Bool { !(reply["reply"]?["cards"]?.elements ?? []).isEmpty }
    for (name, token) in forged {
      let reply = try #require(try replies(question, "customer", [token], server).first)
      #expect(reply["reply"] != nil, "\(name): \(reply)")
      #expect(shows(reply) == (name == "good"), "\(name)")
    }
    let good = try #require(forged["good"])
    let bent = try replies(question, "customer", bent(good), server)
    #expect(bent.count { $0["reply"] == nil } == 0)
    #expect(bent.count(where: shows) == 0)
    #expect(try shows(replies(question, "customer", [good], server)[0]), "and the right one still does")
  }

  @Test("no context token but one as it was given goes on with a conversation")
  func contexts() throws {
    let server = try server()
    let context = try server.http.chat("where is my order #1042?").context
    let bent = try replies("anna@example.com", "context", bent(context), server)
    #expect(bent.count { $0["notice"]?.text != "context_invalid" } == 0)
    #expect(bent.count { !($0["reply"]?["cards"]?.elements ?? []).isEmpty } == 0)
    // A store with a secret of its own.
    let store = try SmallStore()
    let elsewhere = try Server(
      database: store.database, environment: ["PARLEY_SECRET": String(repeating: "other ", count: 8)])
    #expect(try elsewhere.http.chat("anna@example.com", context: context).notice == "context_invalid")
    #expect(try server.http.chat("anna@example.com", context: context).cards.count == 1)
  }
}
