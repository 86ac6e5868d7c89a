import Testing

@testable import HTTP

@Suite("A connection")
struct HTTPConnectionTests {
  private let get = "GET /healthz HTTP/1.1\r\nHost: shop\r\n\r\n"
  private let post = "POST /v1/chat HTTP/1.1\r\nHost: shop\r\nContent-Length: 16\r\n\r\n{\"message\":\"hi\"}"

  @Test(arguments: [1, 2, 7, 1000])
  func answersPipelinedRequestsInOrder(_ size: Int) {
    var feeder = Feeder()
    feeder.send(post + get + get, inPiecesOf: size)
    #expect(
      feeder.events == [
        .request("POST /v1/chat", body: "{\"message\":\"hi\"}"),
        .request("GET /healthz", body: ""), .request("GET /healthz", body: ""),
      ])
  }

  @Test func refusesADoubledLengthAndEverythingBehindIt() {
    var feeder = Feeder()
    feeder.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 16\r\nContent-Length: 5\r\n\r\n" + get)
    #expect(feeder.events == [.refused(.badContentLength), .closed])
  }
}
