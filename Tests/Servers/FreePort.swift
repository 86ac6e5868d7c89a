import Foundation
import Synchronization

/// Ports of 127.0.0.1 that nobody listens on.
///
/// Below the range the kernel takes the ports of outgoing connections from (32768 on, ip(7)), so that none of
/// them takes a port between its choice here and the start of its server; and no port is given out twice.
package enum FreePort {
  private static let range = 15_000..<32_000
  private static let next = Mutex(Int.random(in: range))

  /// - Throws: `POSIXError` when every port of the range is taken.
  package static func take() throws -> UInt16 {
    for _ in range {
      let port = next.withLock { port in
        port = port + 1 < range.upperBound ? port + 1 : range.lowerBound
        return UInt16(port)
      }
      if isFree(port) { return port }
    }
    throw POSIXError(.EADDRNOTAVAIL)
  }

  private static func isFree(_ port: UInt16) -> Bool {
    let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
