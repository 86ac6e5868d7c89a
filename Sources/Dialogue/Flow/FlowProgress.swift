import Orders

/// A flow in the middle of a turn: its run, and what the message meant to it.
struct FlowProgress: Sendable {
  /// What the message was to the question that was open.
  enum Hearing: Sendable, Equatable {
    /// It answered, corrected or began something.
    case answered
    /// It did not: the question has been asked so often.
    case unanswered(FlowQuestion, asked: UInt8)
    /// It asked something else, which has been answered: back to the question.
    case ledBack(FlowQuestion, asked: UInt8)
  }

  var run: FlowRun
  /// What the shopper wanted when the flow was opened.
  let intent: String
  var hearing = Hearing.answered
  let customer: Customer?
  /// Of the action asked for in this turn.
  var request: ActionRequest?

  /// How many flows have handed over in this turn.
  private(set) var handovers = 0
  /// Flows that hand over in a circle come to a person.
  static let mostHandovers = 4

  var flow: FlowBook { run.flow }

  /// Goes on with another flow, which knows the order and what was learnt, as far as it can use it.
  mutating func hand(over next: FlowBook) {
    var following = FlowRun(next, book: run.book, slots: next.usable(run.slots), now: run.now)
    following.order = run.order
    following.isLoggedIn = run.isLoggedIn
    following.guests = run.guests
    if let said = run.slots[named: ItemNames.saidSlotName], next.slots.contains(where: { $0.kind == .item }) {
      following.slots[named: ItemNames.saidSlotName] = said
    }
    run = following
    hearing = .answered
    handovers += 1
  }
}

/// What a conversation remembers when a person was offered, so that "yes" is understood.
enum PersonOffer {
  static let slotName = "=person"
}

extension ContextState {
  /// Whether a person was offered in the turn before; the offer is for one turn.
  mutating func takeOffer() -> Bool {
    guard kept[named: PersonOffer.slotName] != nil else { return false }
    kept[named: PersonOffer.slotName] = nil
    return true
  }
}

extension FlowBook {
  /// What another flow has learnt that is of use here.
  func usable(_ slots: [Slot]) -> [Slot] {
    slots.filter { known in
      slot(known.name).map { !known.value.isEmpty && SlotReading.isValid(known.value, for: $0) }
        ?? (known.name == GuestCode.slotName)
    }
  }
}

/// How often one thing is asked for before a person is offered.
enum Asking {
  static let most: UInt8 = 2
}

extension ActionRequest {
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  init(_ progress: FlowProgress, step: StepBook, of state: ContextState, now: Int64) {
    let slots = progress.run.slots
    action = step.subject
    flow = progress.flow.name
    order = progress.run.order?.number
    email = slots[named: "email"] ?? progress.customer?.email ?? progress.run.provenEmail
    customer = progress.customer?.id
    self.slots = slots.compactMap { slot in
      guard slot.name != "order_number", slot.name != "email", !slot.value.isEmpty,
        let book = progress.flow.slot(slot.name)
      else { return nil }
      guard book.kind == .item else { return slot }
      return book.title(of: slot.value, in: progress.run.order, progress.run.book).map { Slot(slot.name, $0) }
    }
    conversation = state.conversation
    time = now
    reference = ""
    reference = Self.reference(of: self, step: step.id, turn: state.turns)
  }

  /// `R-` and eight characters of Crockford's base 32: FNV-1a of what is asked for, where and when.
  private static func reference(of request: ActionRequest, step: String, turn: UInt32) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for byte in request.conversation { add(byte) }
    for shift in stride(from: 0, to: 32, by: 8) { add(UInt8(truncatingIfNeeded: turn >> UInt32(shift))) }
    for text in [request.flow, step, request.order ?? "", request.email ?? ""] {
      for byte in text.utf8 { add(byte) }
      add(0xFF)
    }
    for slot in request.slots {
      for byte in slot.value.utf8 { add(byte) }
      add(0xFF)
    }
    // The upper bits of FNV-1a are the well mixed ones.
    var digits: [UInt8] = Array("R-".utf8)
    for index in 0..<8 { digits.append(alphabet[Int(hash >> UInt64(59 - 5 * index) & 31)]) }
    return String(decoding: digits, as: UTF8.self)
  }
}
