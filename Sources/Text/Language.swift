/// A language whose words can be stemmed.
package enum Language: String, Sendable, CaseIterable {
  case danish, dutch, english, finnish, french, german, hungarian, italian, norwegian, portuguese
  case romanian, russian, spanish, swedish, turkish

  /// The language of a locale tag (`de`, `de-AT`, `pt_BR`); `nil` for one without a stemmer.
  package init?(locale: String) {
    switch locale.prefix(while: { $0 != "-" && $0 != "_" }).lowercased() {
    case "da": self = .danish
    case "nl": self = .dutch
    case "en": self = .english
    case "fi": self = .finnish
    case "fr": self = .french
    case "de": self = .german
    case "hu": self = .hungarian
    case "it": self = .italian
    case "nb", "nn", "no": self = .norwegian
    case "pt": self = .portuguese
    case "ro": self = .romanian
    case "ru": self = .russian
    case "es": self = .spanish
    case "sv": self = .swedish
    case "tr": self = .turkish
    default: return nil
    }
  }

  /// Whether an apostrophe stands between two words (`l'article`) rather than inside one (`where's`).
  var apostropheSplitsWords: Bool { self == .french || self == .italian }
}
