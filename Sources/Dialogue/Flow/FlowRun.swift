import Orders

/// One pass over a flow's steps, from the first to where it has to wait: for an answer, for the order, for the store.
///
/// Every turn runs the whole flow again over the slots it has, so that slots are validated and policies are asked
/// anew, and a slot that was corrected is seen by every step. What a step has said in an earlier turn is not said
/// again. A pure value: it is told everything, and changes nothing but itself.
struct FlowRun {
  /// Why a run stopped.
  enum Stop: Equatable {
    case ask(FlowQuestion)
    /// The order named by the slots is needed, with proof.
    case order(step: Int)
    /// A one-time code is to be sent to whoever placed that order.
    case code(step: Int)
    case action(step: Int)
    /// Another flow goes on.
    case flow(String)
    /// A person has to go on.
    case person
    /// The shopper does not want to.
    case declined
    case end
  }

  /// Something to say, in this order.
  struct Saying {
    let step: Int
    let texts: [Template]
    /// Told of an order that was shown, with its card.
    var isOrder = false
  }

  /// Marks of slots that steps keep for themselves: a confirmation's answer, an action's outcome.
  static let confirmation: Character = "?"
  static let outcome: Character = "!"
  /// Bytes of the longest value of one: `yes`, `no`, `1`.
  static let longestMark = 3
  /// The mark that something else was answered right before the open question was put again.
  static let asideMark = String(confirmation)
  /// Most steps of one run: far more than a flow has.
  private static let mostSteps = 512

  let flow: FlowBook
  let book: LocaleBook
  let now: Int64
  var slots: [Slot]
  /// Found and proven in this turn.
  var order: Order?
  /// The customer is known, so that no e-mail address proves anything more.
  var isLoggedIn = false
  /// What others prove it by.
  var guests = GuestProof.email
  /// The question that was open when the turn began: what comes before it has been said already.
  var open: FlowQuestion?
  /// Something that was known is different now: what was said of the order may be too.
  var isCorrected = false
  private(set) var sayings: [Saying] = []
  /// Of the policy step that decided last.
  private(set) var verdict: PolicyVerdict?
  /// The step it stopped at; `steps.count` at the end.
  private(set) var step = 0
  /// The step that asks the open question: what steps before it say has been said. 0 when nothing was open.
  private var openStep = 0

  init(_ flow: FlowBook, book: LocaleBook, slots: [Slot], now: Int64) {
    self.flow = flow
    self.book = book
    self.slots = slots
    self.now = now
  }

  mutating func run() -> Stop {
    sayings.removeAll(keepingCapacity: true)
    verdict = nil
    step = 0
    openStep = open.map(step(asking:)) ?? 0
    return advance()
  }

  /// Goes on behind an action.
  mutating func resume(with answer: ActionAnswer) -> Stop {
    let current = flow.steps[step]
    switch answer {
    case .failed:
      say(current.texts["failed"] ?? book.phrase("action_failed").templates)
      return .person
    case .noted: say(current.texts["noted"] ?? [])
    case .done: say(current.texts["done"] ?? current.texts["noted"] ?? [])
    }
    slots[named: Self.mark(Self.outcome, current)] = "1"
    go(to: current.next)
    return advance()
  }

  private mutating func advance() -> Stop {
    for _ in 0..<Self.mostSteps {
      guard step < flow.steps.count else { return .end }
      if let stop = take(flow.steps[step]) { return stop }
    }
    return .person
  }

  /// One step; `nil` to go on at ``step``.
  private mutating func take(_ current: StepBook) -> Stop? {
    switch current.verb {
    case .ask: return ask(current)
    case .need: return need(current)
    case .policy: return decide(current)
    case .confirm: return confirm(current)
    case .branch: go(to: way(of: current))
    case .go: go(to: current.next)
    case .say:
      say(current.own)
      go(to: current.next)
    case .show:
      show(current)
      go(to: current.next)
    case .action: return act(current)
    case .person:
      say(current.own)
      return .person
    case .flow: return .flow(current.subject)
    case .end:
      say(current.own)
      return .end
    }
    return nil
  }

  private mutating func say(_ texts: [Template], ofOrder isAboutOrder: Bool = false) {
    if !texts.isEmpty, !wasSaid(isAboutOrder) { sayings.append(Saying(step: step, texts: texts)) }
  }

  /// Said whatever was said before: a decision against the shopper's wish.
  private mutating func insist(_ texts: [Template]) { sayings.append(Saying(step: step, texts: texts)) }

  /// Whether the shopper has read it before the question that was open.
  private func wasSaid(_ isAboutOrder: Bool) -> Bool {
    step < openStep && !(isCorrected && isAboutOrder)
  }

  /// The step that asks a question.
  private func step(asking question: FlowQuestion) -> Int {
    switch question {
    case .confirm(let step): return step
    case .slot(let slot):
      let isIdentity = ["order_number", "email", GuestCode.askedSlotName].contains(flow.slots[slot].name)
      return flow.steps.firstIndex { $0.slot == slot || isIdentity && $0.verb == .need } ?? 0
    }
  }

