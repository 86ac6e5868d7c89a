package import FAQ
package import Intents
import Text

/// What a running server holds of one revision: built once, frozen, shared by all threads, replaced whole.
package final class Snapshot: Sendable {
  package let revision: UInt64
  /// `nil` when the revision has no intents.
  package let intents: IntentEngine?
  /// `nil` when the revision has no FAQ.
  package let faq: FAQIndex?
  package let playbook: Playbook
  let titles: IntentTitles
  /// The words of each locale's intents and FAQ.
  let spellings: [String: Spelling]

  init(
    revision: UInt64, intents: IntentEngine?, faq: FAQIndex?, playbook: Playbook,
    spellings: [String: Spelling] = [:]
  ) {
    self.revision = revision
    self.intents = intents
    self.faq = faq
    self.playbook = playbook
    titles = intents.map { IntentTitles(of: $0.names, in: playbook.allBooks) } ?? .none
    self.spellings = spellings
  }

  /// An entry's answer with its `{shop.…}` filled, as shoppers read it; other braces stay as they are.
  package func answer(of entry: FAQEntry) -> String { filled(entry.answer) }

  /// A text of the FAQ with its `{shop.…}` filled.
  func filled(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
    let settings = playbook.settings
    return Template(text).render { path in
      (path.hasPrefix("shop.") ? settings.fact(path.dropFirst(5)) : nil) ?? "{\(path)}"
    }
  }
}
