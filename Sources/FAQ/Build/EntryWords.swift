/// The words of one entry as term numbers, field by field, and the phrases among them that have synonyms.
struct EntryWords {
  /// What a stretch of words is to its entry.
  enum Field: UInt8, CaseIterable {
    /// The question, and each alternate.
    case wording
    case answer
    /// Category and tags.
    case label
  }

  struct Stretch {
    var field: Field
    var words: Range<Int>
    var phrases: Range<Int>
  }

  /// Words `first ..< first + words` of a stretch mean a concept.
  struct Phrase {
    /// Number of the concept's term.
    var concept: UInt32
    var first: UInt8
    var words: UInt8
  }

  var words: [UInt32] = []
  var phrases: [Phrase] = []
  var stretches: [Stretch] = []

  mutating func removeAll() {
    words.removeAll(keepingCapacity: true)
    phrases.removeAll(keepingCapacity: true)
    stretches.removeAll(keepingCapacity: true)
  }
}
