import Foundation
import Testing

@Suite("Every answer keeps to docs/openapi.json")
struct ContractTests {
  static let token = "the token of the store's back end"

  struct Call: CustomTestStringConvertible, Sendable {
    let method: String
    let path: String
    let status: Int
    var body: String?
    var type: String? = "application/json"
    var headers: [String: String] = [:]
    /// The problem's `code`, and what it points at.
    var code: String?
    var pointer: String?
    var testDescription: String { "\(method) \(path) \(status) \(code ?? "")" }
  }

  private static let long = String(repeating: "é", count: 2_001)
  private static let order = #"{"number":"3001","email":"zoe@example.com","status":"paid"}"#
  private static let bearer = ["Authorization": "Bearer \(token)"]

  static let answers = [
    Call(method: "POST", path: "/v1/chat", status: 200, body: #"{"message":"where is my order?"}"#),
    Call(
      method: "POST", path: "/v1/chat", status: 200,
      body: #"{"message":"how do I return a lamp?","explain":true,"locale":"en","unknown":[1]}"#),
    Call(
      method: "POST", path: "/v1/chat", status: 200, body: #"{"message":"zxcv qwer asdf","explain":true}"#),
    Call(method: "POST", path: "/v1/chat", status: 200, body: #"{"message":"","context":null}"#),
    Call(method: "POST", path: "/v1/chat", status: 200, body: #"{"message":"hello","context":"nonsense"}"#),
    Call(
      method: "POST", path: "/v1/chat", status: 200, body: #"{"message":"hi"}"#,
      type: "Application/JSON; charset=utf-8"),
    Call(
      method: "POST", path: "/v1/chat/batch", status: 200,
      body: #"{"messages":[{"message":"hello"},{"message":7},{"message":"how do I return a lamp"}]}"#),
    Call(method: "POST", path: "/v1/chat/batch", status: 200, body: #"{"messages":[]}"#),
    Call(method: "GET", path: "/v1/faq", status: 200),
    Call(method: "GET", path: "/v1/faq?page=2&size=1", status: 200),
    Call(method: "GET", path: "/v1/faq?q=lamp", status: 200),
    Call(method: "GET", path: "/v1/faq?q=" + String(repeating: "%C3%A9", count: 200), status: 200),
    Call(method: "GET", path: "/v1/faq?q=" + String(repeating: "e", count: 201), status: 400),
    Call(method: "GET", path: "/v1/faq?q=%C3", status: 400),
    Call(method: "GET", path: "/v1/faq/returns", status: 200),
    Call(method: "GET", path: "/v1/faq", status: 304, headers: ["If-None-Match": "*"]),
    Call(method: "PUT", path: "/v1/orders/3001", status: 200, body: order, headers: bearer),
    Call(
      method: "POST", path: "/v1/orders", status: 200, body: order + "\n\n" + order,
      type: "application/x-ndjson",
      headers: bearer),
    Call(method: "GET", path: "/healthz", status: 200),
    Call(method: "GET", path: "/readyz", status: 200),
    Call(method: "GET", path: "/metrics", status: 200),
    Call(method: "GET", path: "/openapi.json", status: 200),
    Call(method: "GET", path: "/", status: 200),
  ]

  static let problems = [
    Call(method: "POST", path: "/v1/chat", status: 400, body: "{", code: "malformed_json"),
    Call(method: "POST", path: "/v1/chat", status: 400, body: "", code: "malformed_json"),
    Call(method: "POST", path: "/v1/chat", status: 400, body: "[]", code: "wrong_type", pointer: ""),
    Call(
      method: "POST", path: "/v1/chat", status: 400, body: "{}", code: "missing_field", pointer: "/message"),
    Call(
      method: "POST", path: "/v1/chat", status: 400, body: #"{"message":7}"#, code: "wrong_type",
      pointer: "/message"),
    Call(
      method: "POST", path: "/v1/chat", status: 400, body: #"{"message":"a","explain":"yes"}"#,
      code: "wrong_type",
      pointer: "/explain"),
    Call(
      method: "POST", path: "/v1/chat", status: 413, body: #"{"message":"\#(long)"}"#,
      code: "message_too_long",
      pointer: "/message"),
    Call(
      method: "POST", path: "/v1/chat", status: 413,
      body: #"{"message":"a","x":"\#(String(repeating: "x", count: 33_000))"}"#, code: "body_too_large"),
    Call(
      method: "POST", path: "/v1/chat", status: 415, body: #"{"message":"a"}"#, type: "text/plain",
      code: "unsupported_media_type"),
    Call(
      method: "POST", path: "/v1/chat", status: 415, body: #"{"message":"a"}"#, type: nil,
      code: "unsupported_media_type"),
    Call(method: "GET", path: "/v1/chat", status: 405, code: "method_not_allowed"),
    Call(method: "PUT", path: "/v1/faq", status: 405, body: "{}", code: "method_not_allowed"),
    Call(
      method: "POST", path: "/v1/chat/batch", status: 400, body: #"{"messages":7}"#, code: "wrong_type",
      pointer: "/messages"),
    Call(
      method: "POST", path: "/v1/chat/batch", status: 413,
      body: #"{"messages":["# + repeatElement(#"{"message":"a"}"#, count: 65).joined(separator: ",") + "]}",
      code: "batch_too_large", pointer: "/messages"),
    Call(method: "GET", path: "/v1/faq?page=0", status: 400, code: "bad_request"),
    Call(method: "GET", path: "/v1/faq?size=101", status: 400, code: "bad_request"),
    Call(method: "GET", path: "/v1/faq/nothing", status: 404, code: "not_found"),
    Call(method: "PUT", path: "/v1/orders/3001", status: 401, body: order, code: "unauthorized"),
    Call(
      method: "PUT", path: "/v1/orders/3001", status: 401, body: order,
      headers: ["Authorization": "Bearer somebody else's"], code: "unauthorized"),
    Call(
      method: "PUT", path: "/v1/orders/3002", status: 400, body: order, headers: bearer,
      code: "invalid_order",
      pointer: "/number"),
    Call(
      method: "PUT", path: "/v1/orders/3001", status: 400, body: #"{"number":"3001","status":"lost"}"#,
      headers: bearer, code: "invalid_order"),
    Call(
      method: "PUT", path: "/v1/orders/3001", status: 400,
      body: #"{"number":"3001","status":"paid","email":"a\u0000@b.example"}"#, headers: bearer,
      code: "invalid_order"),
    Call(
      method: "POST", path: "/v1/orders", status: 400,
      body: order + "\n" + #"{"number":"3001","status":"paid","carrier":"\u0000"}"# + "\n",
      type: "application/x-ndjson", headers: bearer, code: "invalid_order"),
    Call(
      method: "POST", path: "/v1/orders", status: 400, body: order + "\n{\n", type: "application/x-ndjson",
      headers: bearer, code: "malformed_json"),
    Call(
      method: "POST", path: "/v1/orders", status: 415, body: order, headers: bearer,
      code: "unsupported_media_type"),
  ]

  /// One server for the whole table.
  private static let server = Result {
    let store = try SmallStore()
    let server = try Server(database: store.database, environment: ["PARLEY_API_TOKEN": token])
    Leftovers.atExit { server.stop() }
    return (store, server)
  }

  @Test("what went well", arguments: answers)
  func answered(_ call: Call) throws {
    let answer = try send(call)
    #expect(answer.status == call.status, "\(answer.text)")
    #expect(try Contract.shipped.get().violations(of: answer, to: call.method, call.path) == [])
  }

  @Test("what did not: a problem with a code and a pointer", arguments: problems)
  func refused(_ call: Call) throws {
    let answer = try send(call)
    #expect(answer.status == call.status, "\(answer.text)")
    #expect(answer.headers["content-type"] == "application/problem+json")
    let problem = try JSON(answer.body)
    #expect(problem["code"]?.text == call.code)
    #expect(problem["pointer"]?.text == call.pointer)
    #expect(problem["status"]?.number == Double(call.status))
    #expect(try Contract.shipped.get().violations(of: answer, to: call.method, call.path) == [])
  }

  @Test("a path that is not there is a problem too")
  func nowhere() throws {
    let answer = try send(Call(method: "GET", path: "/v2/chat", status: 404))
    #expect(answer.status == 404)
    #expect(answer.headers["content-type"] == "application/problem+json")
    #expect(try JSON(answer.body)["code"]?.text == "not_found")
  }

  @Test("405 names the methods that the path has")
  func allow() throws {
    let http = try Self.server.get().1.http
    #expect(try http.get("/v1/chat").headers["allow"] == "POST, OPTIONS")
    let put = try http.send("PUT", "/v1/faq", headers: [:], body: Data())
    #expect(put.headers["allow"] == "GET, HEAD, OPTIONS")
  }

  @Test("the contract itself is what /openapi.json serves")
  func contract() throws {
    let served = try Self.server.get().1.http.get("/openapi.json")
    #expect(
      try JSON(served.body) == JSON(Data(contentsOf: Workspace.root.appending(path: "docs/openapi.json"))))
  }

  @Test("an order's card is in the contract as well")
  func card() throws {
    let server = try Server(database: try StarterStore.database())
    let first = try server.http.chat("where is my order #1042?")
    let body: [String: Any] = ["message": "anna@example.com", "context": first.context, "explain": true]
    let answer = try server.http.post("/v1/chat", json: body)
    #expect(try JSON(answer.body)["reply"]?["cards"]?[0]?["number"]?.text?.contains("1042") == true)
    #expect(try Contract.shipped.get().violations(of: answer, to: "POST", "/v1/chat") == [])
  }

  private func send(_ call: Call) throws -> HTTPClient.Answer {
    var headers = call.headers
    if call.body != nil, let type = call.type { headers["Content-Type"] = type }
    return try Self.server.get().1.http.send(
      call.method, call.path, headers: headers, body: call.body.map { Data($0.utf8) })
  }
}
