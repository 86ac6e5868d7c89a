import Crypto
import Dialogue
import FAQ
import Formats
import Revisions

extension Command {
  static let bench = Command(
    name: "bench",
    summary: "time the parts of a turn on this machine",
    usage: ["parley bench [NAME] [--db DIR] [--json]", "parley bench orders [--most N] [--json]"],
    about:
      "NAME is one of token, decide, turn; all of them without one. One thread, warm; microseconds of processor time.",
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
    var rows: [(String, Double)] = []
    for name in names { rows.append((name, try benches.micros(name))) }
    if call.has("json") {
      Console.print(JSONValue.object(rows.map { .init($0.0 + "_us", .double($0.1)) }).text())
    } else {
      for (name, micros) in rows { Console.print("\(name)  \(micros) us") }
    }
    return .done
  }
}

/// The timed loops.
private struct Bench {
  static let names = ["token", "decide", "turn"]
  private static let rounds = 2_000

  private static let messages = [
    "where is my order?", "I want to return these shoes", "how much is delivery to Belgium",
    "my parcel arrived damaged, what now", "can i pay with paypal", "what is the capital of France",
    "i forgot my password and cannot log in", "please cancel order #1042", "do you have this lamp in green",
    "thanks, that is all",
  ]

  private let store: Store

  init(_ call: Invocation) throws { store = try Store(call) }

  /// The mean of one call.
  func micros(_ name: String) throws -> Double {
    switch name {
    case "token": return token()
    case "decide": return try decide()
    case "turn": return try turn()
    default:
      throw CommandError.usage("there is no benchmark '\(name)'; \(Self.names.joined(separator: ", ")) are.")
    }
  }

  private func token() -> Double {
    let tokens = ContextTokens(store.keys)
    var state = ContextState(conversation: Array(0..<16), issuedAt: 1_000, revision: 7)
    state.flow = OpenFlow(
      name: "track_order", intent: "track_order", step: "email", asked: 1,
      slots: [Slot("order_number", "1042")])
    var sealed: [UInt8] = []
    return time {
      tokens.seal(state, into: &sealed)
      _ = sealed.withUnsafeBufferPointer { tokens.open($0, now: 1_001) }
    }
  }

  private func decide() throws -> Double {
    let (snapshot, decider) = (try Snapshot(try store.live()), Decider())
    return time { for message in Self.messages { _ = decider.decide(message, in: snapshot) } }
      / Double(Self.messages.count)
  }

  private func turn() throws -> Double {
    let (snapshot, handler) = (try Snapshot(try store.live()), TurnHandler(tokens: ContextTokens(store.keys)))
    let texts = Self.messages.map { Array($0.utf8) }
    let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    let turn = Turn(seed: Array(0..<16), now: 1_000)
    let spent = time {
      for text in texts {
        text.withUnsafeBufferPointer { _ = handler.take($0, context: none, turn: turn, in: snapshot) }
      }
    }
    return spent / Double(texts.count)
  }

  /// Microseconds a round, the first tenth left out.
  private func time(_ round: () -> Void) -> Double {
    for _ in 0..<(Self.rounds / 10) { round() }
    let began = ThreadTime.micros()
    for _ in 0..<Self.rounds { round() }
    return ((ThreadTime.micros() - began) / Double(Self.rounds) * 100).rounded() / 100
  }
}
