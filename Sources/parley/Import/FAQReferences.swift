import Dialogue
import FAQ
import Formats

/// What entries of an FAQ refer to that the store does not have.
struct FAQReferences {
  let faq: FAQImport

  /// `{shop.…}` that nothing fills in: shoppers would read it as it is written.
  ///
  /// - Parameter playbook: `nil`: there is no `shop.yaml` yet, which may still come.
  func checkFacts(_ playbook: PlaybookSource?, _ report: inout InputReport) throws {
    let check = PlaybookCheck(playbook ?? PlaybookSource())
    for number in faq.withHoles {
      let entry = try faq.entries.entry(number)
      for hole in check.lostFacts(in: entry.answer) {
        let what = "the answer of '\(entry.id)' refers to {\(hole)}"
        if playbook == nil {
          report.warn(at: faq.place(of: number), "\(what); the database has no shop.yaml that says it")
        } else {
          let what = "\(what), which shop.yaml does not have"
          report.add(InputError(.schema, at: faq.place(of: number), what))
        }
      }
    }
  }

  /// Intents that there are not; told once each, at the first entry that names them.
  ///
  /// - Parameter known: Those there are. Empty: the store has none, and entries may name what they like.
  func checkIntents(_ known: Set<String>, _ report: inout InputReport) {
    guard !known.isEmpty else { return }
    let lost = faq.firstOfIntent.filter { !known.contains($0.key) }
    for (name, number) in lost.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
      report.warn(at: faq.place(of: number), "there is no intent '\(name)'")
    }
  }
}

extension PlaybookSource {
  /// Intents that have texts in some language.
  var intentNames: Set<String> { Set(locales.values.flatMap(\.intents.keys)) }

  /// Whether a `shop.yaml` was read.
  var hasShop: Bool { settings != ShopSettings() }
}
