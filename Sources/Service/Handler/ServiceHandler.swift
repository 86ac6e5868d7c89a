import Conversations
import Crypto
import Dialogue
import FAQ
private import Glibc
import HTTP
import Orders
import SharedState
import Text

/// Answers the requests of one loop: routes them, and keeps the scratch space that routes work in.
struct ServiceHandler {
  let state: ServiceState
  let metrics: LoopMetrics
  let turns: TurnHandler
  let parser = ChatRequestParser()
  let desk: OrderDesk
  let completer: Completer<Completion>
  let server: ServerState
  /// The connections of all loops, for the metrics.
  let loops: [LoopCounters]
  let searchText = TextAnalyzer()
  let searchScratch = FAQScratch()
  var snapshot: SnapshotHolder.Lease
  var log: AccessLog
  var json = JSONWriter(capacity: 4_096)
  var seeds = SeedSource()
  /// Uploads and writes under way, by the request they belong to.
  var uploads: [Ticket: OrderUpload] = [:]
  var pending: [Ticket: Exchange] = [:]
  /// Chats whose actions are being noted.
  var chats: [Ticket: WaitingChat] = [:]
  /// The request being answered.
  var exchange = Exchange()

  /// What the log and the metrics tell of a request.
  struct Exchange {
    /// Which request it is; between its head and its body others may come.
    var ticket: Ticket?
    var route = Route.other
    var method: StaticString = "GET"
    /// It is a DELETE.
    var isRemoval = false
    /// Microseconds since 1970, and of a clock that does not go back.
    var began: Int64 = 0
    var clock: UInt64 = 0
    var requestID: [UInt8] = []
    var traceID: [UInt8] = []
    /// What a turn was understood as; `nil` for other requests.
    var understood: UnderstoodIntent?
    /// A listed origin of the request; empty for none.
    var origin: [UInt8] = []
  }

  init(_ state: ServiceState, _ context: LoopContext<Completion>) {
    self.state = state
    completer = context.completer
    server = context.state
    loops = context.counters
    metrics = state.metrics[context.index]
    turns = TurnHandler(tokens: ContextTokens(state.configuration.keys))
    desk = OrderDesk(
      orders: state.orderSource(),
      attempts: AttemptLimiter(local: state.attempts, redis: state.redis), keys: state.configuration.keys,
      sender: state.codes, tally: metrics.desk)
    snapshot = state.snapshots.lease()
    log = AccessLog(state.recorder.buffer(of: context.index), isOn: state.configuration.logsRequests)
  }
}

extension ServiceHandler: RequestHandler {
  typealias Completion = Result<Int, OrderFailure>

  mutating func admit(_ request: Request, _ ticket: Ticket, _ response: inout ResponseWriter) -> BodyPlan {
    begin(request, ticket)
    guard let problem = refusal(of: request) else { return plan(for: request, ticket) }
    answer(problem, request, &response)
    end(&response)
    return .answered
  }

  mutating func handle(
    _ request: Request, _ ticket: Ticket, _ response: inout ResponseWriter
  ) -> HandlerResult {
    if exchange.ticket != ticket { begin(request, ticket) }
    if request.method == .options {
      preflight(&response)
    } else {
      if route(request, ticket, &response) == .later {
        pending[ticket] = exchange
        return .later(milliseconds: 10_000)
      }
    }
    end(&response)
    return .done
  }

  mutating func receive(_ bytes: UnsafeRawBufferPointer, of ticket: Ticket) -> Refusal? {
    uploads[ticket]?.take(bytes)
    return nil
  }

  mutating func finish(_ ticket: Ticket, _ response: inout ResponseWriter) -> HandlerResult {
    guard let upload = uploads.removeValue(forKey: ticket) else { return .done }
    exchange = upload.exchange
    return finishUpload(upload, ticket, &response)
  }

  mutating func resume(
    _ ticket: Ticket, with completion: Completion?, _ response: inout ResponseWriter
  ) -> HandlerResult {
    exchange = pending.removeValue(forKey: ticket) ?? Exchange()
    if let chat = chats.removeValue(forKey: ticket) {
      return finish(chat, ticket, with: completion, &response)
    }
    answerStored(completion, &response)
    end(&response)
    return .done
  }

  mutating func abandon(_ ticket: Ticket) {
    uploads[ticket] = nil
    pending[ticket] = nil
    chats[ticket] = nil
  }

  mutating func refused(_ refusal: Refusal, peer: IPAddress) {
    metrics.count(.other, status: Int(refusal.status.code), micros: 0)
  }
}
