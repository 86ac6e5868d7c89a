/// The answer of one turn, as `POST /v1/chat` gives it.
package struct Reply: Sendable {
  package var text = ""
  package var suggestions: [String] = []
  package var cards: [Card] = []
  package var intent = UnderstoodIntent()
  /// The next context token, base64url.
  package var context: [UInt8] = []
  package var revision: UInt64 = 0
  /// 16 bytes.
  package var conversation: [UInt8] = []
  package var notice: Notice?
  /// The two intents a clarifying question offers.
  package var candidates: [String] = []
  package var faqID: String?
  /// What the turn asked the store to do, and what became of it.
  package var action: ReplyAction?
  /// The answers to several requests of one message, in order; empty when there was one.
  package var parts: [ReplyPart] = []
  package var explanation: Explanation? {
    get { explained?.explanation }
    set { explained = newValue.map(Explained.init) }
  }
  /// Apart, since few replies have one and all are handed on.
  private var explained: Explained?
  /// What came nearest when nobody had an answer, for the log of misses: an intent or `faq:<id>`.
  package var nearest: String?

  /// Whether the message had no word in it.
  package var isBlank = false

  /// Whether nothing was understood: neither answered nor asked back. A message without a word is none.
  package var isMiss: Bool { intent.source == .fallback && !isBlank }
}

private final class Explained: Sendable {
  let explanation: Explanation
  init(_ explanation: Explanation) { self.explanation = explanation }
}

/// What a turn was understood as, whoever words the answer.
package struct UnderstoodIntent: Sendable, Equatable {
  /// `nil` when the turn abstained.
  package var name: String?
  /// `0...1`.
  package var confidence: Double = 0
  package var source: IntentSourceKind = .fallback
}

/// Who decided.
package enum IntentSourceKind: String, Sendable {
  case rule, example, faq, flow, clarify, fallback
}

/// Something the client should know about its context token.
package enum Notice: String, Sendable {
  case contextInvalid = "context_invalid"
  case flowChanged = "flow_changed"
}

/// A request of the shopper's that was handed to the store.
package struct ReplyAction: Sendable, Equatable {
  package var name: String
  package var result: ActionAnswer
  package var reference: String
}

/// Something to show beside the text.
package enum Card: Sendable {
  case order(OrderCard)
}
