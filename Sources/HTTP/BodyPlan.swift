/// What a handler decides from the head of a request, before its body is read.
package enum BodyPlan: Equatable, Sendable {
  /// Gather a body of at most so many bytes, then handle the request; a longer one is answered with 413, from its
  /// announced length alone when there is one.
  case buffer(limit: Int)
  /// Hand over a body of at most so many bytes piece by piece.
  case stream(limit: Int)
  /// The response is written already; the body is not read.
  case answered
  /// Refuse, and close.
  case refuse(Refusal)
}
