import Testing

@testable import HTTP

@Suite("A connection")
struct HTTPConnectionTests {
  private static func stream(_ limit: Int) -> @Sendable (RequestHead) -> BodyPlan {
    { _ in .stream(limit: limit) }
  }

  @Test("answers pipelined requests in order", arguments: [1, 2, 7, 1000])
  func pipelining(_ size: Int) {
    let feeder = Feeder()
    feeder.send(Base.post() + Base.get + Base.get, inPiecesOf: size)
    #expect(
      feeder.events == [
        .request("POST /v1/chat", body: Base.body), .request("GET /healthz", body: ""),
        .request("GET /healthz", body: ""),
      ])
  }

  @Test func answersTenThousandPipelinedRequests() {
    let feeder = Feeder()
    feeder.send(String(repeating: Base.get, count: 200))
    for _ in 0..<49 { feeder.send(String(repeating: Base.get, count: 200)) }
    #expect(feeder.requests == 10_000)
  }

  @Test("says good-bye with its last request") func lastRequest() {
    let feeder = Feeder(maximumRequests: 2)
    feeder.send(Base.get + Base.get + Base.get)
    #expect(feeder.requests == 2)
    #expect(feeder.isClosed)
  }

  @Test("finishes the request at hand when told to end") func ending() {
    let feeder = Feeder()
    feeder.send("GET /healthz HTTP/1.1\r\n")
    feeder.http.endAfterResponse()
    feeder.send("Host: shop\r\n\r\n" + Base.get)
    #expect(feeder.requests == 1)
    #expect(feeder.isClosed)
  }

  @Test("looks at nothing behind a request whose answer is to come") func deferring() {
    var http = HTTPConnection(now: 0)
    var bytes = Array((Base.get + Base.get).utf8)
    let first = Base.get.utf8.count
    bytes.withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress else { return }
      var count = buffer.count
      #expect(http.next(base, count: &count, now: 0) == .admit)
      http.admit(.buffer(limit: 0), buffered: count, now: 0)
      #expect(http.next(base, count: &count, now: 0) == .handle(body: first..<first))
      http.deferred()
      #expect(http.next(base, count: &count, now: 0) == .wait)
      let deadline = http.deadline
      #expect(deadline == nil)
      http.responded(now: 5)
      #expect(http.takeConsumed() == first)
      count -= first
      #expect(http.next(base + first, count: &count, now: 5) == .admit)
    }
  }

  @Test("hands a streamed body over piece by piece", arguments: [1, 5, 1000])
  func streaming(_ size: Int) {
    let chunked = Base.chunked("8\r\n{\"messag\r\n8\r\ne\":\"hi\"}\r\n0\r\n\r\n")
    for request in [Base.post(), chunked] {
      let feeder = Feeder()
      feeder.plan = Self.stream(16)
      feeder.send(request + Base.get, inPiecesOf: size)
      #expect(
        feeder.events == [.request("POST /v1/chat", body: Base.body), .request("GET /healthz", body: "")])
    }
  }

  @Test("refuses a streamed body beyond its bound") func streamBound() {
    let feeder = Feeder()
    feeder.plan = Self.stream(15)
    feeder.send(Base.chunked("8\r\n{\"messag\r\n8\r\n"))
    #expect(feeder.events == [.refused(.bodyTooLarge), .closed])
  }

  @Test("stays open after an early answer only when the body is there") func earlyAnswer() {
    let whole = Feeder()
    whole.plan = { $0.method == .post ? .answered : .buffer(limit: 0) }
    whole.send(Base.post() + Base.get)
    #expect(whole.events == [.request("GET /healthz", body: "")])
    let partial = Feeder()
    partial.plan = { _ in .answered }
    partial.send(Base.post("Content-Length: 1000\r\n"))
    #expect(partial.events == [.closed])
  }

  @Test("answers with what the handler refuses") func refusing() {
    let feeder = Feeder()
    feeder.plan = { _ in .refuse(.overloaded) }
    feeder.send(Base.post())
    #expect(feeder.events == [.refused(.overloaded), .closed])
  }

  @Test("is idle only between requests") func idle() {
    let feeder = Feeder()
    #expect(feeder.isIdle)
    feeder.send("G")
    #expect(!feeder.isIdle)
    feeder.send(Base.get.dropFirst() + "\r\n")
    #expect(!feeder.isIdle)
    feeder.send(Base.get)
    #expect(feeder.isIdle)
  }

  @Test("gives a head ten seconds from its first byte, whatever trickles in") func headDeadline() {
    let feeder = Feeder()
    #expect(feeder.deadline == 10_000)
    feeder.send("GET ", now: 3000)
    feeder.send("/healthz", now: 9000)
    #expect(feeder.deadline == 13_000)
    feeder.send(" HTTP/1.1\r\nHost: shop\r\n\r\n", now: 12_000)
    #expect(feeder.deadline == 12_000 + 75_000)
  }

  @Test("gives a body ten seconds between pieces, and half a minute in all") func bodyDeadline() {
    let feeder = Feeder()
    feeder.send(Base.post("Content-Length: 16\r\n", "{"), now: 1000)
    #expect(feeder.deadline == 11_000)
    feeder.send("\"", now: 10_000)
    #expect(feeder.deadline == 20_000)
    feeder.send("m", now: 19_000)
    feeder.send("e", now: 28_000)
    #expect(feeder.deadline == 31_000)
  }

  @Test("gives a long upload more time as long as it keeps up") func uploadDeadline() {
    let feeder = Feeder()
    feeder.plan = Self.stream(1 << 20)
    feeder.send(Base.post("Content-Length: 1000000\r\n", ""), now: 0)
    feeder.send(Array(repeating: 0x61, count: 16_384 * 20), now: 25_000)
    #expect(feeder.deadline == 35_000)
    feeder.send(Array(repeating: 0x61, count: 1), now: 34_000)
    #expect(feeder.deadline == 44_000)
  }
}
