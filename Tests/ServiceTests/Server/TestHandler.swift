import EventLoop
import HTTP
import Synchronization
import Testing
import Threads

@testable import Service

/// What the handlers of one test server have seen.
final class Seen: Sendable {
  let abandoned = Mutex(0)
  let refusals = Mutex<[Refusal]>([])
  let peers = Mutex<Set<String>>([])
}

/// Answers a few paths, each of which shows one thing a handler may do.
struct TestHandler: RequestHandler {
  let context: LoopContext<String>
  let seen: Seen
  private var received = 0

  init(_ context: LoopContext<String>, _ seen: Seen) {
    self.context = context
    self.seen = seen
  }

  mutating func admit(_ request: Request, _ ticket: Ticket, _ response: inout ResponseWriter) -> BodyPlan {
    if request.hasPath("/stream") {
      received = 0
      return .stream(limit: 1 << 20)
    }
    if request.hasPath("/forbidden") {
      response.problem(.forbidden, code: "forbidden")
      return .answered
    }
    return .buffer(limit: 1024)
  }

  mutating func handle(_ request: Request, _ ticket: Ticket, _ response: inout ResponseWriter)
    -> HandlerResult
  {
    seen.peers.withLock { _ = $0.insert(request.peer.description) }
    if request.hasPath("/later") { return later(ticket) }
    if request.hasPath("/never") { return .later(milliseconds: 60_000) }
    if request.hasPath("/timeout") { return .later(milliseconds: 50) }
    if request.hasPath("/silent") { return .done }
    response.start(.ok)
    if request.hasPath("/big") {
      response.finish { output in for _ in 0..<1 << 16 { output.append("0123456789abcdef0123456789abcde\n") }
      }
    } else {
      response.finish { output in
        output.append("\(request.method.name) ")
        output.append(request.path)
        output.append(" ")
        output.append(request.body)
      }
    }
    return .done
  }

  private func later(_ ticket: Ticket) -> HandlerResult {
    let completer = context.completer
    do {
      let thread = try NamedThread(name: "later") { completer.complete(ticket, with: "at last") }
      _ = thread
    } catch {
      Issue.record(error)
    }
    return .later(milliseconds: 10_000)
  }

  mutating func receive(_ bytes: UnsafeRawBufferPointer, of ticket: Ticket) -> Refusal? {
    received += bytes.count
    return bytes.contains(UInt8(ascii: "!")) ? .badChunk : nil
  }

  mutating func finish(_ ticket: Ticket, _ response: inout ResponseWriter) -> HandlerResult {
    response.start(.ok)
    response.finish(Array("\(received) bytes".utf8))
    return .done
  }

  mutating func resume(
    _ ticket: Ticket, with completion: String?, _ response: inout ResponseWriter
  ) -> HandlerResult {
    response.start(.ok)
    response.finish(Array((completion ?? "too late").utf8))
    return .done
  }

  mutating func abandon(_ ticket: Ticket) { seen.abandoned.withLock { $0 += 1 } }

  mutating func refused(_ refusal: Refusal, peer: IPAddress) { seen.refusals.withLock { $0.append(refusal) } }
}

/// A server on a port of its own, stopped at the end.
func withServer(
  _ change: (inout ServerConfiguration) -> Void = { _ in },
  _ body: (HTTPServer<TestHandler>, Seen) throws -> Void
) throws {
  var configuration = ServerConfiguration(address: try #require(SocketAddress("127.0.0.1:0")))
  change(&configuration)
  let seen = Seen()
  let server = try HTTPServer(configuration) { TestHandler($0, seen) }
  defer {
    server.stop()
    server.wait()
  }
  try body(server, seen)
}

/// Looks again and again until `condition` holds, for some seconds at most.
func eventually(_ condition: () -> Bool) -> Bool {
  let end = Clock.monotonicMilliseconds() + 10_000
  while Clock.monotonicMilliseconds() < end {
    if condition() { return true }
    _ = LoopSemaphore().wait(milliseconds: 5)
  }
  return condition()
}
