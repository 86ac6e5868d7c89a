/// How much of a request's framing is read before it is refused. All in bytes unless said otherwise.
///
/// The bound of a body is not here: the handler chooses it for each request, from its head.
package struct Limits: Sendable {
  /// Request line without its line end; more is 414.
  package var requestLine = 8192
  /// One field line without its line end; more is 431.
  package var fieldLine = 8192
  /// All field lines of a head together; more is 431.
  package var fields = 32768
  /// Number of fields in a head; more is 431.
  package var fieldCount = 100
  /// Empty lines tolerated before a request line (RFC 9112 §2.2 asks for at least one).
  package var emptyLines = 8
  /// One chunk-size line with its extensions; more is 400.
  package var chunkLine = 256
  /// All trailer field lines of a body together; more is 431.
  package var trailers = 4096
  /// Number of trailer fields; more is 431.
  package var trailerCount = 16

  package init() {}
}
