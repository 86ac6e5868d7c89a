private import CLinux

#if canImport(Glibc)
  import Glibc
#endif

/// A listening TCP socket that does not block.
package final class Listener: Sendable {
  /// What came of asking for a connection.
  package enum Accepted: ~Copyable {
    case connection(Descriptor, SocketAddress)
    /// Nobody is waiting.
    case none
    /// Somebody is waiting, but no descriptor is left for them.
    case outOfDescriptors
  }

  private let socket: Descriptor
  /// Where it listens, with the port that was found when 0 was asked for.
  package let address: SocketAddress

  package var descriptor: Int32 { socket.number }

  /// - Parameters:
  ///   - sharesPort: Allow several listeners on one port, the kernel sharing connections out between them.
  ///   - backlog: Connections that may wait to be accepted; the kernel's `somaxconn` bounds it too.
  package init(_ address: SocketAddress, sharesPort: Bool, backlog: Int32 = 4096) throws(SystemError) {
    socket = try Self.bound(address, sharesPort: sharesPort)
    let number = socket.number
    _ = try systemCall("listen") { listen(number, backlog) }
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    _ = try systemCall("getsockname") {
      withUnsafeMutablePointer(to: &storage) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &length) }
      }
    }
    self.address = SocketAddress(storage)
  }

  /// Fails when somebody listens at `address` already.
  ///
  /// With a shared port a second server would start silently beside the first and take half its connections;
  /// binding once without sharing finds it.
  package static func probe(_ address: SocketAddress) throws(SystemError) {
    guard address.port != 0 else { return }
    let socket = try bound(address, sharesPort: false)
    let number = socket.number
    _ = try systemCall("listen") { listen(number, 1) }
  }

  private static func bound(_ address: SocketAddress, sharesPort: Bool) throws(SystemError) -> Descriptor {
    let family = address.isIPv4 ? AF_INET : AF_INET6
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let socket = Descriptor(try systemCall("socket") { Glibc.socket(family, type, 0) })
    let number = socket.number
    // A port in TIME_WAIT may be taken at once; accepted sockets inherit TCP_NODELAY.
    try set(number, SOL_SOCKET, SO_REUSEADDR)
    try set(number, Int32(IPPROTO_TCP), TCP_NODELAY)
    if sharesPort { try set(number, SOL_SOCKET, SO_REUSEPORT) }
    _ = try systemCall("bind") { address.withSocketAddress { bind(number, $0, $1) } }
    return socket
  }

  private static func set(_ socket: Int32, _ level: Int32, _ option: Int32) throws(SystemError) {
    var on: Int32 = 1
    _ = try systemCall("setsockopt") {
      setsockopt(socket, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
    }
  }

  /// Takes the next waiting connection, without blocking, closed on exec.
  package func accept() -> Accepted {
    while true {
      var storage = sockaddr_storage()
      do {
        let number = try systemCall("accept4") { parley_accept(socket.number, &storage) }
        return .connection(Descriptor(number), SocketAddress(storage))
      } catch {
        if error.code == EAGAIN || error.code == EWOULDBLOCK { return .none }
        if error.isOutOfDescriptors { return .outOfDescriptors }
        // Anything else is an error of the one connection that would have been (accept(2), "Error handling").
      }
    }
  }

  /// From now on only those already connecting arrive: a new client's SYN is dropped, to be sent again
  /// to whoever listens next. Accept the rest, then let go of the listener, and nobody is reset.
  package func holdNewConnections() {
    _ = parley_hold_new_connections(socket.number)
  }
}
