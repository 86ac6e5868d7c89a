/// The answer to one of several requests of a message.
package struct ReplyPart: Sendable {
  package var intent: UnderstoodIntent
  package var text: String
  package var suggestions: [String]
  package var cards: [Card]

  init(intent: UnderstoodIntent, reply: Reply) {
    self.intent = intent
    (text, suggestions, cards) = (reply.text, reply.suggestions, reply.cards)
  }
}
