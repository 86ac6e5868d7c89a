import FAQ
import Intents
import Text

/// What a message was understood as, and by what evidence. An abstention is a decision too.
struct Decision {
  enum Kind {
    /// An intent of the store.
    case intent(String)
    /// An FAQ entry that says what to answer.
    case faq(FAQEntry)
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
  var answer: FAQEntry?
  /// What came nearest when nothing was decided.
  var nearest: String?
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
  }

  /// How far the best reading is ahead.
  var margin: Float {
    guard let best = readings.first else { return 0 }
    return best.score - (readings.count > 1 ? readings[1].score : 0)
  }

  /// Confidence from which a message in the middle of a flow is taken as another request.
  private static let sureFrom = 0.6

  /// Whether rules or examples decided, so that their evidence explains it.
  var isFromIntents: Bool { intent.source == .rule || intent.source == .example }

  /// Sure enough to leave a flow's question for.
  var isSure: Bool { intent.confidence >= Self.sureFrom }

  /// Whether it is an answer to something else than the flow's own question. Its own intent again is not: then the
  /// question is asked once more.
  func isOther(than open: OpenFlow, in book: LocaleBook) -> Bool {
    switch kind {
    case .intent(let name): name != open.intent && book.intent(name)?.flow != open.name
    case .faq: true
    case .clarify, .near, .nothing: false
    }
  }

  /// The intent that breaks into an open flow although its question may have been answered: one that a rule
  /// recognised, that opens another flow, and that is so no mere yes, no or thanks.
  func interruption(of open: OpenFlow, in book: LocaleBook) -> String? {
    guard case .intent(let name) = kind, name != open.intent, isSure else { return nil }
    guard readings.first?.rule != nil, let flow = book.intent(name)?.flow, flow != open.name else {
      return nil
    }
    return name
  }
}
