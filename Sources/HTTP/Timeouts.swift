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
}