  // MARK: - Questions

  private mutating func ask(_ current: StepBook) -> Stop? {
    guard let slot = current.slot else {
      go(to: current.next)
      return nil
    }
    if let stop = ask(slot: slot) { return stop }
    go(to: current.next)
    return nil
  }

  /// The question for a slot that is not filled, or no longer validly.
  private mutating func ask(slot index: Int) -> Stop? {
    let slot = flow.slots[index]
    if slot.kind == .item { return askItems(index) }
    if let value = slots[named: slot.name] {
      if SlotReading.isValid(value, for: slot) { return nil }
      slots[named: slot.name] = nil
    }
    return .ask(.slot(index))
  }

  private mutating func need(_ current: StepBook) -> Stop? {
    let asksCode = !isLoggedIn && guests != .email
    for (index, slot) in flow.slots.enumerated() where slot.name == "order_number" || slot.name == "email" {
      if slot.name == "email", isLoggedIn || asksCode { continue }
      if let stop = ask(slot: index) { return stop }
    }
    if asksCode, let stop = missingProof() { return stop }
    guard order != nil else { return .order(step: step) }
    go(to: current.next)
    return nil
  }

  /// The question for a slot by its name; `nil` when it is filled, or not the flow's.
  mutating func missing(_ name: String) -> Stop? {
    flow.slots.firstIndex { $0.name == name }.flatMap { ask(slot: $0) }
  }

  private mutating func confirm(_ current: StepBook) -> Stop? {
    let answer = slots[named: Self.mark(Self.confirmation, current)]
    switch answer {
    case "yes": go(to: current.next)
    case "no":
      guard let target = current.targets["on_no"] else { return .declined }
      go(to: target)
    default: return .ask(.confirm(step))
    }
    return nil
  }

  static func mark(_ kind: Character, _ step: StepBook) -> String { String(kind) + step.id }

  // MARK: - Decisions

  private mutating func decide(_ current: StepBook) -> Stop? {
    guard let order else { return .person }
    guard let verdict = book.policy(current.subject)?.verdict(on: picked(of: order), now: now, in: book.zone)
    else {
      return .person
    }
    self.verdict = verdict
    switch verdict.decision {
    case .allow:
      say(verdict.texts, ofOrder: true)
      go(to: current.next)
      return nil
    case .deny:
      insist(verdict.texts.isEmpty ? book.phrase("policy_denied").templates : verdict.texts)
      guard let target = current.targets["on_deny"] else { return .end }
      go(to: target)
      return nil
    case .person:
      insist(verdict.texts.isEmpty ? book.phrase("policy_unclear").templates : verdict.texts)
      guard let target = current.targets["on_person"] else { return .person }
      go(to: target)
      return nil
    }
  }

  private func way(of current: StepBook) -> Int {
    for branch in current.cases where branch.conditions.allSatisfy(holds) { return branch.target }
    return current.targets["else"] ?? current.next
  }

  private func holds(_ condition: BranchCondition) -> Bool {
    switch condition.subject {
    case .slot:
      let value = slots[named: condition.name] ?? ""
      return condition.values.contains(value.isEmpty ? "none" : value)
    case .order: return order.map { condition.values.contains($0.status.rawValue) } ?? false
    case .policy:
      guard let order, let policy = book.policy(condition.name) else { return false }
      let decision = policy.verdict(on: picked(of: order), now: now, in: book.zone).decision
      return condition.values.contains(decision.rawValue)
    }
  }

  // MARK: - What is done

  private mutating func show(_ current: StepBook) {
    guard let order, !wasSaid(true) else { return }
    let texts =
      current.texts[order.status.rawValue] ?? current.texts["else"] ?? book.phrase("order_found").templates
    sayings.append(Saying(step: step, texts: texts, isOrder: true))
  }

  /// An action is done once: its outcome stays in the slots until one of them changes.
  private mutating func act(_ current: StepBook) -> Stop? {
    guard slots[named: Self.mark(Self.outcome, current)] != nil else { return .action(step: step) }
    go(to: current.next)
    return nil
  }

  // MARK: - Going on

  /// Going back forgets what was asked from there on, so that it is asked again.
  private mutating func go(to target: Int) {
    if target <= step {
      for index in target...step { forget(flow.steps[index]) }
      openStep = min(openStep, target)
    }
    step = target
  }

  private mutating func forget(_ past: StepBook) {
    switch past.verb {
    case .ask: if let slot = past.slot { slots[named: flow.slots[slot].name] = nil }
    case .need:
      slots[named: "order_number"] = nil
      slots[named: GuestCode.askedSlotName] = nil
      order = nil
    case .confirm: slots[named: Self.mark(Self.confirmation, past)] = nil
    case .action: slots[named: Self.mark(Self.outcome, past)] = nil
    default: break
    }
  }
}
