/// What the bot says in its own name: when it declines, asks back, or leads back to a flow.
///
/// A store words them in `phrases.yaml`; what it leaves out is said in the plain English below, so that a
/// database of an FAQ alone can speak too.
package struct Phrases: Codable, Sendable, Equatable {
  package var texts: [String: [String]] = [:]

  package init() {}

  /// Every phrase there is, with its standard wording.
  package static let standard: [String: [String]] = [
    "fallback": [
      "Sorry, I do not know that. I can help with orders, delivery, returns and your account.",
      "I am afraid I did not understand. Could you say it in other words?",
    ],
    "fallback_suggestions": ["Where is my order?", "How do I return something?", "Talk to a person"],
    "clarify": ["Just to be sure: is it “{option.a}” or “{option.b}”?"],
    "faq_near": ["I am not sure which of these you mean:"],
    "no_reply": ["I understood, but I have no answer to that yet."],
    "order_found": ["Order {order.number}: {order.status}."],
    "order_refused": ["I could not find an order with these details. Please check them and type them again."],
    "left_flow": ["All right, I have stopped. Is there anything else?"],
    "lead_back": ["Back to where we were: {prompt}"],
    "gave_up": ["I do not seem to get there. Would you like to talk to a person?"],
    "gave_up_suggestions": ["Talk to a person", "Never mind"],
    "leave_words": [
      "never mind", "nevermind", "forget it", "forget about it", "stop", "quit", "exit", "cancel that",
      "leave it", "no thanks", "skip it", "start over",
    ],
    "date": ["{day} {month}"],
    "months": [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November", "December",
    ],
  ]

  /// The store's wording, or the standard one; empty only for a name that is no phrase.
  func wordings(_ name: String) -> [String] { texts[name] ?? Self.standard[name] ?? [] }
}
