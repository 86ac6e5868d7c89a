import Testing

@testable import HTTP

@Suite("A request")
struct RequestTests {
  private func parsed<Result>(_ text: String, _ body: (Request) -> Result) throws -> Result {
    var parser = RequestParser()
    let bytes = Array(text.utf8)
    let outcome = parser.parse(bytes.span)
    #expect(outcome == .done(bytes.count))
    return try bytes.withUnsafeBytes { buffer in
      let base = try #require(buffer.baseAddress)
      let peer = try #require(IPAddress("10.0.0.1"))
      return body(Request(head: parser.head, base: base, body: 0..<0, peer: peer))
    }
  }

  @Test func showsItsTargetInParts() throws {
    try parsed("GET /v1/faq/a%20b?q=x&page=2 HTTP/1.1\r\nHost: shop\r\n\r\n") { request in
      #expect(request.method == .get)
      #expect(request.path.text == "/v1/faq/a%20b")
      #expect(request.query?.text == "q=x&page=2")
      #expect(!request.hasPath("/v1/faq"))
    }
    try parsed("GET http://shop?q HTTP/1.1\r\nHost: shop\r\n\r\n") { request in
      #expect(request.hasPath("/"))
      #expect(request.query?.text == "q")
    }
    try parsed("GET /? HTTP/1.1\r\nHost: shop\r\n\r\n") { request in
      #expect(request.hasPath("/"))
      #expect(request.query?.isEmpty == true)
    }
  }

  @Test func findsFieldsWhateverTheirCase() throws {
    try parsed(
      "GET / HTTP/1.1\r\nhost: shop\r\nX-Forwarded-For: a\r\nx-forwarded-FOR:  b \r\nX-Empty:\r\n\r\n"
    ) { request in
      #expect(request.header("x-forwarded-for")?.text == "a")
      var all: [String] = []
      request.eachHeader("x-forwarded-for") { all.append($0.text) }
      #expect(all == ["a", "b"])
      #expect(request.header("x-empty")?.isEmpty == true)
      #expect(request.header("x-missing") == nil)
    }
  }
}
