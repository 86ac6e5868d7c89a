package import FAQ
package import Intents
package import Revisions
package import Text

extension Snapshot {
  /// Opens a revision: what every turn needs is held, what is large stays on its pages.
  ///
  /// - Throws: ``Damage`` or the part's own error when a part is not what its manifest says.
  package convenience init(_ revision: Revision) throws {
    let playbook = try revision.parts[.policies].map { try PlaybookSource(part: $0) } ?? PlaybookSource()
    let intents = try revision.parts[.intents].map { try IntentEngine(part: $0) }
    let faq = try revision.parts[.faq].map { part in try FAQIndex { try part.read($0) } }
    try self.init(
      revision: UInt64(revision.number), intents: intents, faq: faq, playbook: Playbook(playbook)
    ) { language in try revision.parts[.faq].flatMap { try Self.faqWords(language, of: $0) } }
  }

  /// Puts together what is not in a revision yet, to try it out.
  ///
  /// - Parameter faqWords: The words of an FAQ's questions in one language: `en`.
  package convenience init(
    revision: UInt64, intents: IntentEngine?, faq: FAQIndex?, playbook: Playbook,
    faqWords: (_ language: String) throws -> SpellingIndex?
  ) throws {
    let names = ProductNames(playbook.settings.products)
    var spellings: [String: Spelling] = [:]
    for locale in playbook.locales {
      let own = intents.flatMap { $0.spelling(locale: $0.locale(for: locale)) }
      let asked = try faqWords(String(locale.prefix { $0 != "-" }))
      spellings[locale] = Spelling([own, asked].compactMap(\.self), names: names)
    }
    self.init(revision: revision, intents: intents, faq: faq, playbook: playbook, spellings: spellings)
  }

  /// The name of the blob with the words of an FAQ's questions in one language.
  package static func faqSpellingBlob(_ locale: String) -> String { "spelling/\(locale)" }

  /// The words of an FAQ's questions in one language; `nil` when the part has none of it.
  ///
  /// - Throws: ``Revisions/Damage``.
  package static func faqWords(_ language: String, of part: Part) throws -> SpellingIndex? {
    let name = faqSpellingBlob(language)
    guard part.row(of: name) != nil else { return nil }
    guard let index = SpellingIndex(blob: try part.read(name)) else {
      throw Damage(kind: .damagedBlob, path: part.path, detail: "the blob '\(name)' is no spelling index")
    }
    return index
  }
}
