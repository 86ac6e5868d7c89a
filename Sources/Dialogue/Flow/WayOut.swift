import Text

extension LocaleBook {
  /// Longest message, in bytes, that can be a way out of a flow.
  private static var longestWayOut: Int { 40 }

  /// Whether the whole message is one of the store's `leave_words`.
  func isWayOut(_ message: TextAnalyzer) -> Bool {
    guard message.match.count <= Self.longestWayOut else { return false }
    return phrase("leave_words").wordings.contains(String(decoding: message.match, as: UTF8.self))
  }
}
