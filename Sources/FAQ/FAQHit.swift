/// An entry that a search found.
package struct FAQHit: Sendable, Equatable {
  /// For ``FAQIndex/entry(_:)``.
  package var ordinal: Int
  /// How sure the search is that this entry answers the message, in `0...1`, comparable over messages and stores.
  package var score: Float
  /// What the hits are ordered by, about `0 ... 1`; comparable within one search.
  package var rank: Float
  /// Which of the message's tokens are words of the entry's question or of one alternate: bit *i* is token *i*;
  /// tokens beyond the 64th are not told.
  package var matchedTokens: UInt64 = 0
  /// Which of the others have a synonym there.
  package var relatedTokens: UInt64 = 0
  /// Whether question or an alternate is the message word for word.
  package var isExact = false
}
