import Formats

/// Where the steps of a flow lead, and what no single step shows: steps that nothing reaches, loops in which nothing
/// is asked, and an order that is spoken of before it was found.
struct FlowGraph {
  private(set) var report = InputReport()
  private let flow: FlowSource
  private let places: [Place]

  init(_ flow: FlowSource, _ places: [Place]) {
    self.flow = flow
    self.places = places
  }

  mutating func check() {
    let reached = reach(from: [0]) { _ in true }
    for index in flow.steps.indices where !reached[index] {
      add(index, "no step leads to the step '\(flow.steps[index].id)'")
    }
    checkLoops()
    checkOrder()
    let asked = Set(flow.steps.filter { $0.verb == .ask }.map(\.subject))
    let needsOrder = flow.steps.contains { $0.verb == .need }
    for slot in flow.slots where !asked.contains(slot.name) && !isReadAnyway(slot, needsOrder) {
      report.warn(
        at: places[0], "no step asks for the slot '\(slot.name)': it is only taken when a message holds it")
    }
  }

  /// Filled from what the shopper says unasked.
  private func isReadAnyway(_ slot: SlotSource, _ needsOrder: Bool) -> Bool {
    needsOrder && ["order_number", "email"].contains(slot.name)
  }

  private mutating func add(_ index: Int, _ message: String) {
    report.add(InputError(.schema, at: places[index], message))
  }

  /// Where a run can go on after a step; `steps.count` is the end.
  private func ways(from index: Int) -> [Int] {
    let step = flow.steps[index]
    switch step.verb {
    case .person, .end, .flow: return []
    case .branch: return step.cases.map(\.target) + [step.targets["else"] ?? step.next]
    default: return [step.next] + step.targets.values
    }
  }

  /// The steps a run can come to, passing only through those that `isPassed`.
  private func reach(from starts: [Int], _ isPassed: (Int) -> Bool) -> [Bool] {
    var reached = [Bool](repeating: false, count: flow.steps.count)
    var open = starts
    while let index = open.popLast() {
      guard index < flow.steps.count, !reached[index] else { continue }
      reached[index] = true
      if isPassed(index) { open += ways(from: index) }
    }
    return reached
  }

  /// A step that waits for the shopper cuts every loop it is in.
  private mutating func checkLoops() {
    func asks(_ index: Int) -> Bool { [.ask, .need, .confirm].contains(flow.steps[index].verb) }
    for index in flow.steps.indices where !asks(index) {
      let ways = ways(from: index)
      if reach(from: ways, { !asks($0) })[index] {
        add(index, "the step '\(flow.steps[index].id)' leads back to itself without asking anything")
        return
      }
    }
  }

  private mutating func checkOrder() {
    let early = reach(from: [0]) { flow.steps[$0].verb != .need }
    for index in flow.steps.indices where early[index] && usesOrder(flow.steps[index]) {
      add(index, "the step '\(flow.steps[index].id)' needs an order: put 'need: order' before it")
    }
  }

  private func usesOrder(_ step: StepSource) -> Bool {
    switch step.verb {
    case .need: return false
    case .policy, .show: return true
    case .ask where flow.slots.contains { $0.name == step.subject && $0.kind == .item }: return true
    case .branch where step.cases.contains { $0.conditions.contains { $0.subject != .slot } }: return true
    default:
      return step.texts.values.joined().contains { text in
        Template(text).holes.contains { $0.hasPrefix("order.") }
      }
    }
  }
}
