/// Everything the handler remembers of a conversation between two turns.
///
/// Flow and step are *names*, never positions, so that a token outlives an edit of the flow it was made in.
package struct ContextState: Sendable, Equatable {
  /// 16 bytes, drawn by the caller for the first turn.
  package var conversation: [UInt8]
  /// Seconds since 1970, the time of the turn that made this state.
  package var issuedAt: Int64
  /// The revision that answered the turn.
  package var revision: UInt64
  /// Turns answered so far.
  package var turns: UInt32 = 0
  /// BCP 47 language of the conversation; empty means the store's own.
  package var locale = ""
  /// The open flow, when there is one.
  package var flow: OpenFlow?
  /// While no flow is open: what the next one need not ask again, such as the number of an order that was shown.
  package var kept: [Slot] = []
  /// While no flow is open: the one that ended last, which "sorry, I meant 1043" goes back to.
  package var last: EndedFlow?

  package init(conversation: [UInt8], issuedAt: Int64, revision: UInt64) {
    self.conversation = conversation
    self.issuedAt = issuedAt
    self.revision = revision
  }
}

/// A flow that waits for the shopper's next words.
package struct OpenFlow: Sendable, Equatable {
  package var name: String
  /// What the shopper wanted when the flow was opened.
  package var intent: String
  /// The slot being asked for.
  package var step: String
  /// How often it has been asked in a row, from 1.
  package var asked: UInt8
  package var slots: [Slot]
  /// Of the flow's shape when it was opened; 0 when that is not known.
  package var fingerprint: UInt32 = 0

  package init(name: String, intent: String, step: String, asked: UInt8, slots: [Slot]) {
    self.name = name
    self.intent = intent
    self.step = step
    self.asked = asked
    self.slots = slots
  }
}

/// A flow that has come to its end.
package struct EndedFlow: Sendable, Equatable {
  package var name: String
  package var intent: String

  package init(name: String, intent: String) {
    self.name = name
    self.intent = intent
  }
}

/// One thing a flow has learnt from the shopper.
package struct Slot: Sendable, Equatable {
  package var name: String
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension [Slot] {
  /// The value of a slot; `nil` when it is not filled.
  package subscript(named name: String) -> String? {
    get { first { $0.name == name }?.value }
    set {
      guard let newValue else { return removeAll { $0.name == name } }
      if let index = firstIndex(where: { $0.name == name }) {
        self[index].value = newValue
      } else {
        append(Slot(name, newValue))
      }
    }
  }
}
