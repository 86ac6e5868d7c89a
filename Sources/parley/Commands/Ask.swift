import Conversations
import Crypto
import Dialogue
import Formats
import Orders
import Revisions
import Service
import SharedState

extension Command {
  static let ask = Command(
    name: "ask",
    summary: "take one turn of a conversation",
    usage: [
      "parley ask TEXT [--db DIR] [--context T] [--customer T] [--locale L] [--explain] [--json]",
      "           [--seed HEX] [--now TIME]",
    ],
    about: """
      Prints the reply and, for the next turn, the context token. --json prints the body of POST /v1/chat. With
      --seed and --now the same question gives the same bytes.
      """,
    flags: [
      .db,
      Flag(name: "context", value: "T", help: "the token the turn before printed"),
      Flag(name: "customer", value: "T", help: "a customer token: who is logged in"),
      Flag(name: "locale", value: "L", help: "the shopper's language, such as de"),
      Flag(name: "explain", help: "say why"),
      .json,
      Flag(name: "seed", value: "HEX", help: "32 hexadecimal digits in place of random ones"),
      Flag(name: "now", value: "TIME", help: "the time of the turn, such as 2026-11-20T12:00:00Z"),
    ],
    operands: 1...1
  ) { call in
    let reply = try Question(call).reply()
    if call.has("json") {
      var json = JSONWriter()
      ReplyJSON.write(reply, to: &json)
      Console.print(bytes: json.bytes)
    } else {
      for line in reply.lines { Console.print(line) }
    }
    return .done
  }
}

/// A turn asked on the command line.
private struct Question {
  private let call: Invocation
  private let store: Store

  init(_ call: Invocation) throws {
    self.call = call
    store = try Store(call)
  }

  func reply() throws -> Reply {
    let text = Array(call.operands[0].utf8)
    guard call.operands[0].unicodeScalars.count <= 2_000 else {
      throw CommandError.input("the message has more than 2,000 code points.")
    }
    let turn = try turn()
    let snapshot = try Snapshot(try store.live())
    let handler = TurnHandler(tokens: ContextTokens(store.keys))
    let context = Array((call["context"] ?? "").utf8)
    var outcome = text.withUnsafeBufferPointer { text in
      context.withUnsafeBufferPointer { handler.take(text, context: $0, turn: turn, in: snapshot) }
    }
    while case .need(let need, let pending) = outcome {
      outcome = handler.resume(pending, with: try answer(to: need, at: turn.now))
    }
    guard case .reply(let reply) = outcome else { preconditionFailure("a turn that is no need is a reply") }
    return reply
  }

  /// Looks an order up; notes an action, as a server without a back end does.
  private func answer(to need: Need, at now: Int64) throws -> NeedAnswer {
    switch need {
    case .order(let request):
      let desk = OrderDesk(
        orders: .embedded(try store.orderReader()), attempts: AttemptLimiter(local: AttemptCounters()),
        keys: store.keys)
      return .order(desk.answer(request, network: nil, now: now, clock: 0) ?? .unavailable)
    case .action(let request):
      return .action(RequestLog(folder: store.folder.path).append([StoreRequest(request)]) ? .noted : .failed)
    }
  }

  private func turn() throws -> Turn {
    let now =
      try call["now"].map { (text) throws(CommandError) in try Time.parse(text, flag: "now") } ?? Time.now()
    var turn = Turn(seed: try seed(), now: now)
    turn.locale = call["locale"] ?? ""
    turn.explain = call.has("explain")
    if let token = call["customer"] { turn.customer = try customer(token, now: now) }
    return turn
  }

  private func seed() throws(CommandError) -> [UInt8] {
    guard let text = call["seed"] else { return Random.bytes(16) }
    let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    guard digits.count == 32, text.utf8.count == 32 else {
      throw .usage("'--seed' takes 32 hexadecimal digits, not '\(text)'.")
    }
    return stride(from: 0, to: 32, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  private func customer(_ token: String, now: Int64) throws -> Customer {
    guard let secret = call.environment["PARLEY_CUSTOMER_SECRET"] else {
      throw CommandError.environment("PARLEY_CUSTOMER_SECRET is not set.")
    }
    let tokens = CustomerTokens(try SecretList(secret))
    let customer = Array(token.utf8).withUnsafeBufferPointer { tokens.customer(of: $0, now: now) }
    guard let customer else { throw CommandError.input("the customer token is not valid.") }
    return customer
  }
}

extension Reply {
  fileprivate var lines: [String] {
    var lines = [text]
    if !suggestions.isEmpty { lines.append("  [" + suggestions.joined(separator: "] [") + "]") }
    let name = intent.name ?? "nothing understood"
    lines.append("  intent: \(name) (\(intent.source.rawValue), \(Self.percent(intent.confidence)))")
    if let notice { lines.append("  notice: \(notice.rawValue)") }
    if let faqID { lines.append("  faq: \(faqID)") }
    if let action { lines.append("  action: \(action.name), \(action.result), \(action.reference)") }
    if let explanation { lines += explanation.lines }
    lines.append("  context: \(String(decoding: context, as: UTF8.self))")
    return lines
  }

  static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}

extension Explanation {
  fileprivate var lines: [String] {
    var lines: [String] = []
    if let rule { lines.append("  rule: \(rule)") }
    if let span { lines.append("  matched: “\(span.text)”, characters \(span.start) to \(span.end)") }
    if let runnerUp {
      lines.append("  runner-up: \(runnerUp.name) (\(Reply.percent(runnerUp.score)))")
    }
    lines.append("  margin: \(Reply.percent(margin))")
    if !terms.isEmpty { lines.append("  terms: " + terms.map(\.text).joined(separator: ", ")) }
    if let nearest { lines.append("  nearest example: “\(nearest)”") }
    for identifier in identifiers { lines.append("  \(identifier.name): \(identifier.value)") }
    if let flow { lines.append("  flow: \(flow), at \(step ?? "its end")") }
    if let policy {
      lines.append("  policy: \(policy), row \(row ?? "none"): \(decision?.rawValue ?? "")")
    }
    return lines
  }
}
