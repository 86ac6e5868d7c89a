package import Formats

/// What is wrong with a store's knowledge as a whole, once every file has been read.
package struct PlaybookCheck {
  private let source: PlaybookSource

  package init(_ source: PlaybookSource) { self.source = source }

  /// Intents that rules or examples know but no reply, flow or FAQ entry answers, in order.
  package func unanswered(_ intents: some Sequence<String>, answeredByFAQ: Set<String>) -> [String] {
    let home = source.locales[source.settings.locale]?.intents ?? [:]
    return intents.filter { name in
      guard name != "oos", !answeredByFAQ.contains(name) else { return false }
      return (home[name]?.replies.isEmpty ?? true) && home[name]?.flow == nil
    }.sorted()
  }

  /// Intents whose flow does not exist, as (intent, flow).
  package func lostFlows() -> [(intent: String, flow: String)] {
    let flows = Set(source.locales.values.flatMap(\.flows.keys))
    return source.locales.values.flatMap(\.intents).compactMap { name, texts in
      guard let flow = texts.flow, !flows.contains(flow) else { return nil }
      return (name, flow)
    }.sorted { $0.intent < $1.intent }
  }

  /// `{shop.…}` holes that `shop.yaml` does not fill, in order.
  package func lostFacts() -> [String] {
    var lost: Set<String> = []
    for texts in source.locales.values {
      let wordings =
        texts.intents.values.flatMap(\.replies) + texts.phrases.texts.values.joined()
        + texts.flows.values.flatMap {
          $0.steps.flatMap { $0.texts.values.joined() } + $0.slots.flatMap(\.prompts)
        }
        + texts.policies.values.joined().flatMap(\.texts)
      for hole in wordings.flatMap({ Template($0).holes })
      where hole.hasPrefix("shop.") && source.settings.fact(hole.dropFirst(5)) == nil {
        lost.insert(hole)
      }
    }
    return lost.sorted()
  }

  /// Policy tables that flows ask and that there are not, with their places.
  package func lostTables(
    of flows: [(name: String, place: Place)]
  ) -> [(name: String, place: Place)] {
    let known = source.locales[source.settings.locale]?.policies ?? [:]
    return flows.filter { known[$0.name] == nil }
  }

  /// Fixtures that are decided by another row than their author says.
  package func wrong(_ fixtures: [PolicyFixture]) -> [InputError] {
    let tables = source.locales[source.settings.locale]?.policies ?? [:]
    return fixtures.compactMap { fixture in
      guard let rows = tables[fixture.table] else { return nil }
      let found = rows.row(for: fixture.order, now: fixture.now, in: source.settings.zone).map { rows[$0].id }
      guard found ?? "none" != fixture.row else { return nil }
      return InputError(
        .value, at: fixture.place,
        "the policy '\(fixture.table)' decides this order by \(found.map { "the row '\($0)'" } ?? "no row"), not by '\(fixture.row)'"
      )
    }
  }
}
