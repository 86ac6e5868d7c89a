package import EventLoop
package import HTTP

/// How an ``HTTPServer`` listens and what it tolerates.
package struct ServerConfiguration: Sendable {
  /// How connections are shared out between the loops.
  package enum Sharing: Sendable {
    /// One socket a loop, the kernel choosing by hash (`SO_REUSEPORT`).
    case reusePort
    /// One socket, the loop that wakes first takes the connection (`EPOLLEXCLUSIVE`).
    case oneListener
  }

  package var address: SocketAddress
  /// Event loops, one thread each.
  package var loops = 1
  package var sharing = Sharing.reusePort
  package var limits = Limits()
  package var timeouts = Timeouts()
  /// Requests on one connection; the last says `Connection: close`.
  package var requestsPerConnection = 100_000
  /// Open connections a loop; more wait in the kernel's queue.
  package var connectionsPerLoop = 16_384
  /// For how long a draining server still accepts, in milliseconds: proxies must first see that it is not ready.
  package var drainGrace = 1_500
  /// After how long a draining server closes what is still open, in milliseconds from the start of draining.
  package var drainLimit = 10_000

  package init(address: SocketAddress) {
    self.address = address
  }
}
