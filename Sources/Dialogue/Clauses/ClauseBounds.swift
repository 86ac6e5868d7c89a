import Text

/// Where a message may fall into clauses: at the ends of sentences, at commas, and at words such as `and`.
enum ClauseBounds {
  /// Most clauses that are looked at; a message with more stays whole.
  static let most = 5
  /// Longest message, in tokens, that is looked at.
  static let longest = 120

  /// The tokens of each clause, joining words left out.
  ///
  /// - Parameter isJoin: Whether a word joins clauses.
  /// - Returns: Empty when the message is one clause, or too long, or falls into too many.
  /// - Complexity: One look at each token's flags and first letter.
  static func clauses(
    of message: TextAnalyzer, isJoin: (UnsafeBufferPointer<UInt8>) -> Bool
  ) -> [Range<Int>] {
    let tokens = message.tokens
    guard (4...longest).contains(tokens.count) else { return [] }
    return message.match.withUnsafeBufferPointer { match in
      var clauses: [Range<Int>] = []
      var start = 0
      for place in tokens.indices {
        let token = tokens[place]
        let joins = token.kind == .word && isJoin(UnsafeBufferPointer(rebasing: match[token.match.indices]))
        guard joins || place > 0 && token.isAfterBreak else { continue }
        if place > start { clauses.append(start..<place) }
        guard clauses.count < most else { return [] }
        start = joins ? place + 1 : place
      }
      guard !clauses.isEmpty, start < tokens.count else { return [] }
      clauses.append(start..<tokens.count)
      return clauses.count > most ? [] : clauses
    }
  }
}
