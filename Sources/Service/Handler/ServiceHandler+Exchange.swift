import Dialogue
private import Glibc
import HTTP
import SharedState

extension ServiceHandler {
  /// Notes what the log will tell of a request.
  mutating func begin(_ request: Request, _ ticket: Ticket) {
    exchange.ticket = ticket
    exchange.route = Route(of: request)
    exchange.understood = nil
    exchange.method = request.method.name
    exchange.isRemoval = request.method == .delete
    exchange.began = Clock.microsecondsSince1970()
    exchange.clock = Clock.microseconds()
    exchange.requestID.removeAll(keepingCapacity: true)
    exchange.traceID.removeAll(keepingCapacity: true)
    exchange.origin.removeAll(keepingCapacity: true)
    if let id = request.header("x-request-id"), RequestIdentity.isPlain(id) {
      exchange.requestID.append(contentsOf: id)
    }
    if let parent = request.header("traceparent"), let id = RequestIdentity.traceID(in: parent) {
      exchange.traceID.append(contentsOf: id)
    }
    if !state.configuration.origins.isEmpty, let origin = request.header("origin"), isListed(origin) {
      exchange.origin.append(contentsOf: origin)
    }
    state.snapshots.refresh(&snapshot)
  }

  /// Counts and logs the request that was just answered.
  mutating func end(_ response: inout ResponseWriter) {
    let spent = Int(Clock.microseconds() &- exchange.clock)
    let status = Int(response.status.code)
    metrics.count(exchange.route, status: status, micros: spent)
    metrics.note(ruleFaults: turns.ruleFaults)
    log.write(
      AccessLog.Request(
        time: exchange.began, method: exchange.method, route: exchange.route, status: status, micros: spent,
        bytes: response.bodyCount, requestID: exchange.requestID, traceID: exchange.traceID),
      understood: exchange.understood, revision: snapshot.snapshot.revision)
  }

  /// Writes the fields that every answer of ours has.
  func writeCommonFields(_ response: inout ResponseWriter) {
    if !exchange.requestID.isEmpty {
      exchange.requestID.withUnsafeBytes { response.field("X-Request-Id", $0) }
    }
    response.field("X-Content-Type-Options", "nosniff")
    guard !state.configuration.origins.isEmpty else { return }
    response.field("Vary", "Origin")
    guard !exchange.origin.isEmpty else { return }
    exchange.origin.withUnsafeBytes { response.field("Access-Control-Allow-Origin", $0) }
  }

  /// A JSON answer from ``json``.
  func answerJSON(_ response: inout ResponseWriter) {
    response.start(.ok)
    writeCommonFields(&response)
    response.field("Content-Type", "application/json")
    response.field("Cache-Control", "no-store")
    response.finish(json.bytes)
  }

  func isListed(_ origin: UnsafeRawBufferPointer) -> Bool {
    state.configuration.origins.contains { $0.utf8.elementsEqual(origin) }
  }

  /// Who is asking: the peer, or the last hop that no trusted proxy vouches for.
  func client(of request: Request) -> IPAddress {
    ClientAddress.of(request, trusted: state.configuration.trustedProxies)
  }
}
