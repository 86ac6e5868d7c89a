/// One question a store answers, as its editors wrote it.
package struct FAQEntry: Sendable, Equatable {
  /// Stays the same over imports; unique.
  package var id: String
  package var question: String
  /// Small Markdown. Empty: the entry is found but has nothing to say (search only).
  package var answer: String
  /// Other wordings of the question.
  package var alternates: [String]
  package var category: String?
  package var tags: [String]
  /// The only language the entry is for (`de`, `pt-BR`); `nil`: every one.
  package var locale: String?
  /// What the shopper is understood to want when this entry answers.
  package var intent: String?
  /// An entry that is not enabled is kept, but neither found nor listed.
  package var isEnabled: Bool

  package init(
    id: String, question: String, answer: String = "", alternates: [String] = [],
    category: String? = nil, tags: [String] = [], locale: String? = nil, intent: String? = nil,
    isEnabled: Bool = true
  ) {
    self.id = id
    self.question = question
    self.answer = answer
    self.alternates = alternates
    self.category = category
    self.tags = tags
    self.locale = locale
    self.intent = intent
    self.isEnabled = isEnabled
  }
}

/// What an entry says, without what is listed and searched of it.
package struct FAQAnswer: Sendable, Equatable {
  package var id: String
  package var question: String
  /// Small Markdown; may be empty.
  package var answer: String
  /// What the shopper is understood to want when this entry answers.
  package var intent: String?
}
