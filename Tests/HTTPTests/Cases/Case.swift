import Testing

@testable import HTTP

/// What is sent on one connection, and what must come of it.
///
/// The ids are those of the table of HTTP cases this parser was specified by; the letter is the subject.
struct Case: CustomTestStringConvertible, Sendable {
  enum Expected: Sendable {
    /// These requests, each as `METHOD target` and, after a bar, its body; then the connection stays open or ends.
    case served([String], closes: Bool = false)
    /// So many requests, then this refusal and the end.
    case refused(Refusal, after: Int = 0)
    /// Nothing is served or refused yet, and the connection waits.
    case waits
  }

  let id: String
  let bytes: [UInt8]
  let expected: Expected
  /// Whether the client ends its stream after the bytes.
  let ends: Bool

  /// - Parameter text: Scalars below 256 stand for bytes.
  init(_ id: String, _ text: String, ends: Bool = false, _ expected: Expected) {
    self.id = id
    self.bytes = text.unicodeScalars.map { UInt8($0.value) }
    self.ends = ends
    self.expected = expected
  }

  var testDescription: String { id }

  var events: [Feeder.Event] {
    switch expected {
    case .waits: []
    case .refused(let refusal, _): [.refused(refusal), .closed]
    case .served(let requests, let closes):
      requests.map { request in
        let parts = request.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        return .request(String(parts[0]), body: parts.count > 1 ? String(parts[1]) : "")
      } + (closes ? [.closed] : [])
    }
  }
}

/// The request every case varies.
enum Base {
  static let body = "{\"message\":\"hi\"}"
  static let get = "GET /healthz HTTP/1.1\r\nHost: shop\r\n\r\n"
  static let served = "POST /v1/chat|" + body

  /// A chat request with `fields` in place of `Content-Length: 16`, and `body` behind it.
  static func post(_ fields: String = "Content-Length: 16\r\n", _ body: String = Base.body) -> String {
    "POST /v1/chat HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n" + fields + "\r\n" + body
  }

  static func chunked(_ body: String) -> String { post("Transfer-Encoding: chunked\r\n", body) }

  static func line(_ line: String) -> String { line + "\r\nHost: shop\r\n\r\n" }

  static func fields(_ fields: String) -> String {
    "GET /healthz HTTP/1.1\r\nHost: shop\r\n" + fields + "\r\n"
  }
}
