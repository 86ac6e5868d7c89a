import Text

/// What the scorer knows of a word from its letters alone.
struct WordShape {
  /// Identifies the word.
  var hash: UInt64
  /// Identifies the stem, or the class of a number or identifier.
  var stem: UInt64
  /// Classes the word's stem belongs to.
  var classes: [UInt64]
  /// Its character n-grams; none for an identifier.
  var characters: [UInt64]

  /// Stands for the word in pairs of words: its form, since neighbours tell "was charged" from "to charge".
  var number: UInt32 { UInt32(truncatingIfNeeded: hash) }
  /// Stands for the word in pairs of classes.
  var classNumber: UInt32 { UInt32(truncatingIfNeeded: classes.first ?? stem) }
}

/// Lengths of character n-grams, in bytes, the blanks around a word counted.
enum CharacterGrams {
  static let lengths = 2...4

  /// Calls `body` with the hash of every n-gram of a word that has a blank on either side.
  ///
  /// - Parameter padded: The word with its blanks.
  @inline(__always)
  static func forEach(_ padded: UnsafeBufferPointer<UInt8>, _ body: (UInt64) -> Void) {
    for length in lengths {
      guard padded.count > length else {
        body(FeatureHash.bytes(padded, .characters))
        return
      }
      for start in 0...(padded.count - length) {
        body(FeatureHash.bytes(UnsafeBufferPointer(rebasing: padded[start..<start + length]), .characters))
      }
    }
  }
}

/// A word of a message as the scorer sees it.
enum ScoredWord {
  /// Letters and digits: bytes of the match text.
  case text(Range<Int>)
  /// Any identifier of a kind: which one it is must not matter.
  case identifier(IdentifierKind)

  /// Calls `body` for each word of a message, an identifier of several pieces once.
  @inline(__always)
  static func forEach(_ tokens: [Token], _ body: (ScoredWord) -> Void) {
    var last: IdentifierKind?
    for token in tokens {
      guard case .identifier(let kind) = token.kind else {
        last = nil
        body(.text(token.match.indices))
        continue
      }
      if kind != last { body(.identifier(kind)) }
      last = kind
    }
  }

  /// Where each word stands in the match text, in the order of ``forEach(_:_:)``.
  static func ranges(_ tokens: [Token]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var last: IdentifierKind?
    for token in tokens {
      guard case .identifier(let kind) = token.kind, kind == last else {
        ranges.append(token.match.indices)
        if case .identifier(let kind) = token.kind { last = kind } else { last = nil }
        continue
      }
      ranges[ranges.count - 1] = ranges[ranges.count - 1].lowerBound..<token.match.indices.upperBound
    }
    return ranges
  }

  static func hash(of kind: IdentifierKind) -> UInt64 {
    FeatureHash.number(UInt64(kind.rawValue), .identifier)
  }

  /// The class of words that begin with a digit, by how long they are.
  static func hash(ofDigits count: Int) -> UInt64 {
    FeatureHash.number(UInt64(64 + min(count, 6)), .identifier)
  }
}
