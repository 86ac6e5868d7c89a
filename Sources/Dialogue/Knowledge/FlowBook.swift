import Orders
import Patterns

/// A flow, ready to be run: wordings parsed, words folded, patterns compiled. An object, like all that is in a book:
/// turns hand it on.
final class FlowBook: Sendable {
  let name: String
  let slots: [SlotBook]
  let steps: [StepBook]
  private let suggestions: [String]
  private let statusSuggestions: [String: [String]]
  /// Intents that open it too, once an order is known.
  let alsoFor: [OrderIntentBook]
  /// What is answered while it waits.
  let questions: [AsideBook]
  /// Of everything but the words: a token that was made in a flow of another shape starts it anew.
  let fingerprint: UInt32
  /// Whether an order has to be proven.
  let needsOrder: Bool

  init(
    name: String, _ source: FlowSource, fold: (String) -> [UInt8], _ prepare: (String) -> Template
  ) {
    self.name = name
    var slots = source.slots
    needsOrder = source.steps.contains { $0.verb == .need }
    if needsOrder {
      slots.append(SlotSource(name: GuestCode.askedSlotName, kind: .code))
    }
    self.slots = slots.map { SlotBook($0, fold: fold, prepare) }
    steps = source.steps.map { step in
      StepBook(step, slot: source.slots.firstIndex { $0.name == step.subject }, prepare)
    }
    suggestions = source.suggestions
    statusSuggestions = source.statusSuggestions
    alsoFor = source.alsoFor.map {
      OrderIntentBook(intent: $0.intent, pattern: $0.match.flatMap(Pattern.checked))
    }
    questions = source.questions.compactMap { question in
      Pattern.checked(question.match).map {
        AsideBook(pattern: $0, replies: question.texts.map(prepare))
      }
    }
    fingerprint = source.fingerprint
  }

  /// Chips under the last answer, as they fit the order.
  func suggestions(for order: Order?) -> [String] {
    order.flatMap { statusSuggestions[$0.status.rawValue] } ?? suggestions
  }

  /// Whether it may go on with another flow, which then wants to know what was said.
  var handsOver: Bool { steps.contains { $0.verb == .flow } }

  func slot(_ name: String) -> SlotBook? { slots.first { $0.name == name } }

  /// What a token's step names: a slot that was asked for, or a confirmation.
  func question(_ name: String) -> FlowQuestion? {
    if let slot = slots.firstIndex(where: { $0.name == name }) { return .slot(slot) }
    let step = steps.firstIndex { $0.verb == .confirm && $0.id == name }
    return step.map(FlowQuestion.confirm)
  }

  func name(of question: FlowQuestion) -> String {
    switch question {
    case .slot(let slot): slots[slot].name
    case .confirm(let step): steps[step].id
    }
  }
}

/// What a flow waits for: a slot's value, or a yes to a confirmation step.
enum FlowQuestion: Sendable, Equatable {
  case slot(Int)
  case confirm(Int)
}

/// One slot of a flow.
final class SlotBook: Sendable {
  let name: String
  let kind: SlotKind
  /// Empty when the shop's own words ask.
  let prompts: [Template]
  let isOptional: Bool
  let choices: [ChoiceBook]
  let pattern: Pattern?
  let minimum: Int?
  let maximum: Int?
  let maximumBytes: Int
  /// What of a message that says more is the text.
  let mention: Pattern?
  let parts: [TextPartBook]

  init(_ source: SlotSource, fold: (String) -> [UInt8], _ prepare: (String) -> Template) {
    name = source.name
    kind = source.kind
    prompts = source.prompts.map(prepare)
    isOptional = source.isOptional
    choices = source.choices.map {
      ChoiceBook(name: $0.name, title: $0.words.first ?? $0.name, words: WordList($0.words, fold))
    }
    pattern = source.pattern.flatMap(Pattern.checked)
    mention = source.mention.flatMap(Pattern.checked)
    parts = source.parts.map {
      TextPartBook(words: WordList($0.words, fold), pattern: $0.pattern.flatMap(Pattern.checked))
    }
    minimum = source.minimum
    maximum = source.maximum
    maximumBytes = source.maximumBytes
  }

  /// What `{slot.…}` shows of a value.
  func title(of value: String) -> String {
    kind == .choice ? choices.first { $0.name == value }?.title ?? value : value
  }
}

/// A part of a text that shoppers name.
final class TextPartBook: Sendable {
  let words: WordList
  let pattern: Pattern?

  init(words: WordList, pattern: Pattern?) {
    self.words = words
    self.pattern = pattern
  }
}

final class OrderIntentBook: Sendable {
  let intent: String
  let pattern: Pattern?

  init(intent: String, pattern: Pattern?) {
    self.intent = intent
    self.pattern = pattern
  }
}

final class AsideBook: Sendable {
  let pattern: Pattern
  let replies: [Template]

  init(pattern: Pattern, replies: [Template]) {
    self.pattern = pattern
    self.replies = replies
  }
}

extension Pattern {
  /// One that was checked when it was imported; `nil` when it no longer compiles: it matches nothing then.
  fileprivate static func checked(_ text: String) -> Pattern? { try? Pattern(PatternSyntax(text)) }
}

struct ChoiceBook: Sendable {
  let name: String
  let title: String
  let words: WordList
}

/// One step of a flow.
final class StepBook: Sendable {
  let id: String
  let verb: StepVerb
  let subject: String
  /// Of an `ask`.
  let slot: Int?
  let texts: [String: [Template]]
  let next: Int
  let targets: [String: Int]
  let cases: [BranchCase]

  init(_ source: StepSource, slot: Int?, _ prepare: (String) -> Template) {
    id = source.id
    verb = source.verb
    subject = source.subject
    self.slot = source.verb == .ask ? slot : nil
    texts = source.texts.mapValues { $0.map(prepare) }
    next = source.next
    targets = source.targets
    cases = source.cases
  }

  var own: [Template] { texts[""] ?? [] }
}

extension FlowSource {
  /// FNV-1a over names, kinds and jumps; wordings do not count.
  fileprivate var fingerprint: UInt32 {
    var hash: UInt32 = 2_166_136_261
    func add(_ text: String) {
      for byte in text.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
      hash = (hash ^ 0xFF) &* 16_777_619
    }
    for slot in slots {
      add(slot.name)
      add(slot.kind.rawValue)
      for choice in slot.choices { add(choice.name) }
      add(slot.pattern ?? "")
    }
    for step in steps {
      for part in [step.id, step.verb.rawValue, step.subject, String(step.next)] { add(part) }
      for target in step.targets.sorted(by: { $0.key < $1.key }) { add("\(target.key)\(target.value)") }
      for branch in step.cases {
        add(String(branch.target))
        for condition in branch.conditions {
          add(condition.subject.rawValue + condition.name + condition.values.joined(separator: ","))
        }
      }
    }
    return hash
  }
}
