import EventLoop
import HTTP
import Synchronization
import Testing
import Threads

@testable import Service

@Suite("A server on a real socket")
struct HTTPServerTests {
  private func get(_ path: String, _ fields: String = "") -> String {
    "GET \(path) HTTP/1.1\r\nHost: shop\r\n\(fields)\r\n"
  }

  private func post(_ path: String, _ body: String) -> String {
    "POST \(path) HTTP/1.1\r\nHost: shop\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  @Test func answersOneRequestAfterAnother() throws {
    try withServer { server, seen in
      let client = try TestClient(port: server.address.port)
      for number in 0..<3 {
        client.send(post("/echo", "hello \(number)"))
        let response = try #require(client.receiveResponse())
        #expect(response.status == 200)
        #expect(response.body == "POST /echo hello \(number)")
        #expect(!response.closes)
      }
      #expect(seen.peers.withLock { $0 } == ["127.0.0.1"])
      #expect(server.counters[0].accepted.count == 1)
      #expect(server.counters[0].requests.count == 3)
    }
  }

  @Test func answersARequestThatArrivesByteByByte() throws {
    try withServer { server, _ in
      let client = try TestClient(port: server.address.port)
      for byte in post("/echo", "hello") {
        client.send(String(byte))
        // Without a moment in between the kernel joins the bytes again.
        _ = LoopSemaphore().wait(milliseconds: 1)
      }
      #expect(client.receiveResponse()?.body == "POST /echo hello")
    }
  }

  @Test func answersTenThousandPipelinedRequestsInOrder() throws {
    try withServer { server, _ in
      let client = try TestClient(port: server.address.port)
      let count = 10_000
      let sender = TestClientSender(client, (0..<count).map { get("/\($0)") }.joined())
      let thread = try NamedThread(name: "sender") { sender.send() }
      let responses = client.receiveResponses(count)
      thread.join()
      #expect(responses.map(\.body) == (0..<count).map { "GET /\($0) " })
    }
  }

  @Test func answersAfterTheClientEndsItsStream() throws {
    try withServer { server, _ in
      let client = try TestClient(port: server.address.port)
      client.send(get("/a") + get("/b"))
      client.endSending()
      let all = try #require(client.receiveAll())
      #expect(all.hasSuffix("GET /b "))
      #expect(all.contains("GET /a "))
    }
  }

  @Test func closesWhenAskedTo() throws {
    try withServer { server, _ in
      let client = try TestClient(port: server.address.port)
      client.send(get("/a", "Connection: close\r\n") + get("/b"))
      let all = try #require(client.receiveAll())
      #expect(all.contains("Connection: close"))
      #expect(all.hasSuffix("GET /a "))
    }
  }

