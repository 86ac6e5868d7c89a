import Intents
import Text

/// What a message was understood as, and by what evidence. An abstention is a decision too.
struct Decision {
  enum Kind {
    /// An intent of the store.
    case intent(String)
    /// An FAQ entry that says what to answer.
    case faq(FoundAnswer)
    /// Two intents are too close to choose for the shopper.
    case clarify(String, String)
    /// Nothing is sure, but these questions of the FAQ are near.
    case near([String])
    case nothing
  }

  var kind = Kind.nothing
  /// What the reply tells of it.
  var intent = UnderstoodIntent()
  /// The entry that words the answer of an intent better than its own reply, or in its place.
  var answer: FoundAnswer?
  /// What came nearest when nothing was decided.
  var nearest: String?
  /// It is of what a message wants instead of what it took back.
  var takesBack = false
  /// Best first.
  var readings: [Reading] = []

  /// One intent that was weighed.
  struct Reading {
    var intent: Int
    var name: String
    var score: Float
    var rule: RuleCandidate?
    /// Of the examples; 0 when they do not speak for it.
    var probability: Float

    /// As a reply tells of it.
    var understood: UnderstoodIntent {
      UnderstoodIntent(name: name, confidence: Double(score), source: rule == nil ? .example : .rule)
    }
  }

  /// The decision as it is remembered: of its readings only the best, which is all that a turn without explanation asks
  /// for.
  var remembered: Decision {
    guard readings.count > 1 else { return self }
    var decision = self
    decision.readings = [readings[0]]
    return decision
  }

  init() {}

  /// By the flow that the number is for.
  init(ofNumberAlone intent: String) {
    kind = .intent(intent)
    self.intent = UnderstoodIntent(name: intent, confidence: 1, source: .flow)
  }

  /// How far the best reading is ahead.
  var margin: Float {
    guard let best = readings.first else { return 0 }
    return best.score - (readings.count > 1 ? readings[1].score : 0)
  }

  /// Confidence from which a message in the middle of a flow is taken as another request.
  static let sureFrom = 0.6
  /// The same for a message that reads as a question: an answer seldom does.
  private static let sureFromOfQuestions = 0.4

  /// Whether rules or examples decided, so that their evidence explains it.
  var isFromIntents: Bool { intent.source == .rule || intent.source == .example }

  /// Sure enough to leave a flow's question for.
  var isSure: Bool { intent.confidence >= Self.sureFrom }

  func isSure(forQuestion isQuestion: Bool) -> Bool {
    intent.confidence >= (isQuestion ? Self.sureFromOfQuestions : Self.sureFrom)
  }

  /// Whether it is an answer to something else than the flow's own question. Its own intent again is not: then the
  /// question is asked once more.
  func isOther(than open: OpenFlow, in book: LocaleBook) -> Bool {
    switch kind {
    case .intent(let name):
      name != open.intent && book.intent(name)?.flow != open.name && yesNo(in: book) == nil
    case .faq: true
    case .clarify, .near, .nothing: false
    }
  }

  /// Whether it breaks into an open flow although its question may have been answered: a rule recognised it, it opens
  /// another flow, and so it is no mere yes, no or thanks.
  func interrupts(_ open: OpenFlow, in book: LocaleBook) -> Bool {
    guard intent.name != open.intent, isSure, readings.first?.rule != nil, let flow = flow(in: book) else {
      return false
    }
    return flow.name != open.name
  }

  /// Nothing was understood, or a courtesy that only resembles the examples of one.
  func isPoor(in book: LocaleBook) -> Bool {
    switch kind {
    case .nothing: true
    case .intent(let name):
      book.courtesies.contains(name) && readings.first?.rule == nil && intent.confidence < 0.9
    case .faq, .clarify, .near: false
    }
  }

  /// The intent that ends an open flow, such as the wish for a person; `nil` when it is none of them, or unsure.
  func leaving(_ book: LocaleBook) -> String? {
    guard case .intent(let name) = kind, isSure, book.words.leaveIntents.contains(name) else { return nil }
    return name
  }

  /// `yes` or `no` when the intent is such an answer and nothing else.
  func yesNo(in book: LocaleBook) -> String? {
    guard case .intent(let name) = kind, isSure else { return nil }
    if book.words.yesIntents.contains(name) { return "yes" }
    return book.words.noIntents.contains(name) ? "no" : nil
  }

  /// The flow a message opens: not when the FAQ words the answer, which is about how things are done.
  func flow(in book: LocaleBook) -> FlowBook? {
    guard case .intent(let name) = kind, intent.source != .faq else { return nil }
    return book.intent(name)?.flow.flatMap(book.flow)
  }
}
