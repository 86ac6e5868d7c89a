import Patterns
package import Text

/// How the store answers, ready to be used: templates parsed, `{shop.…}` filled, look-ups by name.
///
/// Made once when a revision is loaded, then shared by all threads.
package struct Playbook: Sendable {
  package let settings: ShopSettings
  /// What order numbers look like, beside those that are usual.
  package let orderShapes: OrderShapes
  /// Every locale with a book of its own, the store's own first.
  let locales: [String]
  private let books: [String: LocaleBook]
  private let standard: LocaleBook

  package init(_ source: PlaybookSource) {
    let settings = source.settings
    self.settings = settings
    // Checked when they were imported.
    orderShapes = (try? OrderShapes(settings.orderNumbers)) ?? .none
    let home = source.locales[settings.locale] ?? LocaleTexts()
    let analyzer = TextAnalyzer()
    let fold = { (text: String) in Array(analyzer.fold(text).utf8) }
    standard = LocaleBook(settings.locale, home, over: nil, home: home, settings: settings, fold: fold)
    var books: [String: LocaleBook] = [:]
    for (locale, texts) in source.locales where locale != settings.locale {
      books[locale] = LocaleBook(
        locale, texts, over: standard, home: home, settings: settings, fold: fold)
    }
    books[settings.locale] = standard
    self.books = books
    locales = [settings.locale] + books.keys.filter { $0 != settings.locale }.sorted()
  }

  /// `orders: {proof: code}`: guests prove orders by a one-time code only.
  package var guestsNeedCode: Bool { standard.guestsNeedCode }

  /// Of every language that has one.
  var allBooks: [LocaleBook] { Array(books.values) }

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
  /// Flows that an intent opens once an order is known.
  private let orderFlows: [String: (flow: FlowBook, pattern: Pattern?)]
  private let policies: [String: PolicyBook]
  private let phrases: [String: PhraseBook]
  /// Words that join clauses, and words by which a clause leans on another.
  let joins: WordSet
  let leanings: WordSet
  /// Words that deny, and words of wishing: near each other they say what is not wanted.
  let negations: WordSet
  let wishes: WordSet
  /// Words that deny what follows them at the start of a clause.
  let denials: WordSet
  /// Words one of which a clause has that is more than the name of a thing.
  let clauseWords: WordSet
  /// Intents that are no request of their own beside another.
  let courtesies: Set<String>
  private let fallback: LocaleBook?
  let words: FlowWords
  let zone: ZoneTable
  /// `orders: {proof: code}`: guests prove orders by a one-time code only.
  let guestsNeedCode: Bool

  /// - Parameters:
  ///   - home: The store's own language, whose policy tables decide for all.
  ///   - fold: To match text.
  init(
    _ locale: String, _ texts: LocaleTexts, over fallback: LocaleBook?, home: LocaleTexts,
    settings: ShopSettings, fold: (String) -> [UInt8]
  ) {
    self.locale = locale
    self.fallback = fallback
    let prepare = { (text: String) in
      Template(text).filled { $0.hasPrefix("shop.") ? settings.fact($0.dropFirst(5)) : nil }
    }
    intents = texts.intents.mapValues { IntentBook($0, prepare) }
    zone = settings.zone
    guestsNeedCode = settings.fact("orders.proof") == "code"
    flows = Dictionary(
      uniqueKeysWithValues: texts.flows.map {
        ($0.key, FlowBook(name: $0.key, $0.value, fold: fold, prepare))
      })
    orderFlows = Dictionary(
      flows.values.sorted { $0.name < $1.name }
        .flatMap { flow in flow.alsoFor.map { ($0.intent, (flow: flow, pattern: $0.pattern)) } }
    ) { first, _ in first }
    policies = Dictionary(
      uniqueKeysWithValues: home.policies.map { name, rows in
        (name, PolicyBook(name: name, rows, wordings: texts.policies[name] ?? [], prepare))
      })
    var phrases: [String: PhraseBook] = [:]
    for name in Phrases.standard.keys {
      let own = fallback == nil ? texts.phrases.wordings(name) : texts.phrases.texts[name]
      if let own { phrases[name] = PhraseBook(wordings: own, templates: own.map(prepare)) }
    }
    self.phrases = phrases
    words = FlowWords {
      phrases[$0]?.wordings ?? fallback?.phrase($0).wordings ?? []
    } fold: {
      fold($0)
    }
    let list = { name in phrases[name]?.wordings ?? fallback?.phrase(name).wordings ?? [] }
    joins = WordSet(list("joining_words"))
    leanings = WordSet(list("leaning_words"))
    clauseWords = WordSet(list("clause_words"))
    negations = WordSet(list("negation_words"))
    wishes = WordSet(list("wish_words"))
    denials = WordSet(list("denial_words"))
    courtesies = Set(list("courtesies"))
  }

  func intent(_ name: String) -> IntentBook? { intents[name] ?? fallback?.intent(name) }

  func flow(_ name: String) -> FlowBook? { flows[name] ?? fallback?.flow(name) }

  /// The flow an intent opens once an order is known, and what a message has to hold that does not name one.
  func orderFlow(_ intent: String) -> (flow: FlowBook, pattern: Pattern?)? {
    if orderFlows.isEmpty { return fallback?.orderFlow(intent) }
    return orderFlows[intent] ?? fallback?.orderFlow(intent)
  }

  func policy(_ name: String) -> PolicyBook? { policies[name] }

  /// What a shopper would call an intent.
  func title(of intent: String) -> String {
    self.intent(intent)?.title ?? intent.split(separator: "_").joined(separator: " ")
  }

  func phrase(_ name: String) -> PhraseBook {
    phrases[name] ?? fallback?.phrase(name) ?? PhraseBook(wordings: [], templates: [])
  }
}

final class PhraseBook: Sendable {
  let wordings: [String]
  let templates: [Template]

  init(wordings: [String], templates: [Template]) {
    self.wordings = wordings
    self.templates = templates
  }
}

final class IntentBook: Sendable {
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

/// The words a flow listens for.
final class FlowWords: Sendable {
  let leave, yes, weakYes, no, doubt, hesitation, skip, correction, change, question, order, code, filler,
    all,
    excluding, meant, again: WordList
  /// Folded, January first.
  let months: [[UInt8]]
  /// Intents that end a flow: whoever asks for a person is not led back.
  let leaveIntents: [String]
  /// Intents that are an answer to a question of yes or no, and nothing else.
  let yesIntents, noIntents: [String]
  /// What a message means that is an order number and nothing else.
  let numberIntents: [String]
  /// What may stand around such a number.
  let number: WordSet

  init(_ wordings: (String) -> [String], fold: (String) -> [UInt8]) {
    func list(_ name: String) -> WordList { WordList(wordings(name), fold) }
    leave = list("leave_words")
    yes = list("yes_words")
    weakYes = list("weak_yes_words")
    no = list("no_words")
    doubt = list("doubt_words")
    hesitation = list("hesitation_words")
    skip = list("skip_words")
    correction = list("correction_words")
    change = list("change_words")
    question = list("question_words")
    order = list("order_words")
    code = list("code_words")
    filler = list("filler_words")
    all = list("all_words")
    excluding = list("excluding_words")
    meant = list("meant_words")
    again = list("again_words")
    months = wordings("months").map(fold)
    leaveIntents = wordings("leave_intents")
    yesIntents = wordings("yes_intents")
    noIntents = wordings("no_intents")
    numberIntents = wordings("number_intents")
    number = WordSet(wordings("number_words"))
  }
}
