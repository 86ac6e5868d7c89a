/// Words and phrases that mean much the same, in groups: what lets a search find "parcel" where the entry says "package".
package struct Synonyms: Sendable, Equatable {
  /// Most words of a phrase; longer ones are refused.
  package static let maximumWords = 5

  package struct Group: Sendable, Equatable {
    /// As written: `send back`, `return`.
    package var phrases: [String]
    /// Primary subtag (`de`) of the only language it is for; `nil`: the store's own.
    package var locale: String?
    /// Written by the store's editors, not shipped with the program.
    package var isOwn: Bool

    package init(phrases: [String], locale: String? = nil, isOwn: Bool = true) {
      self.phrases = phrases
      self.locale = locale
      self.isOwn = isOwn
    }
  }

  package var groups: [Group] = []

  package init(_ groups: [Group] = []) { self.groups = groups }

  /// The groups shipped with the program: everyday English of shops and their web sites.
  package static let builtIn = Synonyms(
    BuiltInSynonyms.lines.split(separator: "\n").map { line in
      Group(
        phrases: line.split(separator: ",").map { String($0.drop { $0 == " " }) }, locale: "en", isOwn: false)
    })

  /// These groups, with those of `other` behind them.
  package func with(_ other: Synonyms) -> Synonyms { Synonyms(groups + other.groups) }
}
