import Formats
import Orders
import Patterns

/// Reads one flow from YAML and compiles it: names become indices, and what cannot work is told with its place.
struct FlowReader {
  var flow = FlowSource()
  /// Mistakes of the flow as a whole, once its parts could be read.
  private(set) var report = InputReport()
  /// Policy tables the flow asks, for whoever knows which there are.
  private(set) var tables: [(name: String, place: Place)] = []
  /// Other flows and intents it names, for whoever knows which there are.
  var references: [FlowReference] = []
  private let mapping: YAMLMapping
  private let name: String
  /// Where each step of ``flow`` stands.
  var places: [Place] = []

  static let keys = [
    "locale", "flow", "slots", "steps", "then", "answers", "suggestions", "also_for", "questions",
  ]
  static let maximumSteps = 64

  init(_ mapping: YAMLMapping) throws(InputError) {
    self.mapping = mapping
    name = try Self.name(mapping.required("flow"))
    if let slots = mapping.optional("slots") {
      for node in try slots.sequence() { try add(SlotReader.slot(node), at: node) }
    }
    try readSuggestions(mapping)
    try readAlsoFor(mapping)
    try readQuestions(mapping)
    if mapping.optional("then") != nil {
      try readShort()
    } else {
      try readSteps(mapping.required("steps"))
    }
    guard flow.slots.count <= ContextCoding.maximumSlots else {
      throw mapping.error("a flow has at most \(ContextCoding.maximumSlots) slots")
    }
    try checkSize()
    var graph = FlowGraph(flow, places)
    graph.check()
    for error in graph.report.errors { report.add(error) }
    for warning in graph.report.warnings { report.warn(warning) }
  }

  /// A flow's, slot's or step's name: short, for tokens hold it.
  static func name(_ node: YAMLNode) throws(InputError) -> String {
    let name = try node.string()
    let isName = name.utf8.allSatisfy {
      switch $0 {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
      default: false
      }
    }
    guard isName, (1...ContextCoding.maximumNameBytes).contains(name.utf8.count) else {
      throw node.error(
        "a name has 1 to \(ContextCoding.maximumNameBytes) letters, digits, '_' and '-', not '\(name.prefix(80))'"
      )
    }
    return name
  }

  private mutating func add(_ slot: SlotSource, at node: YAMLNode) throws(InputError) {
    guard !flow.slots.contains(where: { $0.name == slot.name }) else {
      throw InputError(.duplicate, at: node.place, "the slot '\(slot.name)' is there twice")
    }
    flow.slots.append(slot)
  }

  private var slotNames: Set<String> { Set(flow.slots.map(\.name)) }

  // MARK: - The short form

  /// `then: show_order` with `answers`: every slot asked for, the order found, its status told.
  private mutating func readShort() throws(InputError) {
    if let node = mapping.optional("steps") { throw node.error("a flow has 'steps' or 'then', not both") }
    let end = try mapping.required("then")
    _ = try end.string(oneOf: ["show_order"])
    needOrderSlots()
    let answers = try mapping.required("answers")
    var texts = try statusTexts(answers, also: ["refused"])
    for slot in flow.slots where slot.kind != .orderNumber && slot.kind != .email {
      append(StepSource(id: "ask-\(slot.name)", verb: .ask), at: end.place)
      flow.steps[flow.steps.count - 1].subject = slot.name
    }
    append(StepSource(id: "need-order", verb: .need), at: end.place)
    flow.steps[flow.steps.count - 1].texts["refused"] = texts.removeValue(forKey: "refused")
    append(StepSource(id: "show-order", verb: .show), at: answers.place)
    flow.steps[flow.steps.count - 1].texts = texts
    for index in flow.steps.indices { flow.steps[index].next = index + 1 }
  }

  private mutating func append(_ step: StepSource, at place: Place) {
    flow.steps.append(step)
    places.append(place)
  }

  private func statusTexts(_ node: YAMLNode, also: [String]) throws(InputError) -> [String: [String]] {
    var texts: [String: [String]] = [:]
    for answer in try node.mapping(allowed: OrderStatus.allCases.map(\.rawValue) + also).entries {
      texts[answer.key] = try Wordings.read(answer.value, slots: slotNames)
    }
    return texts
  }

