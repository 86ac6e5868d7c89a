/// Words that mean the same kind of thing: cities, months, ways to say "cancel".
///
/// An example that says `Berlin` then also teaches `Lisbon`. A small hand-written thesaurus does for a linear
/// look-up what word vectors do for a network; it is used when a part is built and frozen into it.
struct WordClasses: Sendable {
  /// One class: its name, and the folded words that belong to it.
  struct Class: Sendable {
    let name: Substring
    let words: [Substring]
  }

  let classes: [Class]

  /// - Parameter text: A class a line: `name: word word …`.
  init(_ text: String) {
    classes = text.split(separator: "\n").compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return Class(name: line[..<colon], words: line[line.index(after: colon)...].split(separator: " "))
    }
  }

  static func of(_ locale: String) -> WordClasses {
    locale == "en" || locale.hasPrefix("en-") ? english : WordClasses("")
  }

  private static let english = WordClasses(englishText)
}
