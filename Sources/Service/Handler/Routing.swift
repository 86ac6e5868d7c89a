import HTTP
import Orders
import Pages
import SharedState

extension Route {
  init(of request: Request) {
    if request.hasPath("/v1/chat") {
      self = .chat
    } else if request.hasPath("/v1/chat/batch") {
      self = .batch
    } else if request.hasPath("/v1/faq") {
      self = .faq
    } else if request.hasPath("/v1/orders") {
      self = .orders
    } else if request.path.starts(with: "/v1/faq/".utf8) {
      self = .faqEntry
    } else if request.path.starts(with: "/v1/orders/".utf8) {
      self = .order
    } else if request.hasPath("/v1/webhooks/shopify") {
      self = .shopify
    } else if request.hasPath("/v1/webhooks/woocommerce") {
      self = .wooCommerce
    } else if request.hasPath("/healthz") {
      self = .health
    } else if request.hasPath("/readyz") {
      self = .ready
    } else if request.hasPath("/metrics") {
      self = .metrics
    } else if Page.all.contains(where: { request.path.elementsEqual($0.path.utf8) }) {
      self = .page
    } else {
      self = .other
    }
  }

  /// The methods the route takes, as `Allow` lists them; OPTIONS is answered everywhere.
  var methods: (list: [Method], allow: StaticString) {
    switch self {
    case .chat, .batch, .shopify, .wooCommerce: ([.post], "POST, OPTIONS")
    case .orders: ([.post, .delete], "POST, DELETE, OPTIONS")
    case .order: ([.put, .delete], "PUT, DELETE, OPTIONS")
    case .faq, .faqEntry, .health, .ready, .metrics, .page: ([.get, .head], "GET, HEAD, OPTIONS")
    case .other: ([], "OPTIONS")
    }
  }

  /// The media type a body must have; `nil` for routes without one.
  var mediaType: StaticString? {
    switch self {
    case .chat, .batch, .order: "application/json"
    case .orders: "application/x-ndjson"
    default: nil
    }
  }

  /// Largest body, in bytes.
  var bodyLimit: Int {
    switch self {
    case .chat: ChatRequestParser.maximumBody
    case .batch: ChatRequestParser.maximumBatchBody
    case .order, .shopify, .wooCommerce: OrderUpload.maximumLine
    case .orders: OrderUpload.maximumBody
    default: 0
    }
  }
}

extension ServiceHandler {
  /// What is wrong with a request already from its head; `nil` when nothing is.
  func refusal(of request: Request) -> Problem? {
    if request.method == .options { return nil }
    let route = exchange.route
    if route == .other { return Problem(.notFound, "There is nothing at this path.") }
    guard route.methods.list.contains(request.method) else {
      return Problem(.methodNotAllowed, "This path has other methods.")
    }
    if let limit = limitProblem(request) { return limit }
    if route == .orders || route == .order, let problem = authorisation(of: request) { return problem }
    if let problem = webhookProblem() { return problem }
    if request.method != .delete, let type = route.mediaType, !MediaType.isValid(request, type) {
      return Problem(.unsupportedMediaType, "The body must be \(type).")
    }
    return nil
  }

  /// Uploads are taken line by line as they arrive; every other body is gathered whole.
  mutating func plan(for request: Request, _ ticket: Ticket) -> BodyPlan {
    guard exchange.route == .orders, request.method == .post else {
      return .buffer(limit: exchange.route.bodyLimit)
    }
    uploads[ticket] = OrderUpload(exchange, folder: state.configuration.database, expiry: expiryOfPushed)
    return .stream(limit: OrderUpload.maximumBody)
  }

  mutating func route(
    _ request: Request, _ ticket: Ticket, _ response: inout ResponseWriter
  ) -> Progress {
    switch exchange.route {
    case .chat: return chat(request, ticket, &response)
    case .batch: return batch(request, ticket, &response)
    case .faq: listFAQ(request, &response)
    case .faqEntry: showFAQ(request, &response)
    case .order where request.method == .delete: return deleteOrder(request, ticket, &response)
    case .order: return putOrder(request, ticket, &response)
    case .orders: return forget(request, ticket, &response)
    case .shopify: return webhook(.shopify, request, ticket, &response)
    case .wooCommerce: return webhook(.woocommerce, request, ticket, &response)
    case .health: health(&response)
    case .ready: ready(&response)
    case .metrics: writeMetrics(&response)
    case .page: page(request, &response)
    case .other: answer(Problem(.notFound, "There is nothing at this path."), request, &response)
    }
    return .answered
  }

  enum Progress {
    case answered
    /// The answer follows a commit.
    case later
  }

  /// Writes a problem; 405 names the methods, 429 and 503 say when to come again, 401 how to authenticate.
  mutating func answer(_ problem: Problem, _ request: Request?, _ response: inout ResponseWriter) {
    response.start(Status(UInt16(problem.code.status), problem.code.title))
    writeCommonFields(&response)
    switch problem.code {
    case .methodNotAllowed: response.field("Allow", exchange.route.methods.allow)
    case .rateLimited: response.field("Retry-After", max(1, problem.retryAfter))
    case .unavailable: response.field("Retry-After", 1)
    case .unauthorized: response.field("WWW-Authenticate", "Bearer")
    default: break
    }
    response.field("Content-Type", "application/problem+json")
    response.field("Cache-Control", "no-store")
    json.clear()
    ProblemJSON.write(problem, to: &json)
    response.finish(json.bytes)
  }

  /// A client beyond its rate; health, readiness and metrics are always answered.
  private func limitProblem(_ request: Request) -> Problem? {
    guard let buckets = state.buckets else { return nil }
    switch exchange.route {
    case .health, .ready, .metrics: return nil
    default: break
    }
    let wait = buckets.take(.network(client(of: request).bytes), now: exchange.clock / 1_000)
    guard let wait else { return nil }
    return Problem(.rateLimited, "Too many requests.", retryAfter: Int((wait + 999) / 1_000))
  }
}

/// The `Content-Type` a route asks for.
enum MediaType {
  /// Type and subtype without regard to case; parameters may follow. A coded body is none we read.
  static func isValid(_ request: Request, _ wanted: StaticString) -> Bool {
    if let coding = request.header("content-encoding"), !coding.isEqual(folded: "identity") { return false }
    guard let value = request.header("content-type") else { return false }
    let end = value.firstIndex(of: UInt8(ascii: ";")) ?? value.endIndex
    var type = value[..<end]
    while let last = type.last, last == 0x20 || last == 0x09 { type = type.dropLast() }
    return UnsafeRawBufferPointer(rebasing: type).isEqual(folded: wanted)
  }
}
