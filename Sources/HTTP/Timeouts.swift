/// How long a client may take, in milliseconds.
package struct Timeouts: Sendable {
  /// From the first byte of a request to the end of its head; also from connecting to the first byte.
  package var head = 10_000
  /// Between two pieces of a body.
  package var body = 10_000
  /// From the first byte of a request to the end of its body; a body earns more time at ``minimumRate``.
  package var request = 30_000
  /// Bytes of body a second that a client must keep up beyond ``request``.
  package var minimumRate = 16_384
  /// Between requests. Longer than nginx's `keepalive_timeout` to its upstream, so that nginx closes first.
  package var idle = 75_000
  /// For the response to be taken: between two writes that make progress; slow readers are bounded by ``minimumRate`` too.
  package var write = 10_000
  /// For the client to close after an error, while what it still sends is thrown away.
  package var linger = 2_000

  package init() {}

  /// When the next piece of a body must have come, `received` bytes after its request began at `start`.
  func bodyDeadline(now: Int, since start: Int, received: Int) -> Int {
    min(now + body, start + request + earned(received))
  }

  /// When more of a response must have been taken, by a client that took `taken` bytes since it first kept us waiting.
  package func writeDeadline(now: Int, since start: Int, taken: Int) -> Int {
    min(now + write, start + request + earned(taken))
  }

  private func earned(_ bytes: Int) -> Int { bytes / max(1, minimumRate) * 1000 }
}
