import Formats
import HTTP
import Orders

extension ServiceHandler {
  private func secret(of sender: Webhook.Sender) -> [UInt8]? { state.configuration.webhookSecrets[sender] }

  /// Without a secret nobody could be told from anybody.
  func webhookProblem() -> Problem? {
    let sender: Webhook.Sender
    switch exchange.route {
    case .shopify: sender = .shopify
    case .wooCommerce: sender = .woocommerce
    default: return nil
    }
    guard secret(of: sender) == nil else { return nil }
    return Problem(
      .forbidden, "PARLEY_WEBHOOK_SECRET_\(sender.rawValue.uppercased()) is not set.")
  }

  /// `POST /v1/webhooks/…`: the signature is checked over the bytes as they came, before anything is read of them; the
  /// answer follows the commit.
  mutating func webhook(
    _ sender: Webhook.Sender, _ request: Request, _ ticket: Ticket, _ response: inout ResponseWriter
  ) -> Progress {
    if isPing(request, of: sender) {
      answerApplied(false, &response)
      return .answered
    }
    let fields = WebhookFields(sender)
    guard let secret = secret(of: sender), let signature = request.header(fields.signature),
      Webhook.isSigned(request.body, signature: signature, secret: secret)
    else {
      answer(Problem(.unauthorized, "The signature is missing or wrong."), request, &response)
      return .answered
    }
    do throws(InputError) {
      let topic = request.headerText(fields.topic) ?? ""
      let body = try SourceFile(name: "body", bytes: Array(request.body))
      switch try Webhook(sender, topic: topic, body: body) {
      case .nothing:
        answerApplied(false, &response)
        return .answered
      case .order(let order): apply(order, request.headerText(fields.delivery), sender, for: ticket)
      case .forget(let customer, let email): forget(customer: customer, email: email, for: ticket)
      }
      return .later
    } catch {
      let code: Problem.Code =
        error.code == .syntax || error.code == .encoding ? .malformedJSON : .invalidOrder
      let place = "Line \(error.place.line), column \(error.place.column)"
      answer(Problem(code, "\(place): \(error.message)."), request, &response)
      return .answered
    }
  }

  private func apply(_ order: Order, _ delivery: String?, _ sender: Webhook.Sender, for ticket: Ticket) {
    var order = order
    order.expiresAt = order.expiresAt ?? expiryOfPushed
    let id = delivery.map { sender.rawValue + ":" + $0 }
    store(
      .apply(order, delivery: id, now: UnixTime(seconds: exchange.began / 1_000_000)), for: ticket)
  }

  /// WooCommerce asks whether anybody is there when a webhook is set up, with a form of one field and no signature.
  private func isPing(_ request: Request, of sender: Webhook.Sender) -> Bool {
    sender == .woocommerce && MediaType.isValid(request, "application/x-www-form-urlencoded")
      && request.body.starts(with: "webhook_id=".utf8) && request.body.count < 64
  }

  private mutating func answerApplied(_ isApplied: Bool, _ response: inout ResponseWriter) {
    json.clear()
    json.object { json in
      json.key("applied")
      json.bool(isApplied)
    }
    answerJSON(&response)
  }
}

/// What each sender calls its header fields.
private struct WebhookFields {
  let signature: StaticString
  let topic: StaticString
  let delivery: StaticString

  init(_ sender: Webhook.Sender) {
    switch sender {
    case .shopify:
      signature = "x-shopify-hmac-sha256"
      topic = "x-shopify-topic"
      delivery = "x-shopify-webhook-id"
    case .woocommerce:
      signature = "x-wc-webhook-signature"
      topic = "x-wc-webhook-topic"
      delivery = "x-wc-webhook-delivery-id"
    }
  }
}

extension Request {
  fileprivate func headerText(_ name: StaticString) -> String? {
    header(name).map { String(decoding: $0, as: UTF8.self) }
  }
}
