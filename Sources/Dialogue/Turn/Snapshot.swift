package import FAQ
package import Intents

/// What a running server holds of one revision: built once, frozen, shared by all threads, replaced whole.
package final class Snapshot: Sendable {
  package let revision: UInt64
  /// `nil` when the revision has no intents.
  package let intents: IntentEngine?
  /// `nil` when the revision has no FAQ.
  package let faq: FAQIndex?
  package let playbook: Playbook
  let titles: IntentTitles

  package init(revision: UInt64, intents: IntentEngine?, faq: FAQIndex?, playbook: Playbook) {
    self.revision = revision
    self.intents = intents
    self.faq = faq
    self.playbook = playbook
    titles = intents.map { IntentTitles(of: $0.names, in: playbook.allBooks) } ?? .none
  }
}
