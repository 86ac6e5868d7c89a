/// A procedure as it is kept in the policies part: slots, and steps whose every jump is an index.
///
/// ``FlowReader`` makes it from YAML; nothing in it is looked up by name when a turn runs but a slot's value.
package struct FlowSource: Codable, Sendable, Equatable {
  package var slots: [SlotSource] = []
  /// Run from the first; a target of `steps.count` is the end.
  package var steps: [StepSource] = []
  /// Chips under the last answer.
  package var suggestions: [String] = []
  /// Those for an order of some status; any other has ``suggestions``.
  package var statusSuggestions: [String: [String]] = [:]
  /// Intents that open the flow too, once an order is known.
  package var alsoFor: [OrderIntentSource] = []
  /// What is often asked while the flow waits.
  package var questions: [AsideSource] = []

  package init() {}
}

/// One thing a flow asks for.
package struct SlotSource: Codable, Sendable, Equatable {
  package var name: String
  package var kind: SlotKind
  /// The first question, then the second when the first was not understood.
  package var prompts: [String] = []
  /// May be left open: asked for all the same, but "skip" goes on.
  package var isOptional = false
  /// Of ``SlotKind/choice``; of ``SlotKind/yesNo`` what else means yes and no.
  package var choices: [ChoiceSource] = []
  /// Of ``SlotKind/pattern``: a rule's pattern over match text.
  package var pattern: String?
  /// Characters of a text, or the numbers a number lies between.
  package var minimum: Int?
  package var maximum: Int?
  /// Of ``SlotKind/text``: what of a message that says more is the text.
  package var mention: String?
  /// Of ``SlotKind/text``: what of it can be corrected by its name.
  package var parts: [TextPartSource] = []

  package init(name: String, kind: SlotKind) {
    self.name = name
    self.kind = kind
  }

  /// Most bytes its value takes in a context token.
  var maximumBytes: Int {
    switch kind {
    case .orderNumber: 40
    case .email: 100
    case .choice: choices.map(\.name.utf8.count).max() ?? 0
    case .yesNo: 3
    case .date: 10
    case .number: 12
    case .pattern: 40
    case .text: maximum ?? SlotSource.standardText
    case .item: 40
    case .code: 6
    }
  }

  /// Bytes of a free text when the flow does not say.
  static let standardText = 200
}

/// A part of a text that shoppers name: the number of a house in an address.
package struct TextPartSource: Codable, Sendable, Equatable {
  package var words: [String]
  /// What it looks like, in the text and in the message that corrects it; without, the whole text is asked for again.
  package var pattern: String?
}

/// An intent that opens a flow once an order is known.
package struct OrderIntentSource: Codable, Sendable, Equatable {
  package var intent: String
  /// What a message has to hold that names no order, but may be about the one that was shown.
  package var match: String?
}

/// A question that is answered in the midst of a flow.
package struct AsideSource: Codable, Sendable, Equatable {
  package var match: String
  package var texts: [String]
}

/// How a slot is read from a message.
package enum SlotKind: String, Codable, Sendable, CaseIterable {
  case orderNumber = "order_number"
  case email
  case choice
  case yesNo = "yes_no"
  case date
  case number
  case pattern
  case text
  /// Some of the order's items.
  case item
  /// A one-time code. No author writes it down: every flow that needs an order has one.
  case code

  /// What an author may write.
  static let written = allCases.filter { $0 != .code }
}

/// One of the values a choice can have, and what shoppers call it; the first word is its title.
package struct ChoiceSource: Codable, Sendable, Equatable {
  package var name: String
  package var words: [String]
}

/// One step of a flow.
package struct StepSource: Codable, Sendable, Equatable {
  /// The author's, or `<verb>-<n>`; what a token and an explanation call it.
  package var id: String
  package var verb: StepVerb
  /// The slot, policy table or action it is about.
  package var subject = ""
  /// Wordings by what they are for: empty for the step's own, `refused`, `noted`, an order status.
  package var texts: [String: [String]] = [:]
  /// Where a run goes on.
  package var next = 0
  /// Jumps by their occasion: `no` of a confirmation, `deny` and `person` of a policy.
  package var targets: [String: Int] = [:]
  package var cases: [BranchCase] = []

  package init(id: String, verb: StepVerb) {
    self.id = id
    self.verb = verb
  }
}

/// What a step does.
package enum StepVerb: String, Codable, Sendable, CaseIterable {
  /// Asks for a slot unless it is filled.
  case ask
  /// Finds the order and proves that it is the shopper's.
  case need
  /// Asks a policy table.
  case policy
  /// Goes on only after a yes.
  case confirm
  case branch
  case say
  /// Tells where the order stands, with its card.
  case show
  /// Hands something to the store.
  case action
  /// Offers a person and ends.
  case person
  /// Goes on with another flow, which knows what this one has learnt.
  case flow
  case go
  case end
}

/// A way out of a branch.
package struct BranchCase: Codable, Sendable, Equatable {
  /// All must hold.
  package var conditions: [BranchCondition]
  package var target: Int
}

/// `slot.reason: [broken, torn]`, `order.status: shipped`, `policy.late: allow`.
package struct BranchCondition: Codable, Sendable, Equatable {
  package enum Subject: String, Codable, Sendable { case slot, order, policy }
  package var subject: Subject
  package var name: String
  package var values: [String]
}
