import Foundation
import Glibc

/// A small blocking HTTP/1.1 client: one connection a request, so that nothing is hidden.
struct HTTPClient: Sendable {
  let port: UInt16

  struct Answer: Sendable {
    let status: Int
    /// Names in lower case.
    let headers: [String: String]
    let body: Data

    var text: String { String(decoding: body, as: UTF8.self) }

    func json() throws -> [String: Any] {
      guard let object = try JSONSerialization.jsonObject(with: body) as? [String: Any] else {
        throw Failure("not a JSON object: \(text)")
      }
      return object
    }
  }

  func get(_ path: String, headers: [String: String] = [:]) throws -> Answer {
    try send("GET", path, headers: headers, body: nil)
  }

  func post(_ path: String, json: Any, headers: [String: String] = [:]) throws -> Answer {
    let body = try JSONSerialization.data(withJSONObject: json, options: [.sortedKeys])
    return try send(
      "POST", path, headers: ["Content-Type": "application/json"].merging(headers) { _, own in own },
      body: body)
  }

  /// One turn of a conversation.
  func chat(_ message: String, context: String? = nil, explain: Bool = false) throws -> Turn {
    var body: [String: Any] = ["message": message]
    if let context { body["context"] = context }
    if explain { body["explain"] = true }
    let answer = try post("/v1/chat", json: body)
    guard answer.status == 200 else { throw Failure("status \(answer.status): \(answer.text)") }
    return Turn(json: try answer.json())
  }

  func send(_ method: String, _ path: String, headers: [String: String], body: Data?) throws -> Answer {
    var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    if let body { head += "Content-Length: \(body.count)\r\n" }
    return try Self.parse(try exchange(Data((head + "\r\n").utf8) + (body ?? Data())))
  }

  /// Sends raw bytes and reads until the server closes.
  func exchange(_ bytes: Data, timeout: Int = 10) throws -> Data {
    let socket = try Socket(port: port, timeout: timeout)
    try socket.write(bytes)
    return socket.readToEnd()
  }

  private static func parse(_ bytes: Data) throws -> Answer {
    guard let end = bytes.range(of: Data("\r\n\r\n".utf8)) else {
      throw Failure("no answer: \(String(decoding: bytes.prefix(200), as: UTF8.self))")
    }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count >= 2, let status = Int(words[1]) else { throw Failure("no status line: \(lines[0])") }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
        in: .whitespaces)
    }
    return Answer(status: status, headers: headers, body: Data(bytes[end.upperBound...]))
  }
}

/// A `POST /v1/chat` answer.
struct Turn {
  let json: [String: Any]

  var text: String { (json["reply"] as? [String: Any])?["text"] as? String ?? "" }
  var intent: String? { (json["intent"] as? [String: Any])?["name"] as? String }
  var source: String? { (json["intent"] as? [String: Any])?["source"] as? String }
  var context: String { json["context"] as? String ?? "" }
  var notice: String? { json["notice"] as? String }
  var faqID: String? { json["faq_id"] as? String }
  var cards: [[String: Any]] { (json["reply"] as? [String: Any])?["cards"] as? [[String: Any]] ?? [] }
}

/// A TCP connection to a local port, closed when it goes.
final class Socket {
  private let descriptor: Int32

  init(port: UInt16, timeout: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: timeout, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Failure("nobody listens on \(port)") }
  }

  deinit { close(descriptor) }

  func write(_ bytes: Data) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { throw Failure("the connection is closed") }
      rest = rest.dropFirst(sent)
    }
  }

  /// Next bytes, as many as are there; empty at the end or when the timeout passes.
  func read(atMost size: Int) -> Data {
    var buffer = [UInt8](repeating: 0, count: size)
    let count = recv(descriptor, &buffer, size, 0)
    return Data(buffer[..<max(0, count)])
  }

  /// Everything until the peer closes or the timeout passes.
  func readToEnd() -> Data {
    var all = Data()
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return all }
      all.append(contentsOf: buffer[..<count])
    }
  }
}
