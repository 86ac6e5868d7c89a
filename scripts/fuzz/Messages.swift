import Crypto
import Dialogue
import Dice
import Intents
import Revisions

/// Whole turns on the starter store: what shoppers say, bent, and texts made to be slow.
struct Messages {
  private let snapshot: Snapshot
  private let handler: TurnHandler
  private let examples: [String]
  private var context: [UInt8] = []

  private static let pieces = [
    "é", "ß", "\u{301}", "\u{200B}", "\u{202E}", "👩‍👩‍👧‍👦", "ﷺ", "漢字", "١٢٣", "#1042", "a@b.example", "12,50 €",
    "https://x.example/?q=1", "2026-11-20", "oooooooo", " ", "  ", "\t", "'", "-", ".", "where", "order",
    "back",
    "return", "cancel", "my", "the", "not", "i", "\0", "ＷＨＥＲＥ", "1", "0", "w4817420", "JD0146000",
  ]

  init(database: String) throws {
    let folder = try DatabaseFolder(path: database, create: false)
    guard let live = try folder.current() else { throw FolderError.missing(path: database) }
    snapshot = try Snapshot(live)
    handler = TurnHandler(tokens: ContextTokens(try KeyRing(secret: "fuzz fuzz fuzz fuzz fuzz fuzz fuzz")))
    examples = snapshot.intents?.exampleTexts(locale: 0) ?? []
  }

  mutating func step(_ dice: inout Dice, _ watch: Watch) {
    let message = message(&dice)
    var turn = Turn(seed: Array(0..<16), now: 1_780_000_000)
    turn.explain = dice.roll(20) == 0
    if dice.roll(4) == 0 { context = [] }
    let (kept, handler, snapshot) = (context, handler, snapshot)
    var reply: Reply?
    watch.time(turn.explain ? "message, explained" : "message", message) {
      var text = message
      let outcome = text.withUTF8 { text in
        kept.withUnsafeBufferPointer { handler.take(text, context: $0, turn: turn, in: snapshot) }
      }
      if case .reply(let found) = outcome { reply = found }
    }
    if let reply { context = reply.context }
  }

  /// At most 2,000 code points, as the server takes them.
  private func message(_ dice: inout Dice) -> String {
    var text = ""
    switch dice.roll(5) {
    case 0:
      let bytes = dice.mutated(Array(dice.pick(examples).utf8), telling: Array(" aeiou'-.@#0123456789".utf8))
      text = String(decoding: bytes, as: UTF8.self)
    case 1: text = (0..<1 + dice.roll(400)).map { _ in dice.pick(Self.pieces) }.joined()
    case 2:
      text = (0..<1 + dice.roll(300)).map { _ in dice.pick(Self.pieces) }.joined(separator: " ")
    case 3:
      // Words of many rules, as many as fit.
      let words = dice.pick(examples).split(separator: " ") + dice.pick(examples).split(separator: " ")
      text = (0..<1 + dice.roll(400)).map { _ in String(dice.pick(words)) }.joined(separator: " ")
    default:
      let unit = (0..<1 + dice.roll(3)).map { _ in dice.pick(Self.pieces) }.joined(
        separator: dice.pick(["", " "]))
      text = String(repeating: unit, count: 1 + dice.roll(2_000 / max(1, unit.unicodeScalars.count)))
    }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(2_000)))
  }
}
