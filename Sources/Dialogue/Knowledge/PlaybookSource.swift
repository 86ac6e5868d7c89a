import Formats

/// What a store wrote about answering, as it is kept in the policies part: replies, flows, policies, phrases, settings.
///
/// It is the merged source: an import puts its entries over the ones already there.
package struct PlaybookSource: Codable, Sendable, Equatable {
  package var settings = ShopSettings()
  /// By language.
  package var locales: [String: LocaleTexts] = [:]

  package init() {}

  /// Puts what another source says over this one; with `replacing`, its intents replace all of ours.
  package mutating func merge(intentsOf other: PlaybookSource, replacing: Bool) {
    if replacing { for locale in locales.keys { locales[locale]?.intents = [:] } }
    for (locale, texts) in other.locales {
      locales[locale, default: LocaleTexts()].intents.merge(texts.intents) { _, new in new }
    }
  }

  /// Puts a whole shop over this one: settings, flows and phrases are the newer shop's.
  package mutating func merge(shop other: PlaybookSource, replacing: Bool) {
    guard !replacing else {
      self = other
      return
    }
    settings = other.settings
    merge(intentsOf: other, replacing: false)
    for (locale, texts) in other.locales {
      locales[locale]?.flows.merge(texts.flows) { _, new in new }
      locales[locale]?.policies.merge(texts.policies) { _, new in new }
      locales[locale]?.phrases.texts.merge(texts.phrases.texts) { _, new in new }
    }
  }
}

/// One language's texts.
package struct LocaleTexts: Codable, Sendable, Equatable {
  package var intents: [String: IntentTexts] = [:]
  package var flows: [String: FlowSource] = [:]
  /// Policy tables by name.
  package var policies: [String: [PolicyRow]] = [:]
  package var phrases = Phrases()

  package init() {}

  /// As written by any version: what an older one did not know is empty.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    intents = try values.decode([String: IntentTexts].self, forKey: .intents)
    flows = try values.decode([String: FlowSource].self, forKey: .flows)
    policies = try values.decodeIfPresent([String: [PolicyRow]].self, forKey: .policies) ?? [:]
    phrases = try values.decode(Phrases.self, forKey: .phrases)
  }
}

/// How an intent is answered.
package struct IntentTexts: Codable, Sendable, Equatable {
  /// What a shopper would call it, shown when the bot asks back; `nil` falls back to the name.
  package var title: String?
  /// Variants; one is chosen by the conversation's seed.
  package var replies: [String] = []
  package var suggestions: [String] = []
  /// The flow the intent opens.
  package var flow: String?

  package init() {}
}