  /// The slots an order is found by, asked for in the shop's own words when the flow has none.
  private mutating func needOrderSlots() {
    if !slotNames.contains("order_number") {
      flow.slots.append(SlotSource(name: "order_number", kind: .orderNumber))
    }
    if !slotNames.contains("email") { flow.slots.append(SlotSource(name: "email", kind: .email)) }
  }

  // MARK: - Steps

  private mutating func readSteps(_ list: YAMLNode) throws(InputError) {
    let nodes = try list.sequence()
    guard (1...Self.maximumSteps).contains(nodes.count) else {
      throw list.error("a flow has 1 to \(Self.maximumSteps) steps")
    }
    for node in nodes where try node.mapping()["need"] != nil { needOrderSlots() }
    var verbs: [StepVerb] = []
    for (index, node) in nodes.enumerated() {
      let (verb, id) = try head(of: node, index)
      guard !flow.steps.contains(where: { $0.id == id }) else {
        throw InputError(.duplicate, at: node.place, "the step '\(id)' is there twice")
      }
      guard !slotNames.contains(id), id != "end" else {
        throw InputError(.schema, at: node.place, "a step cannot be called '\(id)': that is taken")
      }
      verbs.append(verb)
      append(StepSource(id: id, verb: verb), at: node.place)
    }
    for (index, node) in nodes.enumerated() {
      flow.steps[index].next = index + 1
      try fill(index, from: node, verbs[index])
    }
  }

  private func head(of node: YAMLNode, _ index: Int) throws(InputError) -> (StepVerb, String) {
    let mapping = try node.mapping()
    let verbs = StepVerb.allCases.filter { mapping[$0.rawValue] != nil }
    guard verbs.count == 1 else {
      let names = StepVerb.allCases.map(\.rawValue).joined(separator: ", ")
      throw node.error("a step does one of these: \(names)")
    }
    let id = try mapping.optional("id").map { (id) throws(InputError) in try Self.name(id) }
    return (verbs[0], id ?? "\(verbs[0].rawValue)-\(index + 1)")
  }

  private mutating func fill(_ index: Int, from node: YAMLNode, _ verb: StepVerb) throws(InputError) {
    let allowed = ["id", verb.rawValue] + Self.furtherKeys[verb, default: []]
    let mapping = try node.mapping(allowed: allowed)
    let value = try mapping.required(verb.rawValue)
    switch verb {
    case .ask:
      let slot = try value.string()
      guard slotNames.contains(slot) else { throw value.error("there is no slot '\(slot)' in this flow") }
      flow.steps[index].subject = slot
    case .need:
      flow.steps[index].subject = try value.string(oneOf: ["order"])
    case .policy:
      flow.steps[index].subject = try value.string()
      tables.append((try value.string(), value.place))
    case .confirm, .say, .person: flow.steps[index].texts[""] = try wordings(value)
    case .end: flow.steps[index].texts[""] = value.isNull || value.isTrue ? [] : try wordings(value)
    case .branch: try readBranch(index, value)
    case .show:
      _ = try value.string(oneOf: ["order"])
      if let answers = mapping.optional("answers") {
        flow.steps[index].texts = try statusTexts(answers, also: ["else"])
      }
    case .action: flow.steps[index].subject = try Self.name(value)
    case .flow:
      flow.steps[index].subject = try Self.name(value)
      references.append(FlowReference(kind: .flow, name: flow.steps[index].subject, place: value.place))
    case .go: flow.steps[index].next = try target(value)
    }
    for key in ["refused", "noted", "done", "failed"] {
      if let node = mapping.optional(key) { flow.steps[index].texts[key] = try wordings(node) }
    }
    if verb == .action { _ = try mapping.required("noted") }
    for key in ["on_no", "on_deny", "on_person", "else"] {
      if let node = mapping.optional(key) { flow.steps[index].targets[key] = try target(node) }
    }
  }

  private static let furtherKeys: [StepVerb: [String]] = [
    .need: ["refused"], .policy: ["on_deny", "on_person"], .confirm: ["on_no"], .branch: ["else"],
    .show: ["answers"], .action: ["noted", "done", "failed"],
  ]

  private func wordings(_ node: YAMLNode) throws(InputError) -> [String] {
    let texts = try Wordings.read(node, slots: slotNames)
    guard !texts.isEmpty else { throw node.error("at least one wording is needed") }
    return texts
  }

