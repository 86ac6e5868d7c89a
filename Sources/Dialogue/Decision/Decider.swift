import Text

/// Decides single messages without a conversation: what `parley eval` and `parley bench` measure.
package final class Decider {
  private let text = TextAnalyzer()
  private let understanding = Understanding()
  private let clauses = ClauseReader()

  package init() {}

  /// As `POST /v1/chat` decides a first turn.
  package func decide(_ message: String, locale: String = "", in snapshot: Snapshot) -> UnderstoodIntent {
    text.shapes = snapshot.playbook.orderShapes
    text.analyze(message)
    let locale = locale.isEmpty ? snapshot.locale(of: text) : snapshot.playbook.book(for: locale).locale
    let decision = understanding.decide(text, locale: locale, isOpening: true, in: snapshot)
    let requests = clauses.requests(
      in: text, whole: decision, book: snapshot.playbook.book(for: locale), snapshot: snapshot,
      by: understanding)
    return requests.first?.decision.intent ?? decision.intent
  }
}
