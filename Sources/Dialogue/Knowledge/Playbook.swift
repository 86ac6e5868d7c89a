/// How the store answers, ready to be used: templates parsed, `{shop.…}` filled, look-ups by name.
///
/// Made once when a revision is loaded, then shared by all threads.
package struct Playbook: Sendable {
  package let settings: ShopSettings
  private let books: [String: LocaleBook]
  private let standard: LocaleBook

  package init(_ source: PlaybookSource) {
    let settings = source.settings
    self.settings = settings
    let home = source.locales[settings.locale] ?? LocaleTexts()
    standard = LocaleBook(settings.locale, home, over: nil, settings: settings)
    var books: [String: LocaleBook] = [:]
    for (locale, texts) in source.locales where locale != settings.locale {
      books[locale] = LocaleBook(locale, texts, over: standard, settings: settings)
    }
    books[settings.locale] = standard
    self.books = books
  }

  /// The book of a language: itself, its primary language (`de` for `de-AT`), or the store's own.
  func book(for locale: String) -> LocaleBook {
    if locale.isEmpty { return standard }
    if let exact = books[locale] { return exact }
    let folded = locale.lowercased()
    return books[folded] ?? books[String(folded.prefix { $0 != "-" && $0 != "_" })] ?? standard
  }
}

/// One language's answers. What it does not say, the store's own language says.
final class LocaleBook: Sendable {
  let locale: String
  private let intents: [String: IntentBook]
  private let flows: [String: FlowBook]
  private let phrases: [String: PhraseBook]
  private let fallback: LocaleBook?

  init(_ locale: String, _ texts: LocaleTexts, over fallback: LocaleBook?, settings: ShopSettings) {
    self.locale = locale
    self.fallback = fallback
    let prepare = { (text: String) in
      Template(text).filled { $0.hasPrefix("shop.") ? settings.fact($0.dropFirst(5)) : nil }
    }
    intents = texts.intents.mapValues { IntentBook($0, prepare) }
    flows = Dictionary(
      uniqueKeysWithValues: texts.flows.map { ($0.key, FlowBook(name: $0.key, $0.value, prepare)) })
    var phrases: [String: PhraseBook] = [:]
    for name in Phrases.standard.keys {
      let own = fallback == nil ? texts.phrases.wordings(name) : texts.phrases.texts[name]
      if let own { phrases[name] = PhraseBook(wordings: own, templates: own.map(prepare)) }
    }
    self.phrases = phrases
  }

  func intent(_ name: String) -> IntentBook? { intents[name] ?? fallback?.intent(name) }

  func flow(_ name: String) -> FlowBook? { flows[name] ?? fallback?.flow(name) }

  /// What a shopper would call an intent.
  func title(of intent: String) -> String {
    self.intent(intent)?.title ?? intent.split(separator: "_").joined(separator: " ")
  }

  func phrase(_ name: String) -> PhraseBook {
    phrases[name] ?? fallback?.phrase(name) ?? PhraseBook(wordings: [], templates: [])
  }
}

struct PhraseBook: Sendable {
  let wordings: [String]
  let templates: [Template]
}

struct IntentBook: Sendable {
  let title: String?
  let replies: [Template]
  let suggestions: [String]
  let flow: String?

  init(_ texts: IntentTexts, _ prepare: (String) -> Template) {
    title = texts.title
    replies = texts.replies.map(prepare)
    suggestions = texts.suggestions
    flow = texts.flow
  }
}

struct FlowBook: Sendable {
  let name: String
  let slots: [SlotBook]
  let then: FlowEnd
  let answers: [String: [Template]]
  let suggestions: [String]

  init(name: String, _ source: FlowSource, _ prepare: (String) -> Template) {
    self.name = name
    slots = source.slots.map {
      SlotBook(name: $0.name, kind: $0.kind, prompts: $0.prompts.map(prepare))
    }
    then = source.then
    answers = source.answers.mapValues { $0.map(prepare) }
    suggestions = source.suggestions
  }

  func slot(_ name: String) -> SlotBook? { slots.first { $0.name == name } }
}

struct SlotBook: Sendable {
  let name: String
  let kind: SlotKind
  let prompts: [Template]
}
