import FAQ
import Intents
package import Revisions
import Text

extension Snapshot {
  /// Opens a revision: what every turn needs is held, what is large stays on its pages.
  ///
  /// - Throws: ``Damage`` or the part's own error when a part is not what its manifest says.
  package convenience init(_ revision: Revision) throws {
    let playbook = try revision.parts[.policies].map { try PlaybookSource(part: $0) } ?? PlaybookSource()
    let intents = try revision.parts[.intents].map { part in
      try IntentEngine { name in part.row(of: name) == nil ? nil : try part.read(name) }
    }
    let faq = try revision.parts[.faq].map { part in try FAQIndex { try part.read($0) } }
    let book = Playbook(playbook)
    self.init(
      revision: UInt64(revision.number), intents: intents, faq: faq, playbook: book,
      spellings: try Self.spellings(of: book.locales, intents, revision.parts[.faq]))
  }

  /// The name of the blob with the words of an FAQ's questions in one language.
  package static func faqSpellingBlob(_ locale: String) -> String { "spelling/\(locale)" }

  /// What each locale's words are: of its intents, and of the FAQ in its language.
  private static func spellings(
    of locales: [String], _ intents: IntentEngine?, _ faq: Part?
  ) throws -> [String: Spelling] {
    var spellings: [String: Spelling] = [:]
    for locale in locales {
      let language = String(locale.prefix { $0 != "-" })
      let own = intents.flatMap { $0.spelling(locale: $0.locale(for: locale)) }
      let asked = try faq.flatMap { try spelling(of: language, $0) }
      spellings[locale] = Spelling([own, asked].compactMap(\.self))
    }
    return spellings
  }

  private static func spelling(of language: String, _ part: Part) throws -> SpellingIndex? {
    let name = faqSpellingBlob(language)
    guard part.row(of: name) != nil else { return nil }
    guard let index = SpellingIndex(blob: try part.read(name)) else {
      throw Damage(kind: .damagedBlob, path: part.path, detail: "the blob '\(name)' is no spelling index")
    }
    return index
  }
}
