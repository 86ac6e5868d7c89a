@testable import HTTP

/// Field lines.
enum CasesD {
  static let all: [Case] = [
    Case("d01", Base.fields("X-A : v\r\n"), .refused(.badField)),
    Case("d02", Base.fields("X-A\t: v\r\n"), .refused(.badField)),
    Case("d03", Base.fields("X-A: v\r\n w\r\n"), .refused(.badField)),
    Case(
      "d04", Base.post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n" + Base.get),
      .refused(.badTransferEncoding)),
    Case("d05", "GET /healthz HTTP/1.1\r\n Host: shop\r\n\r\n", .refused(.badField)),
    Case("d06", Base.post("\tContent-Length: 16\r\n"), .refused(.badField)),
    Case("d07", Base.fields(": v\r\n"), .refused(.badField)),
    Case("d08", Base.fields(":\r\n"), .refused(.badField)),
    Case("d09", Base.fields("nothing\r\n"), .refused(.badField)),
    Case("d10", Base.fields("X-A v\r\n"), .refused(.badField)),
    Case("d11", Base.fields("X A: v\r\n"), .refused(.badField)),
    Case("d12", Base.fields("X[A]: v\r\n"), .refused(.badField)),
    Case("d13", Base.fields("X(A): v\r\n"), .refused(.badField)),
    Case("d14", Base.fields("X\u{EF}A: v\r\n"), .refused(.badField)),
    Case("d15", Base.fields("X-A\u{A0}: v\r\n"), .refused(.badField)),
    Case("d16", Base.fields("X\u{01}A: v\r\n"), .refused(.badField)),
    Case("d17", Base.fields("X-A: a\u{00}b\r\n"), .refused(.badField)),
    Case("d18", Base.fields("X-A: a\rb\r\n"), .refused(.badLineEnd)),
    Case(
      "d19", Base.post("X-A: a\rTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + Base.get),
      .refused(.badLineEnd)),
    Case("d20", Base.fields("X-A: a\u{07}b\r\n"), .refused(.badField)),
    Case("d20 delete", Base.fields("X-A: a\u{7F}b\r\n"), .refused(.badField)),
    Case("d21", "GET /healthz HTTP/1.1\nHost: shop\n\n", .refused(.badLineEnd)),
    Case(
      "d22", Base.post("X-A: a\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + Base.get),
      .refused(.badLineEnd)),
    Case("d23", "GET /healthz HTTP/1.1\r\nHost: shop\r\n\rZ\r\n\r\n" + Base.get, .refused(.badLineEnd)),
    Case("d24", Base.fields("X-\r\nA: v\r\n"), .refused(.badField)),
    Case(
      "d25", Base.fields("X-A: " + String(repeating: "a", count: 100_000) + "\r\n"), .refused(.fieldsTooLarge)
    ),
    Case("d26", Base.fields(String(repeating: "X: 1\r\n", count: 10_000)), .refused(.fieldsTooLarge)),
    Case(
      "d27",
      Base.fields(String(repeating: "X-A: " + String(repeating: "a", count: 4000) + "\r\n", count: 20)),
      .refused(.fieldsTooLarge)),
    Case(
      "any other byte in a value", Base.fields("X-A: \u{80}\u{FF}~!\"\r\nX-B:\r\n"), .served(["GET /healthz"])
    ),
  ]
}
