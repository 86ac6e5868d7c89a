@testable import HTTP

/// Requests that stop half way: the connection waits, and the deadline ends it.
enum CasesJ {
  /// Each with whether anything of a request was sent, which is what a 408 answers.
  static let all: [(Case, isBegun: Bool)] = [
    (Case("j01", "", .waits), false),
    (Case("j02", "PO", .waits), true),
    (Case("j03", "POST /v1/ch", .waits), true),
    (Case("j04", "POST /v1/chat HTTP/1.1\r\nHost: sh", .waits), true),
    (Case("j05", "POST /v1/chat HTTP/1.1\r\nHost: shop\r\nContent-Length: 16\r\n", .waits), true),
    (Case("j06", Base.post("Content-Length: 16\r\n", "{\"mess"), .waits), true),
    (Case("j07", Base.chunked("10\r\n{\"mess"), .waits), true),
    (Case("j08", Base.chunked("10\r\n" + Base.body + "\r\n"), .waits), true),
    (Case("j09", "POST /v1/chat HTTP/1.1\r", .waits), true),
  ]
}
