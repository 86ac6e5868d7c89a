/// Words of which at least one stands, whole, in every message that a pattern matches.
///
/// A word that is known by its beginning only is kept as ``WordTable/prefix(_:)`` has it.
struct WordSet: Sendable, Hashable {
  /// Folded UTF-8 without spaces, sorted, none twice. Never empty.
  let words: [[UInt8]]

  /// Most words of one set.
  static let mostWords = 4_096

  init?(_ words: some Sequence<[UInt8]>) {
    let distinct = Set(words)
    guard !distinct.isEmpty, distinct.count <= WordSet.mostWords else { return nil }
    self.words = distinct.sorted { $0.lexicographicallyPrecedes($1) }
  }
}

/// What the words of a message must be, and how far from each other, for a pattern to match it.
struct WordChain: Sendable {
  struct Link: Sendable {
    /// Words from the one before, or from where the match begins.
    var gap: WordGap
    var set: WordSet
  }

  /// In the order of the message.
  var links: [Link] = []
  /// Words from the last link, or from where the match begins, to where it ends.
  var trail = WordGap.none
  /// Sets of which a word must stand anywhere.
  var elsewhere: [WordSet] = []

  var sets: [WordSet] { links.map(\.set) + elsewhere }

  /// Words from beginning to end.
  var span: WordGap { links.reduce(trail) { $0 + $1.gap } }

  /// Puts another part of a sequence behind this one.
  mutating func append(_ part: WordChain) {
    elsewhere += part.elsewhere
    guard let first = part.links.first else {
      trail = trail + part.trail
      return
    }
    links.append(Link(gap: trail + first.gap, set: first.set))
    links += part.links.dropFirst()
    trail = part.trail
  }

  /// Leaves out a link; what it says of distances stays.
  mutating func remove(at index: Int) {
    let gap = links.remove(at: index).gap
    if index < links.count {
      links[index].gap = links[index].gap + gap
    } else {
      trail = trail + gap
    }
  }
}
