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

  /// Where a text stands that refers to what `shop.yaml` does not say.
  package enum Owner: Hashable, Comparable, CustomStringConvertible {
    case intent(String), phrase(String), flow(String), policy(String)

    package var description: String {
      switch self {
      case .intent(let name): "the reply of '\(name)'"
      case .phrase(let name): "the phrase '\(name)'"
      case .flow(let name): "the flow '\(name)'"
      case .policy(let name): "the policy '\(name)'"
      }
    }
  }

  /// Flows and intents that flows name and that there are not, with their places.
  ///
  /// - Parameter intents: Those that rules or examples know.
  package func lost(_ references: [FlowReference], knowing intents: Set<String>) -> [InputError] {
    let flows = Set(source.locales.values.flatMap(\.flows.keys))
    let known = intents.union(source.locales.values.flatMap(\.intents.keys))
    return references.compactMap { reference in
      let isKnown = (reference.kind == .flow ? flows : known).contains(reference.name)
      return isKnown
        ? nil
        : InputError(
          .schema, at: reference.place, "there is no \(reference.kind.rawValue) '\(reference.name)'")
    }
  }

  /// `{shop.…}` holes that `shop.yaml` does not fill, each with where it stands, in order.
  package func lostFacts() -> [(owner: Owner, hole: String)] {
    var lost: [Owner: Set<String>] = [:]
    func look(_ texts: some Sequence<String>, _ owner: Owner) {
      for text in texts { lost[owner, default: []].formUnion(lostFacts(in: text)) }
    }
    for texts in source.locales.values {
      for (name, intent) in texts.intents { look(intent.replies, .intent(name)) }
      for (name, wordings) in texts.phrases.texts { look(wordings, .phrase(name)) }
      for (name, flow) in texts.flows {
        look(
          flow.steps.flatMap { $0.texts.values.joined() } + flow.slots.flatMap(\.prompts)
            + flow.questions.flatMap(\.texts), .flow(name))
      }
      for (name, rows) in texts.policies { look(rows.flatMap(\.texts), .policy(name)) }
    }
    return lost.keys.sorted().flatMap { owner in (lost[owner] ?? []).sorted().map { (owner, $0) } }
  }

  /// The holes of one text that `shop.yaml` does not fill.
  package func lostFacts(in text: String) -> [String] {
    Template(text).holes.filter { $0.hasPrefix("shop.") && source.settings.fact($0.dropFirst(5)) == nil }
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
