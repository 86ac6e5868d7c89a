import Formats
import Orders

/// A dialogue that must go as written: one entry of a file in `tests/`.
struct DialogueTest {
  struct Step {
    var say: String
    var place: Place
    var expectations: [Expectation] = []
  }

  /// One thing that must be so after a turn.
  struct Expectation {
    enum What: Equatable {
      /// The intent the turn is understood as; `nil` when nothing may be understood.
      case intent(String?)
      /// A slot's value; `nil` when it may not be filled.
      case slot(String, String?)
      /// The reply holds this, whatever the case of its letters.
      case reply(String)
    }
    var what: What
    var place: Place
  }

  var name: String
  var locale: String
  /// 16 bytes: the conversation's id, which chooses among wordings.
  var seed: [UInt8]
  /// Seconds since 1970, the time of every turn.
  var now: Int64
  var steps: [Step]
}

/// A file of dialogues.
struct DialogueTestFile {
  private static let fileKeys = ["locale", "now", "seed", "orders", "dialogues"]
  private static let dialogueKeys = ["name", "locale", "now", "seed", "turns"]
  private static let stepKeys = ["say", "expect"]
  private static let expectKeys = ["intent", "slots", "reply"]
  /// The word for "nothing was understood" and for "not filled".
  static let none = "none"

  /// The file of orders that its dialogues look into, in place of the shop's; relative to the file.
  private(set) var orders: String?
  private(set) var tests: [DialogueTest] = []

  /// - Throws: ``InputError`` at the first thing that is wrong.
  init(path: String) throws(InputError) {
    let root = try YAMLNode.parse(SourceFile(path: path)).mapping(allowed: Self.fileKeys)
    orders = try root.optional("orders")?.string()
    let defaults = DialogueTest(
      name: "", locale: try root.optional("locale")?.string() ?? "",
      seed: try Self.seed(root.optional("seed")), now: try Self.time(root.optional("now")) ?? 1_780_000_000,
      steps: [])
    for node in try root.required("dialogues").sequence() {
      tests.append(try Self.dialogue(node, defaults))
    }
  }

  private static func dialogue(
    _ node: YAMLNode, _ defaults: DialogueTest
  ) throws(InputError) -> DialogueTest {
    let body = try node.mapping(allowed: dialogueKeys)
    var test = defaults
    test.name = try body.required("name").string()
    if let locale = body.optional("locale") { test.locale = try locale.string() }
    if let seed = body.optional("seed") { test.seed = try Self.seed(seed) }
    if let now = try time(body.optional("now")) { test.now = now }
    for step in try body.required("turns").sequence() { test.steps.append(try Self.step(step)) }
    guard !test.steps.isEmpty else {
      throw try body.required("turns").error("a dialogue has a turn at least")
    }
    return test
  }

  private static func step(_ node: YAMLNode) throws(InputError) -> DialogueTest.Step {
    let body = try node.mapping(allowed: stepKeys)
    let say = try body.required("say")
    guard try say.string().unicodeScalars.count <= 2_000 else {
      throw say.error("a message has at most 2,000 code points", .limit)
    }
    var step = DialogueTest.Step(say: try say.string(), place: say.place)
    guard let node = body.optional("expect") else { return step }
    let expected = try node.mapping(allowed: expectKeys)
    if let intent = expected.optional("intent") {
      let name = try intent.string()
      step.expectations.append(.init(what: .intent(name == none ? nil : name), place: intent.place))
    }
    if let slots = expected.optional("slots") {
      for slot in try slots.mapping().entries {
        let value = try slot.value.string()
        step.expectations.append(
          .init(what: .slot(slot.key, value == none ? nil : value), place: slot.value.place))
      }
    }
    if let reply = expected.optional("reply") {
      let pieces: [YAMLNode] = if case .sequence(let list) = reply.content { list } else { [reply] }
      for piece in pieces {
        step.expectations.append(.init(what: .reply(try piece.string()), place: piece.place))
      }
    }
    return step
  }

  private static func seed(_ node: YAMLNode?) throws(InputError) -> [UInt8] {
    guard let node else { return [UInt8](repeating: 0, count: 16) }
    guard let bytes = Seed.bytes(try node.string()) else {
      throw node.error("a seed is 32 hexadecimal digits")
    }
    return bytes
  }

  private static func time(_ node: YAMLNode?) throws(InputError) -> Int64? {
    guard let node else { return nil }
    let text = try node.string()
    do { return try Time.parse(text, flag: "now") } catch {
      throw node.error("'\(text)' is not a time such as 2026-11-20T12:00:00Z")
    }
  }
}

/// The seed of a conversation, as it is written.
enum Seed {
  /// `nil` unless `text` is 32 hexadecimal digits.
  static func bytes(_ text: String) -> [UInt8]? {
    let digits = text.unicodeScalars.compactMap { Character($0).hexDigitValue }
    guard digits.count == 32, text.unicodeScalars.count == 32 else { return nil }
    return stride(from: 0, to: 32, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  static func text(_ bytes: [UInt8]) -> String {
    bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}
