import Testing

@testable import HTTP

@Suite("Responses")
struct ResponseWriterTests {
  /// 1994-11-06 08:49:37, the example of RFC 9110 §5.6.7.
  private let time = 784_111_777
  private let date = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"

  private func written(
    minorVersion: UInt8 = 1, isHead: Bool = false, closes: Bool = false,
    _ body: (inout ResponseWriter) -> Void
  ) -> String {
    var writer = ResponseWriter()
    writer.begin(minorVersion: minorVersion, isHead: isHead, closes: closes, unixSeconds: time)
    body(&writer)
    return writer.output.bytes.text
  }

  @Test func haveADateALengthAndABody() {
    let response = written {
      $0.start(.ok)
      $0.field("Content-Type", "text/plain")
      $0.field("Age", 0)
      $0.finish(Array("hello".utf8))
    }
    #expect(
      response
        == "HTTP/1.1 200 OK\r\n\(date)Content-Type: text/plain\r\nAge: 0\r\nContent-Length: 5\r\n\r\nhello")
  }

  @Test(
    "whose body is rendered in place have its length", arguments: [0, 1, 9, 10, 99, 100, 12_345, 1_000_000])
  func rendered(_ count: Int) {
    let response = written {
      $0.start(.ok)
      $0.finish { for _ in 0..<count { $0.append(UInt8(ascii: "x")) } }
    }
    #expect(
      response == "HTTP/1.1 200 OK\r\n\(date)Content-Length: \(count)\r\n\r\n"
        + String(repeating: "x", count: count))
  }

  @Test func toHEADSayTheLengthAndSendNoBody() {
    let expected = "HTTP/1.1 200 OK\r\n\(date)Content-Length: 5\r\n\r\n"
    #expect(
      written(isHead: true) {
        $0.start(.ok)
        $0.finish(Array("hello".utf8))
      } == expected)
    #expect(
      written(isHead: true) {
        $0.start(.ok)
        $0.finish { $0.append("hello") }
      } == expected)
  }

  @Test("without content have neither length nor body", arguments: [Status.noContent, .notModified])
  func noContent(_ status: Status) {
    let response = written {
      $0.start(status)
      $0.finish()
    }
    #expect(response == "HTTP/1.1 \(status.code) \(status.phrase)\r\n\(date)\r\n")
  }

  @Test func sayWhetherTheConnectionEnds() {
    let close = written(closes: true) {
      $0.start(.ok)
      $0.finish()
    }
    #expect(close == "HTTP/1.1 200 OK\r\n\(date)Connection: close\r\nContent-Length: 0\r\n\r\n")
    let keep = written(minorVersion: 0) {
      $0.start(.ok)
      $0.finish()
    }
    #expect(keep == "HTTP/1.1 200 OK\r\n\(date)Connection: keep-alive\r\nContent-Length: 0\r\n\r\n")
    let asked = written {
      $0.closeAfterwards()
      $0.start(.ok)
      $0.finish()
    }
    #expect(asked == close)
  }

  @Test func cannotBeSplitByAFieldValue() {
    let response = written {
      $0.start(.ok)
      $0.field("X-Echo", "a\r\nSet-Cookie: b\u{0}")
      $0.finish()
    }
    #expect(response == "HTTP/1.1 200 OK\r\n\(date)X-Echo: a  Set-Cookie: b \r\nContent-Length: 0\r\n\r\n")
  }

  @Test func describeProblemsInJSON() {
    let response = written {
      $0.start(.methodNotAllowed)
      $0.field("Allow", "GET")
      $0.problem(code: "method_not_allowed", detail: "say \"GET\"\n", pointer: "/a")
    }
    let body =
      #"{"type":"about:blank","title":"Method Not Allowed","status":405,"code":"method_not_allowed","detail":"say \"GET\"\u000a","pointer":"/a"}"#
    #expect(
      response
        == "HTTP/1.1 405 Method Not Allowed\r\n\(date)Allow: GET\r\nContent-Type: application/problem+json\r\nCache-Control: no-store\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    )
  }

  @Test("name every refusal once") func refusals() {
    let codes = Refusal.allCases.map { "\($0.code)" }
    #expect(Set(codes).count == codes.count)
    for refusal in Refusal.allCases {
      let response = written(closes: true) { $0.problem(refusal) }
      #expect(response.hasPrefix("HTTP/1.1 \(refusal.status.code) "))
      #expect(response.contains("\"code\":\"\(refusal.code)\"}"))
    }
  }

  @Test func canBeTakenBackAndWrittenAgain() {
    let response = written {
      $0.start(.ok)
      $0.field("X", "1")
      $0.discard()
      $0.start(.notFound)
      $0.finish()
    }
    #expect(response == "HTTP/1.1 404 Not Found\r\n\(date)Content-Length: 0\r\n\r\n")
  }

  @Test(
    "are dated in any year",
    arguments: [
      (0, "Thu, 01 Jan 1970 00:00:00"), (951_782_400, "Tue, 29 Feb 2000 00:00:00"),
      (1_709_251_199, "Thu, 29 Feb 2024 23:59:59"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00"),
      (1_795_219_200, "Sat, 21 Nov 2026 00:00:00"),
    ])
  func dates(_ second: Int, _ text: String) {
    var line = DateLine()
    line.update(to: second)
    #expect(String(decoding: line.bytes, as: UTF8.self) == "Date: \(text) GMT\r\n")
  }
}
