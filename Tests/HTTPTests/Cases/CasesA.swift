@testable import HTTP

/// Requests that are well formed, however unusual.
enum CasesA {
  private static let health = "GET /healthz"
  private static let ten = "10\r\n" + Base.body + "\r\n0\r\n\r\n"

  static let all: [Case] = [
    Case("a01", Base.get, .served([health])),
    Case("a02", "HEAD /healthz HTTP/1.1\r\nHost: shop\r\n\r\n", .served(["HEAD /healthz"])),
    Case(
      "a04", "POST /v1/chat HTTP/1.1\r\nhOST: shop\r\ncONTENT-lENGTH: 16\r\n\r\n" + Base.body,
      .served([Base.served])),
    Case(
      "a05", "POST /v1/chat HTTP/1.1\r\nHost:\t shop \t\r\nContent-Length:  16\t\r\n\r\n" + Base.body,
      .served([Base.served])),
    Case("a07", "\r\n" + Base.post(), .served([Base.served])),
    Case("a09", Base.line("GET http://shop/healthz?x=1 HTTP/1.1"), .served(["GET http://shop/healthz?x=1"])),
    Case("a10", Base.line("GET http://other:80/healthz HTTP/1.1"), .served(["GET http://other:80/healthz"])),
    Case("a12", "GET /healthz HTTP/1.0\r\n\r\n" + Base.get, .served([health], closes: true)),
    Case(
      "a12 keep-alive", "GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + Base.get,
      .served([health, health])),
    Case("a15", Base.chunked(ten), .served([Base.served])),
    Case("a16", Base.chunked("A\r\n{\"message\"\r\n06\r\n:\"hi\"}\r\n0\r\n\r\n"), .served([Base.served])),
    Case("a17", Base.chunked("10;trace=abc\r\n" + Base.body + "\r\n0\r\n\r\n"), .served([Base.served])),
    Case("a18", Base.chunked("10;a=\"b;c d\"\r\n" + Base.body + "\r\n0\r\n\r\n"), .served([Base.served])),
    Case(
      "a19", Base.chunked("10\r\n" + Base.body + "\r\n0\r\nX-Sum: 7\r\nX-End: yes\r\n\r\n"),
      .served([Base.served])),
    Case("a20", Base.chunked("10\r\n" + Base.body + "\r\n000\r\n\r\n"), .served([Base.served])),
    Case(
      "a21", Base.chunked(Base.body.map { "1\r\n\($0)\r\n" }.joined() + "0\r\n\r\n"), .served([Base.served])),
    Case("a22", Base.post("Transfer-Encoding: \tChunKED \r\n", ten), .served([Base.served])),
    Case("a23", Base.post("Content-Length: 0016\r\n"), .served([Base.served])),
    Case("a25", Base.get + Base.get, .served([health, health])),
    Case("a26", Base.post() + Base.get, .served([Base.served, health])),
    Case("a27", Base.chunked(ten) + Base.get, .served([Base.served, health])),
    Case(
      "a28", Base.post("Content-Length: 16\r\nConnection: close\r\n"), .served([Base.served], closes: true)),
    Case("a29", Base.fields("Connection: keep-alive, CLOSE\r\n"), .served([health], closes: true)),
    Case("a30", Base.fields("Connection: close\r\n") + Base.get, .served([health], closes: true)),
    Case("a31", Base.post("Content-Length: 16\r\nExpect: 100-continue\r\n"), .served([Base.served])),
    Case(
      "a34", "POST /v1/chat HTTP/1.0\r\nContent-Length: 16\r\nExpect: 100-continue\r\n\r\n" + Base.body,
      .served([Base.served], closes: true)),
    Case(
      "a36", Base.line("GET /" + String(repeating: "a", count: 7986) + " HTTP/1.1"),
      .served(["GET /" + String(repeating: "a", count: 7986)])),
    Case("a38", Base.get, ends: true, .served([health], closes: true)),
    Case("a39", Base.fields("Connection: Upgrade\r\nUpgrade: websocket\r\n"), .served([health])),
    Case(
      "a40",
      Base.fields("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"),
      .served([health])),
    Case("later minor version", Base.line("GET /healthz HTTP/1.2"), .served([health])),
    Case("absolute without path", Base.line("GET http://shop HTTP/1.1"), .served(["GET http://shop"])),
    Case("asterisk", Base.line("OPTIONS * HTTP/1.1"), .served(["OPTIONS *"])),
    Case(
      "dots that are names", Base.line("GET /a..b/...?x=../.. HTTP/1.1"), .served(["GET /a..b/...?x=../.."])),
    Case("IPv6 host", "GET /healthz HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", .served([health])),
  ]
}
