import Text

/// Where an open flow goes with a new message: a pure step, told what the message holds.
enum FlowStep: Equatable {
  /// Ask for a slot, for the `asked`-th time in a row.
  case ask(slot: String, asked: UInt8)
  /// All slots are there.
  case finish
  /// The same question twice is enough: offer a person.
  case giveUp
}

extension FlowBook {
  /// How often one slot is asked for before a person is offered.
  static let maximumAsks: UInt8 = 2

  /// Takes what the message holds into the slots; later words win, so "no, 1043" corrects.
  ///
  /// - Returns: Whether any slot was filled or changed.
  func take(from message: TextAnalyzer, into slots: inout [Slot], asked: String?) -> Bool {
    var took = false
    for slot in self.slots {
      let isAsked = slot.name == asked
      guard let value = SlotReading.value(of: slot.kind, in: message, asked: isAsked) else { continue }
      guard value.utf8.count <= ContextCoding.maximumValueBytes else { continue }
      if slots[named: slot.name] != value || isAsked { took = true }
      slots[named: slot.name] = value
    }
    return took
  }

  /// The next step, given the slots so far and the question that was open and that the message did not answer.
  ///
  /// After a refusal all slots are full and a question is open all the same: nothing new was said, so the same pair
  /// is not tried, and counted as a guess, again.
  func next(slots: [Slot], known: Set<String>, open: (slot: String, asked: UInt8)?) -> FlowStep {
    for slot in self.slots where slots[named: slot.name] == nil && !known.contains(slot.name) {
      guard let open, open.slot == slot.name else { return .ask(slot: slot.name, asked: 1) }
      return askAgain(open)
    }
    if let open, slots[named: open.slot] != nil { return askAgain(open) }
    return .finish
  }

  private func askAgain(_ open: (slot: String, asked: UInt8)) -> FlowStep {
    open.asked >= Self.maximumAsks ? .giveUp : .ask(slot: open.slot, asked: open.asked + 1)
  }
}
