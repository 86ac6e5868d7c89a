import Crypto
import Dialogue
import Dice
import FAQ
import Formats
import Intents
import Revisions
import Text
import Threads

extension Command {
  static let bench = Command(
    name: "bench",
    summary: "time the parts of a turn on this machine",
    usage: ["parley bench [NAME] [--db DIR] [--json]", "parley bench orders [--most N] [--json]"],
    about: """
      NAME is one of token, rules, decide, turn; all of them without one. One thread, warm; microseconds of processor
      time a message, over all examples of the store. rules_hit and rules_miss are messages that a rule matches, or
      none; turn_again is a turn with a message that came a moment ago. flow, of the starter store only, is a turn in
      the middle of a flow, and one that is answered at once, its message understood anew or come a moment ago.
      """,
    flags: [
      .db,
      Flag(
        name: "most", value: "N",
        help: "orders: the index of up to so many (default 1000000; 10000000 takes minutes)"),
      .json,
    ],
    operands: 0...1
  ) { call in
    if call.operands == ["orders"] { return try OrderBench.run(call) }
    let benches = try Bench(call)
    let names = call.operands.isEmpty ? Bench.names : call.operands
    let rows = try names.flatMap { try benches.rows($0) }
    if call.has("json") {
      Console.print(JSONValue.object(rows.map { .init($0.name + "_us", .double($0.micros)) }).text())
    } else {
      for row in rows { Console.print("\(row.name)  \(row.micros) us") }
    }
    return .done
  }
}

/// The timed loops.
private struct Bench {
  struct Row {
    var name: String
    var micros: Double
  }

  static let names = ["token", "rules", "decide", "turn"]
  /// Messages that a loop takes, at least: 1,500 examples are gone through thirteen times.
  private static let mostMessages = 20_000

  /// For a database without examples.
  private static let messages = [
    "where is my order?", "I want to return these shoes", "how much is delivery to Belgium",
    "my parcel arrived damaged, what now", "can i pay with paypal", "what is the capital of France",
    "i forgot my password and cannot log in", "please cancel order #1042", "do you have this lamp in green",
    "thanks, that is all",
  ]

  private let store: Store

  init(_ call: Invocation) throws { store = try Store(call) }

  func rows(_ name: String) throws -> [Row] {
    switch name {
    case "token": return [token()]
    case "rules": return try rules()
    case "decide": return [try decide()]
    case "turn": return try turns()
    case "flow": return try flow()
    default:
      throw CommandError.usage(
        "there is no benchmark '\(name)'; \(Self.names.joined(separator: ", ")), flow are.")
    }
  }

  /// What shoppers say, as far as the store knows: many messages, so that caches are as cold as they would be.
  private func messages(_ snapshot: Snapshot) -> [String] {
    let examples = snapshot.intents?.exampleTexts(locale: 0) ?? []
    return examples.isEmpty ? Self.messages : examples
  }

  private func token() -> Row {
    let tokens = ContextTokens(store.keys)
    var state = ContextState(conversation: Array(0..<16), issuedAt: 1_000, revision: 7)
    state.flow = OpenFlow(
      name: "track_order", intent: "track_order", step: "email", asked: 1,
      slots: [Slot("order_number", "1042")])
    var sealed: [UInt8] = []
    return time("token", [0]) { _ in
      tokens.seal(state, into: &sealed)
      _ = sealed.withUnsafeBufferPointer { tokens.open($0, now: 1_001) }
    }
  }

  /// The rules alone: messages are read before, and looked at as whole words only.
  private func rules() throws -> [Row] {
    guard let engine = try Snapshot(try store.live()).intents else { return [] }
    let (scratch, analyzer) = (IntentScratch(), TextAnalyzer())
    var texts = try messages(Snapshot(try store.live())).map { text in
      analyzer.analyze(text)
      return analyzer.match
    }
    // In the order of the store's file neighbours say the same; shoppers come as they come.
    var dice = Dice(seed: 7)
    texts.shuffle(using: &dice)
    let hits = texts.filter { text in
      engine.rankRules(matchText: text, into: scratch)
      return !scratch.rules.isEmpty
    }
    let misses = texts.filter { text in
      engine.rankRules(matchText: text, into: scratch)
      return scratch.rules.isEmpty
    }
    let groups = [("rules", texts), ("rules_hit", hits), ("rules_miss", misses)]
    return groups.filter { !$0.1.isEmpty }.map { name, texts in
      time(name, texts) { engine.rankRules(matchText: $0, into: scratch) }
    }
  }

  private func decide() throws -> Row {
    let (snapshot, decider) = (try Snapshot(try store.live()), Decider())
    return time("decide", messages(snapshot)) { _ = decider.decide($0, in: snapshot) }
  }

  /// A turn whose message is understood anew, and one whose message came a moment ago.
  private func turns() throws -> [Row] {
    let snapshot = try Snapshot(try store.live())
    return [("turn", false), ("turn_again", true)].map { name, remembers in
      turn(name, TurnHandler(tokens: ContextTokens(store.keys), remembers: remembers), snapshot)
    }
  }

  private func turn(_ name: String, _ handler: TurnHandler, _ snapshot: Snapshot) -> Row {
    let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    let turn = Turn(seed: Array(0..<16), now: 1_000)
    return time(name, messages(snapshot).map { Array($0.utf8) }) { text in
      text.withUnsafeBufferPointer { _ = handler.take($0, context: none, turn: turn, in: snapshot) }
    }
  }

  /// Both with a token in and a token out.
  private func flow() throws -> [Row] {
    let bench = try FlowBench(store)
    let (questions, answers) = (try bench.questions(), try bench.answers())
    return [
      time("faq_turn", questions) { bench.takeAnew($0) },
      time("faq_turn_again", questions) { bench.take($0) },
      time("flow_turn", answers) { bench.take($0) },
    ]
  }

  /// Microseconds a message, the first round left out.
  private func time<Message>(_ name: String, _ messages: [Message], _ body: (Message) -> Void) -> Row {
    let rounds = max(2, Self.mostMessages / messages.count)
    for message in messages { body(message) }
    let began = ThreadTime.micros()
    for _ in 0..<rounds { for message in messages { body(message) } }
    let spent = (ThreadTime.micros() - began) / Double(rounds * messages.count)
    return Row(name: name, micros: (spent * 100).rounded() / 100)
  }
}
