import Formats

/// What a store wrote about answering, as it is kept in the policies part: replies, flows, phrases, settings.
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
      locales[locale]?.phrases.texts.merge(texts.phrases.texts) { _, new in new }
    }
  }
}

/// One language's texts.
package struct LocaleTexts: Codable, Sendable, Equatable {
  package var intents: [String: IntentTexts] = [:]
  package var flows: [String: FlowSource] = [:]
  package var phrases = Phrases()

  package init() {}
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

/// A procedure that collects slots and ends in an answer.
package struct FlowSource: Codable, Sendable, Equatable {
  package var slots: [SlotSource] = []
  /// What is done once the slots are full.
  package var then: FlowEnd = .showOrder
  /// Variants by outcome: an order status, `refused`.
  package var answers: [String: [String]] = [:]
  package var suggestions: [String] = []

  package init() {}
}

/// What a flow ends in.
package enum FlowEnd: String, Codable, Sendable, CaseIterable {
  /// Shows the order that the slots `order_number` and `email` name, once the pair is proven right.
  case showOrder = "show_order"
}

/// One thing a flow asks for.
package struct SlotSource: Codable, Sendable, Equatable {
  package var name: String
  package var kind: SlotKind
  /// The first question, then the second when the first was not understood.
  package var prompts: [String]
}

/// How a slot is read from a message.
package enum SlotKind: String, Codable, Sendable, CaseIterable {
  case orderNumber = "order_number"
  case email
  case text
}
