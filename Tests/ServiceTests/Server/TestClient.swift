import EventLoop
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// A blocking TCP client, every wait of which ends after a few seconds.
final class TestClient {
  enum Loopback { case v4, v6 }

  private let descriptor: Int32

  /// - Parameter receiveBuffer: Size of the kernel's receive buffer, to be a slow reader.
  init(
    port: UInt16, loopback: Loopback = .v4, receiveBuffer: Int32? = nil, seconds: Int = 15
  ) throws {
    descriptor = socket(loopback == .v4 ? AF_INET : AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
    var timeout = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    if var size = receiveBuffer {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    let result = loopback == .v4 ? Self.connect4(descriptor, port) : Self.connect6(descriptor, port)
    guard result == 0 else { throw SystemError(call: "connect", code: errno) }
  }

  deinit { close(descriptor) }

  private static func connect4(_ descriptor: Int32, _ port: UInt16) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return connect(descriptor, to: &address)
  }

  private static func connect6(_ descriptor: Int32, _ port: UInt16) -> Int32 {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    address.sin6_addr = in6addr_loopback
    return connect(descriptor, to: &address)
  }

  private static func connect<Address>(_ descriptor: Int32, to address: inout Address) -> Int32 {
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
      }
    }
  }

  func send(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = Glibc.send(
          descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
        if count <= 0 { return }
        sent += count
      }
    }
  }

  func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Makes the end of this client a reset.
  func resetsWhenClosed() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
  }

  /// Next bytes; empty at the end of the stream, `nil` when the time is over or the connection was reset.
  func receive(atMost size: Int = 65_536) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: size)
    let count = recv(descriptor, &buffer, size, 0)
    return count < 0 ? nil : Array(buffer[..<count])
  }

  /// Everything up to the end of the stream; `nil` if it does not come.
  func receiveAll() -> String? {
    var all: [UInt8] = []
    while let bytes = receive() {
      if bytes.isEmpty { return String(decoding: all, as: UTF8.self) }
      all += bytes
    }
    return nil
  }

  /// Reads until `count` responses with a `Content-Length` are there; what was read so far when the stream ends.
  func receiveResponses(_ count: Int) -> [Response] {
    var all: [UInt8] = []
    var found: [Response] = []
    while found.count < count {
      if let response = Response(takingFrom: &all) {
        found.append(response)
      } else {
        guard let bytes = receive(), !bytes.isEmpty else { break }
        all += bytes
      }
    }
    return found
  }

  func receiveResponse() -> Response? { receiveResponses(1).first }
}

/// A response, taken apart.
struct Response: Equatable {
  let status: Int
  let fields: [String: String]
  let body: String

  init?(takingFrom bytes: inout [UInt8]) {
    guard
      let end = bytes.indices.dropLast(3).first(where: { Array(bytes[$0..<$0 + 4]) == Array("\r\n\r\n".utf8) }
      )
    else {
      return nil
    }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      fields[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].drop(while: { $0 == " " })) : ""
    }
    let length = Int(fields["content-length"] ?? "") ?? 0
    guard bytes.count >= end + 4 + length, let status = Int(lines[0].split(separator: " ")[1]) else {
      return nil
    }
    body = String(decoding: bytes[end + 4..<end + 4 + length], as: UTF8.self)
    bytes.removeFirst(end + 4 + length)
    self.status = status
    self.fields = fields
  }

  var closes: Bool { fields["connection"] == "close" }
}
