import Crypto
import Dialogue
import Formats
import Orders
import Revisions
import Service
import Text

extension Command {
  static let ask = Command(
    name: "ask",
    summary: "take one turn of a conversation",
    usage: [
      "parley ask TEXT [--db DIR] [--context T] [--customer T] [--locale L] [--explain] [--json]",
      "           [--seed HEX] [--now TIME] [--record FILE]",
    ],
    about: """
      Prints the reply and, for the next turn, the context token. --json prints the body of POST /v1/chat. With
      --seed and --now the same question gives the same bytes. --record appends the turn to FILE as a dialogue that
      'parley check' runs; with --context the dialogue goes on.
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
      Flag(name: "record", value: "FILE", help: "append the turn to a file of dialogues"),
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
    let message = call.operands[0]
    guard message.unicodeScalars.count <= 2_000 else {
      throw CommandError.input("the message has more than 2,000 code points.")
    }
    let turn = try turn()
    let store = store
    let conversation = Conversation(
      try Snapshot(try store.live()), keys: store.keys, requestFolder: store.folder.path
    ) { try store.orderReader().map(OrderSource.embedded) ?? .none }
    let context = Array((call["context"] ?? "").utf8)
    let reply = try conversation.say(message, context: context, turn)
    if let path = call["record"] {
      // A token that was not taken has begun a conversation anew.
      let continues = !context.isEmpty && reply.notice != .contextInvalid
      try DialogueRecord(path: path).append(
        message, reply, conversation.slots(after: reply, now: turn.now), turn, continues: continues)
    }
    return reply
  }

  private func turn() throws -> Turn {
    let now =
      try call["now"].map { (text) throws(CommandError) in try Time.parse(text, flag: "now") } ?? Time.now()
    var turn = Turn(seed: try seed(), now: now)
    if let given = call["locale"], !given.isEmpty {
      guard let locale = LanguageTag.normalized(given) else {
        throw CommandError.usage("'--locale' takes a language such as de or pt-BR, not '\(given)'.")
      }
      turn.locale = locale
    }
    turn.explain = call.has("explain")
    if let token = call["customer"] { turn.customer = try customer(token, now: now) }
    return turn
  }

  private func seed() throws(CommandError) -> [UInt8] {
    guard let text = call["seed"] else { return Random.bytes(16) }
    guard let seed = Seed.bytes(text) else {
      throw .usage("'--seed' takes 32 hexadecimal digits, not '\(text)'.")
    }
    return seed
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
    if !faqWords.isEmpty { lines.append("  words of the entry: " + faqWords.joined(separator: ", ")) }
    if !faqSynonyms.isEmpty {
      lines.append("  synonyms in the entry: " + faqSynonyms.joined(separator: ", "))
    }
    for repair in repairs { lines.append("  read “\(repair.from.text)” as “\(repair.to)”") }
    for identifier in identifiers { lines.append("  \(identifier.name): \(identifier.value)") }
    if let flow { lines.append("  flow: \(flow), at \(step ?? "its end")") }
    if let policy {
      lines.append("  policy: \(policy), row \(row ?? "none"): \(decision?.rawValue ?? "")")
    }
    return lines
  }
}
