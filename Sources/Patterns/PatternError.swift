/// What is wrong with a pattern, and where.
package struct PatternError: Error, Sendable, Equatable {
  package enum Code: Sendable, Equatable {
    /// Not PCRE2 syntax.
    case syntax
    /// PCRE2 syntax that rules may not use: it could hang, or read beyond the message.
    case refused
    case unknownList
    /// A list that uses itself, directly or through others.
    case recursiveList
    /// Longer, deeper or larger than the bounds of ``PatternSyntax`` and ``Pattern``.
    case tooLarge
  }

  /// Which text ``byteOffset`` counts in.
  package enum Place: Sendable, Equatable {
    case rule
    /// An item of a named list, counted from 0.
    case item(list: String, index: Int)
  }

  package var code: Code
  package var place: Place
  /// UTF-8 offset in the text of `place`, from 0; at most its length.
  package var byteOffset: Int
  /// For people: what is wrong, without its place.
  package var message: String
}
