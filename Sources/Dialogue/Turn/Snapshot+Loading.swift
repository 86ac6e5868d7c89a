import FAQ
import Intents
package import Revisions

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
    self.init(revision: UInt64(revision.number), intents: intents, faq: faq, playbook: Playbook(playbook))
  }
}
