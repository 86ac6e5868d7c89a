import Text

/// Decides single messages without a conversation: what `parley eval` and `parley bench` measure.
package final class Decider {
  private let text = TextAnalyzer()
  private let understanding = Understanding()

  package init() {}

  /// As `POST /v1/chat` decides a first turn.
  package func decide(_ message: String, locale: String = "", in snapshot: Snapshot) -> UnderstoodIntent {
    text.analyze(message)
    let locale = snapshot.playbook.book(for: locale).locale
    return understanding.decide(text, locale: locale, in: snapshot).intent
  }
}
