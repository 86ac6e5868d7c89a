import Conversations
import Text

/// Takes out of what a replay tells whatever a past message says of a person: out of the message, and out of the
/// answers where they repeat it.
struct TranscriptMask {
  private let analyzer = TextAnalyzer()

  /// - Parameter shapes: What the store's own order numbers look like.
  init(_ shapes: OrderShapes) { analyzer.shapes = shapes }

  /// - Returns: The message and the answers to it as they may be shown.
  func hide(
    _ message: String, _ before: TranscriptReplay.Answer, _ after: TranscriptReplay.Answer
  ) -> (message: String, before: TranscriptReplay.Answer, after: TranscriptReplay.Answer) {
    analyzer.analyze(message)
    let secrets = Masking.secrets(of: analyzer)
    func hide(_ text: String) -> String {
      secrets.reduce(text) { $0.replacing($1.text, with: $1.label) }
    }
    func hide(_ answer: TranscriptReplay.Answer) -> TranscriptReplay.Answer {
      var answer = answer
      answer.text = hide(answer.text)
      answer.suggestions = answer.suggestions.map { hide($0) }
      return answer
    }
    return (Masking.masked(analyzer), hide(before), hide(after))
  }
}