  private func target(_ node: YAMLNode) throws(InputError) -> Int {
    let name = try node.string()
    if name == "end" { return flow.steps.count }
    guard let index = flow.steps.firstIndex(where: { $0.id == name }) else {
      throw node.error("there is no step '\(name)' in this flow")
    }
    return index
  }

  // MARK: - Branches

  private mutating func readBranch(_ index: Int, _ node: YAMLNode) throws(InputError) {
    for element in try node.sequence() {
      let mapping = try element.mapping(allowed: ["when", "go"])
      var conditions: [BranchCondition] = []
      for entry in try mapping.required("when").mapping().entries { conditions.append(try condition(entry)) }
      guard !conditions.isEmpty else { throw element.error("'when' needs a condition") }
      flow.steps[index].cases.append(
        BranchCase(conditions: conditions, target: try target(mapping.required("go"))))
    }
    guard !flow.steps[index].cases.isEmpty else { throw node.error("a branch needs a case") }
  }

  private mutating func condition(_ entry: YAMLMapping.Entry) throws(InputError) -> BranchCondition {
    let parts = entry.key.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, let subject = BranchCondition.Subject(rawValue: parts[0]) else {
      throw InputError(
        .schema, at: entry.keyPlace, "a condition is about 'slot.NAME', 'order.status' or 'policy.TABLE'")
    }
    let values = try entry.value.strings()
    var known: [String]?
    switch subject {
    case .slot:
      guard let slot = flow.slots.first(where: { $0.name == parts[1] }) else {
        throw InputError(.schema, at: entry.keyPlace, "there is no slot '\(parts[1])' in this flow")
      }
      if slot.kind == .choice { known = slot.choices.map(\.name) + ["none"] }
      if slot.kind == .yesNo { known = ["yes", "no", "none"] }
    case .order:
      guard parts[1] == "status" else {
        throw InputError(.schema, at: entry.keyPlace, "of an order only 'order.status' can be asked")
      }
      known = OrderStatus.allCases.map(\.rawValue)
    case .policy:
      tables.append((parts[1], entry.keyPlace))
      known = PolicyDecision.allCases.map(\.rawValue)
    }
    if let known, let wrong = values.first(where: { !known.contains($0) }) {
      throw entry.value.error("'\(wrong)' is none of \(known.joined(separator: ", "))")
    }
    return BranchCondition(subject: subject, name: parts[1], values: values)
  }

  // MARK: - Room in a token

  /// Everything a flow may learn must fit a context token.
  private func checkSize() throws(InputError) {
    // Beside the author's slots: a mark of each step that confirms or acts. How far an order is proven by a code takes the
    // room of the e-mail address it spares.
    let marks = flow.steps.filter { $0.verb == .confirm || $0.verb == .action }
    let slots = flow.slots.count + marks.count + 2
    guard slots <= ContextCoding.maximumSlots else {
      throw mapping.error(
        "the slots, confirmations and actions of this flow are more than the \(ContextCoding.maximumSlots - 2) that a conversation remembers"
      )
    }
    var needed = flow.slots.reduce(0) { $0 + 4 + $1.name.utf8.count + $1.maximumBytes }
    needed += marks.reduce(0) { $0 + 4 + 1 + $1.id.utf8.count + FlowRun.longestMark }
    if flow.slots.contains(where: { $0.kind == .item }) {
      needed += 4 + ItemNames.slotName.utf8.count + ItemNames.maximumBytes
    } else if flow.steps.contains(where: { $0.verb == .flow }) {
      // The next flow may ask for items: what was said of them comes along.
      needed += 4 + ItemNames.saidSlotName.utf8.count + ItemNames.maximumSaidBytes
    }
    let steps = flow.steps.map(\.id.utf8.count).max() ?? 0
    let room = ContextCoding.slotBytes - 2 * name.utf8.count - max(steps, ContextCoding.maximumNameBytes)
    guard needed <= room else {
      throw mapping.error(
        "the slots of this flow can take \(needed) bytes, and a conversation remembers \(room): give its texts a smaller 'max'"
      )
    }
  }
}

extension YAMLMapping {
  func error(_ message: String) -> InputError { InputError(.schema, at: place, message) }
}

extension YAMLNode {
  /// `end: true`.
  var isTrue: Bool { (try? string()) == "true" }
}
