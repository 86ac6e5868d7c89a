package import HTTP

/// Answers the requests of one event loop.
///
/// Each loop has its own instance, made on that loop's thread and used on no other, so it may keep scratch space
/// and needs no locks. Pointers in a ``HTTP/Request`` end with the call they came in.
package protocol RequestHandler: SendableMetatype {
  /// What another thread hands back for a deferred request.
  associatedtype Completion: Sendable

  /// Decides from the head alone; the body of `request` is empty.
  ///
  /// To answer before the body is read, write a whole response and return ``HTTP/BodyPlan/answered``; when a body
  /// is still on its way the response then ends the connection.
  mutating func admit(_ request: Request, _ ticket: Ticket, _ response: inout ResponseWriter) -> BodyPlan

  /// Answers a request that is whole: writes one response and returns ``HandlerResult/done``, or defers.
  mutating func handle(_ request: Request, _ ticket: Ticket, _ response: inout ResponseWriter)
    -> HandlerResult

  /// Takes the next piece of a body admitted as a stream; the head is gone, `ticket` says which request it is.
  ///
  /// - Returns: `nil` to go on, or why to refuse the rest; after that the request is over.
  mutating func receive(_ bytes: UnsafeRawBufferPointer, of ticket: Ticket) -> Refusal?

  /// Answers a streamed request whose body is over.
  mutating func finish(_ ticket: Ticket, _ response: inout ResponseWriter) -> HandlerResult

  /// Goes on with a deferred request.
  ///
  /// - Parameter completion: What was handed to ``Completer/complete(_:with:)``; `nil` when the time given
  ///   to ``HandlerResult/later(milliseconds:)`` is over.
  mutating func resume(
    _ ticket: Ticket, with completion: Completion?, _ response: inout ResponseWriter
  ) -> HandlerResult

  /// A deferred or streamed request will not be answered: its client is gone, or was refused.
  mutating func abandon(_ ticket: Ticket)

  /// A request was refused before it reached the handler; for the log.
  mutating func refused(_ refusal: Refusal, peer: IPAddress)
}

extension RequestHandler {
  package mutating func receive(_ bytes: UnsafeRawBufferPointer, of ticket: Ticket) -> Refusal? { nil }

  package mutating func finish(_ ticket: Ticket, _ response: inout ResponseWriter) -> HandlerResult { .done }

  package mutating func resume(
    _ ticket: Ticket, with completion: Completion?, _ response: inout ResponseWriter
  ) -> HandlerResult { .done }

  package mutating func abandon(_ ticket: Ticket) {}

  package mutating func refused(_ refusal: Refusal, peer: IPAddress) {}
}

/// How a handler leaves a request.
package enum HandlerResult: Equatable, Sendable {
  /// The response is written. (One that was not becomes a 500.)
  case done
  /// Nothing is written; ``RequestHandler/resume(_:with:_:)`` follows, after so many milliseconds at the latest.
  case later(milliseconds: Int)
}

/// Names one request of a running server; never used twice.
package struct Ticket: Hashable, Sendable {
  /// Which loop has it, counted from 0.
  package let loop: Int
  /// Which connection of that loop, and which of its requests.
  let connection: UInt64
  let request: UInt64

  package init(loop: Int, connection: UInt64, request: UInt64) {
    (self.loop, self.connection, self.request) = (loop, connection, request)
  }
}
