import Formats
import Orders
import Patterns

/// Something a flow names that another file has.
package struct FlowReference: Sendable {
  enum Kind: String { case flow, intent }
  let kind: Kind
  let name: String
  let place: Place
}

/// What a flow may say beside its slots and steps.
extension FlowReader {
  /// Most questions of a flow, and intents that open it for an order.
  private static let mostExtras = 16

  /// Chips: one list for all, or one for each status and `else`.
  mutating func readSuggestions(_ mapping: YAMLMapping) throws(InputError) {
    guard let node = mapping.optional("suggestions") else { return }
    guard case .mapping = node.content else {
      flow.suggestions = try node.strings()
      return
    }
    for entry in try node.mapping(allowed: OrderStatus.allCases.map(\.rawValue) + ["else"]).entries {
      if entry.key == "else" {
        flow.suggestions = try entry.value.strings()
      } else {
        flow.statusSuggestions[entry.key] = try entry.value.strings()
      }
    }
  }

  /// Intents that open the flow once an order is known.
  mutating func readAlsoFor(_ mapping: YAMLMapping) throws(InputError) {
    guard let node = mapping.optional("also_for") else { return }
    for element in try node.sequence() {
      guard case .mapping = element.content else {
        flow.alsoFor.append(OrderIntentSource(intent: try intent(element)))
        continue
      }
      let entry = try element.mapping(allowed: ["intent", "match"])
      var also = OrderIntentSource(intent: try intent(entry.required("intent")))
      also.match = try entry.optional("match").map { (node) throws(InputError) in
        try SlotReader.pattern(node)
      }
      flow.alsoFor.append(also)
    }
    guard flow.alsoFor.count <= Self.mostExtras else {
      throw node.error("a flow is also for at most \(Self.mostExtras) intents")
    }
  }

  private mutating func intent(_ node: YAMLNode) throws(InputError) -> String {
    let name = try node.string()
    references.append(FlowReference(kind: .intent, name: name, place: node.place))
    return name
  }

  /// What is often asked while the flow waits.
  mutating func readQuestions(_ mapping: YAMLMapping) throws(InputError) {
    guard let node = mapping.optional("questions") else { return }
    for element in try node.sequence() {
      let entry = try element.mapping(allowed: ["match", "say"])
      let say = try entry.required("say")
      let texts = try Wordings.read(say)
      guard !texts.isEmpty else { throw say.error("at least one wording is needed") }
      let isPlain = texts.allSatisfy { Template($0).holes.allSatisfy { $0.hasPrefix("shop.") } }
      guard isPlain else { throw say.error("an answer to a question can only name {shop.…}") }
      flow.questions.append(
        AsideSource(match: try SlotReader.pattern(entry.required("match")), texts: texts))
    }
    guard flow.questions.count <= Self.mostExtras else {
      throw node.error("a flow answers at most \(Self.mostExtras) questions")
    }
  }
}
