/// The FAQ entry that words an answer. An object, since decisions are handed on and remembered.
final class FoundAnswer: Sendable {
  let id: String
  /// Small Markdown, its `{shop.…}` filled; may be empty.
  let text: String
  /// What the shopper is understood to want when this entry answers.
  let intent: String?

  init(id: String, text: String, intent: String?) {
    (self.id, self.text, self.intent) = (id, text, intent)
  }
}
