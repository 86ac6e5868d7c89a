package import Orders

/// What one turn is made from, next to the message itself.
///
/// Together with the snapshot and the order data this decides every byte of the answer.
package struct Turn: Sendable {
  /// 16 bytes; the conversation's id when the turn is its first.
  package var seed: [UInt8]
  /// Seconds since 1970.
  package var now: Int64
  /// BCP 47; empty keeps the conversation's language.
  package var locale = ""
  /// Who the store's own site says is logged in.
  package var customer: Customer?
  package var explain = false
  /// One-time codes can be sent to guests.
  package var sendsCodes = false

  package init(seed: [UInt8], now: Int64) {
    self.seed = seed
    self.now = now
  }
}

/// How a turn ends: in a reply, or in something the handler needs from outside before it can reply.
package enum TurnOutcome {
  case reply(Reply)
  case need(Need, PendingTurn)
}

/// Something only the outside can tell; the turn is resumed with the answer.
package enum Need: Sendable, Equatable {
  /// The order of that number, for whoever can prove that it is theirs.
  case order(OrderRequest)
  /// Something the shopper has asked for and the policy allows: the store's to do, or at least to be noted for it.
  case action(ActionRequest)
  /// A one-time code for whoever placed the order of that number, should there be one.
  case code(CodeRequest)
}

/// What ``TurnHandler/resume(_:with:)`` is told.
package enum NeedAnswer: Sendable {
  case order(OrderAnswer)
  case action(ActionAnswer)
  case code(CodeAnswer)
}

/// A shopper's request that a flow has come to: cancel this order, send this invoice.
package struct ActionRequest: Sendable, Equatable {
  /// The same for the same turn however often it is sent, so that a repeated one is noted once; the shopper is told it.
  package var reference: String
  /// As the flow names it: `cancel_order`.
  package var action: String
  package var flow: String
  /// Of the order that was proven to be theirs; `nil` when the flow needs none.
  package var order: String?
  package var email: String?
  package var customer: String?
  /// Everything else the flow has learnt.
  package var slots: [Slot]
  package var conversation: [UInt8]
  /// Seconds since 1970.
  package var time: Int64
}

/// What became of an ``ActionRequest``.
package enum ActionAnswer: Sendable, Equatable {
  /// Kept where the operator sees it; a person does it.
  case noted
  /// The store's back end has done it.
  case done
  /// Neither: nothing may be promised.
  case failed
}

/// An order asked for, with the proof offered.
package struct OrderRequest: Sendable, Equatable {
  /// As the shopper wrote it.
  package var number: String
  package var proof: Proof
  /// The conversation that asks: attempts are counted by it.
  package var conversation: [UInt8]

  package enum Proof: Sendable, Equatable {
    case email(String)
    case customer(Customer)
    /// The one-time code that was asked for then, as it was typed.
    case code(String, sentAt: Int64)
    /// A code for this order was right earlier in the conversation.
    case proven
  }
}

/// A one-time code asked for.
package struct CodeRequest: Sendable, Equatable {
  /// The order's number as the shopper wrote it.
  package var number: String
  /// The code is good in this conversation only.
  package var conversation: [UInt8]
  /// Of the conversation, for the words of the e-mail.
  package var locale: String
  /// Seconds since 1970.
  package var time: Int64
}

/// The answer to ``Need/code(_:)``: the same whether there is such an order or not.
package enum CodeAnswer: Sendable, Equatable {
  case sent
  /// Codes cannot be sent at the moment, whatever was asked for.
  case unavailable
}

/// The answer to ``Need/order(_:)``.
///
/// A wrong pair, an unknown number and a locked one are all `refused`: the handler cannot tell them apart, so
/// neither can its reply.
package enum OrderAnswer: Sendable {
  case found(Order)
  case refused
  /// The source of orders does not answer: whatever was asked for.
  case unavailable
}

/// A turn that waits for what it needs. An object, since few turns wait and an outcome is handed on at every turn.
package final class PendingTurn: Sendable {
  let draft: ReplyDraft
  let flow: FlowProgress

  init(_ draft: ReplyDraft, in flow: FlowProgress) {
    self.draft = draft
    self.flow = flow
  }
}