  @Test func tellsWhatWasWrongBeforeItCloses() throws {
    try withServer { server, seen in
      let client = try TestClient(port: server.address.port)
      client.send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + get("/hidden"))
      let response = try #require(client.receiveResponse())
      #expect(response.status == 400)
      #expect(response.closes)
      #expect(response.fields["content-type"] == "application/problem+json")
      #expect(
        response.body == #"{"type":"about:blank","title":"Bad Request","status":400,"code":"bad_host"}"#)
      #expect(client.receiveAll() == "")
      #expect(seen.refusals.withLock { $0 } == [.badHost])
      #expect(server.counters[0].refused(.badHost) == 1)
    }
  }

  @Test("refuses a body from its announcement, and the client gets to read why") func announced() throws {
    try withServer { server, _ in
      let client = try TestClient(port: server.address.port)
      client.send("POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 1073741824\r\n\r\n")
      // Closing at once would now answer these bytes with a reset, which throws the response away.
      client.send(String(repeating: "x", count: 1 << 20))
      #expect(client.receiveResponse()?.status == 413)
      client.endSending()
      #expect(client.receiveAll() == "")
    }
  }

  @Test func takesAStreamedBodyPieceByPiece() throws {
    try withServer { server, seen in
      let client = try TestClient(port: server.address.port)
      client.send(post("/stream", String(repeating: "x", count: 500_000)))
      #expect(client.receiveResponse()?.body == "500000 bytes")
      client.send(post("/stream", "fine!"))
      #expect(client.receiveResponse()?.status == 400)
      #expect(client.receiveAll() == "")
      #expect(seen.abandoned.withLock { $0 } == 1)
    }
  }

  @Test func answersBeforeTheBodyWhenTheHandlerDoes() throws {
    try withServer { server, _ in
      let whole = try TestClient(port: server.address.port)
      whole.send(post("/forbidden", "hello") + get("/a"))
      #expect(whole.receiveResponses(2).map(\.status) == [403, 200])
      let partial = try TestClient(port: server.address.port)
      partial.send("POST /forbidden HTTP/1.1\r\nHost: shop\r\nContent-Length: 10\r\n\r\nhel")
      let response = try #require(partial.receiveResponse())
      #expect(response.status == 403)
      #expect(response.closes)
    }
  }

  @Test func waitsForADeferredAnswerBeforeTheNextRequest() throws {
    try withServer { server, _ in
      let client = try TestClient(port: server.address.port)
      client.send(get("/later") + get("/a") + get("/timeout") + get("/b"))
      #expect(client.receiveResponses(4).map(\.body) == ["at last", "GET /a ", "too late", "GET /b "])
    }
  }

  @Test("tells the handler when nobody waits for a deferred answer any more") func abandoned() throws {
    try withServer { server, seen in
      do {
        let client = try TestClient(port: server.address.port)
        client.resetsWhenClosed()
        client.send(get("/never"))
        #expect(eventually { server.counters[0].bytesReceived.count > 0 })
      }
      #expect(eventually { seen.abandoned.withLock { $0 } == 1 })
      #expect(server.counters[0].open.count == 0)
    }
  }

  @Test func answersWith500WhenTheHandlerWritesNothing() throws {
    try withServer { server, _ in
      let client = try TestClient(port: server.address.port)
      client.send(get("/silent") + get("/a"))
      #expect(client.receiveResponses(2).map(\.status) == [500, 200])
    }
  }

  @Test("sends as fast as the client reads, and reads no further meanwhile") func slowReader() throws {
    try withServer { server, _ in
      let client = try TestClient(port: server.address.port, receiveBuffer: 4096)
      client.send(get("/big") + get("/big") + get("/a"))
      #expect(eventually { server.counters[0].bytesSent.count > 0 })
      let responses = client.receiveResponses(3)
      #expect(responses.map(\.body.utf8.count) == [1 << 21, 1 << 21, 7])
    }
  }

  @Test("serves both families on an IPv6 address", .enabled(if: Self.hasIPv6, "this machine has no IPv6"))
  func bothFamilies() throws {
    let address = try #require(SocketAddress("[::]:0"))
    try withServer({ $0.address = address }) { server, seen in
      for loopback in [TestClient.Loopback.v4, .v6] {
        let client = try TestClient(port: server.address.port, loopback: loopback)
        client.send(get("/a"))
        #expect(client.receiveResponse()?.status == 200)
      }
      #expect(seen.peers.withLock { $0 } == ["127.0.0.1", "::1"])
    }
  }

  private static var hasIPv6: Bool {
    guard let address = SocketAddress("[::1]:0") else { return false }
    return (try? Listener(address, sharesPort: false)) != nil
  }

  @Test(
    "shares connections out between its loops",
    arguments: [ServerConfiguration.Sharing.reusePort, .oneListener])
  func loops(_ sharing: ServerConfiguration.Sharing) throws {
    try withServer({
      $0.loops = 3
      $0.sharing = sharing
    }) { server, _ in
      for number in 0..<60 {
        let client = try TestClient(port: server.address.port)
        client.send(get("/\(number)", "Connection: close\r\n"))
        #expect(client.receiveAll()?.hasSuffix("GET /\(number) ") == true)
      }
      #expect(server.counters.reduce(0) { $0 + $1.accepted.count } == 60)
    }
  }

  @Test("does not start where another server listens") func portInUse() throws {
    try withServer { server, seen in
      let configuration = ServerConfiguration(address: server.address)
      let error = #expect(throws: SystemError.self) {
        try HTTPServer(configuration) { TestHandler($0, seen) }
      }
      #expect(error?.isAddressInUse == true)
    }
  }
}

/// Sends from another thread while the test receives.
///
/// `@unchecked`: sending and receiving on one socket do not touch the same state.
private final class TestClientSender: @unchecked Sendable {
  private let client: TestClient
  private let text: String
  init(_ client: TestClient, _ text: String) { (self.client, self.text) = (client, text) }
  func send() { client.send(text) }
}
