import Conversations
import Crypto
import Dialogue
import HTTP
import Orders

extension ServiceHandler {
  /// The shop's back end proves itself with `PARLEY_API_TOKEN`.
  func authorisation(of request: Request) -> Problem? {
    guard let token = state.configuration.apiToken else {
      return Problem(.forbidden, "No API token is configured.")
    }
    let wrong = Problem(.unauthorized, "The bearer token is missing or wrong.")
    guard let value = request.header("authorization"), value.count > 7 else { return wrong }
    let scheme = UnsafeRawBufferPointer(rebasing: value[..<7])
    guard scheme.isEqual(folded: "bearer ") else { return wrong }
    return constantTimeEqual(Array(value[7...]), token) ? nil : wrong
  }

  /// `PUT /v1/orders/{id}`: the answer follows the commit.
  mutating func putOrder(
    _ request: Request, _ ticket: Ticket, _ response: inout ResponseWriter
  ) -> Progress {
    do throws(Problem) {
      var order = try OrderBody.order(Array(request.body))
      guard let named = OrderNumber(pathNumber(of: request)), named == OrderNumber(order.number) else {
        throw Problem(.invalidOrder, "The order's number is not the path's.", pointer: "/number")
      }
      order.expiresAt = order.expiresAt ?? expiryOfPushed
      store(.upsert(order), for: ticket)
      return .later
    } catch {
      answer(error, request, &response)
      return .answered
    }
  }

  private func pathNumber(of request: Request) -> String {
    String(
      decoding: percentDecoded(UnsafeRawBufferPointer(rebasing: request.path.dropFirst(11))), as: UTF8.self)
  }

  /// When an order that is pushed now ends, if it does not say so itself: `orders: {keep_days: N}` in shop.yaml.
  var expiryOfPushed: UnixTime? {
    guard let text = snapshot.snapshot.playbook.settings.fact("orders.keep_days"), let days = Int64(text),
      days > 0
    else { return nil }
    return UnixTime(seconds: exchange.began / 1_000_000).advanced(by: days * UnixTime.secondsPerDay)
  }

  /// `DELETE /v1/orders/{id}`: the answer follows the commit.
  mutating func deleteOrder(
    _ request: Request, _ ticket: Ticket, _ response: inout ResponseWriter
  ) -> Progress {
    store(.remove(number: pathNumber(of: request)), for: ticket)
    return .later
  }

  /// `DELETE /v1/orders?customer_id=…` or `?email=…`: everything that is known of a customer.
  mutating func forget(
    _ request: Request, _ ticket: Ticket, _ response: inout ResponseWriter
  ) -> Progress {
    var (customer, email): (String?, String?) = (nil, nil)
    for pair in QueryString(request.query ?? UnsafeRawBufferPointer(start: nil, count: 0)) {
      let value = String(decoding: pair.value, as: UTF8.self)
      switch String(decoding: pair.name, as: UTF8.self) {
      case "customer_id" where !value.isEmpty: customer = value
      case "email" where !value.isEmpty: email = value
      default: continue
      }
    }
    guard customer != nil || email != nil else {
      answer(Problem(.badRequest, "Say whose orders: customer_id, email, or both."), request, &response)
      return .answered
    }
    forget(customer: customer, email: email, for: ticket)
    return .later
  }

  /// Removes what a customer has asked for, then the orders by which that is found.
  func forget(customer: String?, email: String?, for ticket: Ticket) {
    let (completer, state) = (completer, state)
    state.requests.erase(customer: customer, email: email) {
      try state.orderNumbers(customer: customer, email: email)
    } completion: { isErased in
      guard isErased else { return completer.complete(ticket, with: .failure(.failed)) }
      state.writer.submit(.forgetAll(customer: customer, email: email)) { result in
        completer.complete(ticket, with: result.mapError { OrderFailure($0) })
      }
    }
  }

  /// `POST /v1/orders` once its body is over.
  mutating func finishUpload(
    _ upload: OrderUpload, _ ticket: Ticket, _ response: inout ResponseWriter
  ) -> HandlerResult {
    var upload = upload
    upload.end()
    guard let spool = upload.spool, upload.problem == nil else {
      let problem = upload.problem ?? Problem(.internal, "The orders could not be read.")
      answer(problem, nil, &response)
      end(&response)
      return .done
    }
    pending[ticket] = exchange
    store(.upsertSpool(spool), for: ticket)
    return .later(milliseconds: 60_000)
  }

  /// Answers once the writer has told how it went; `nil` when it took too long.
  mutating func answerStored(_ outcome: Completion?, _ response: inout ResponseWriter) {
    switch outcome {
    case .success(0) where exchange.route == .order && exchange.isRemoval:
      answer(Problem(.notFound, "There is no such order."), nil, &response)
    case .success(let count): answerCount(count, &response)
    case .failure(.invalid(let reason)): answer(Problem(.invalidOrder, reason), nil, &response)
    case .failure(.noPlace):
      answer(
        Problem(.unavailable, "The orders cannot be stored at the moment.", retryAfter: 60), nil, &response)
    case .failure(.failed): answer(Problem(.internal, "The orders could not be stored."), nil, &response)
    case .failure(.away): answer(Problem(.unavailable, "Redis does not answer."), nil, &response)
    case .failure(.busy), nil:
      answer(Problem(.unavailable, "Too many orders wait to be stored."), nil, &response)
    }
  }

  private mutating func answerCount(_ count: Int, _ response: inout ResponseWriter) {
    let isWebhook = exchange.route == .shopify || exchange.route == .wooCommerce
    json.clear()
    json.object { json in
      if isWebhook {
        json.key("applied")
        json.bool(count > 0)
      } else {
        json.key(exchange.isRemoval ? "removed" : "upserted")
        json.number(count)
      }
    }
    if isWebhook { state.webhooks.add(1, at: count > 0 ? 0 : 1) }
    answerJSON(&response)
  }

  func store(_ change: OrderWriter.Change, for ticket: Ticket) {
    let completer = completer
    state.writer.submit(change) { result in
      completer.complete(ticket, with: result.mapError { OrderFailure($0) })
    }
  }
}

extension OrderFailure {
  init(_ error: any Error) {
    if case .away? = error as? RedisOrders.Failure {
      self = .away
      return
    }
    switch error as? OrderError {
    case .busy: self = .busy
    case .noPlace: self = .noPlace
    case .invalid(let reason): self = .invalid(reason)
    default: self = .failed
    }
  }
}
