import Testing

@testable import Text

@Suite("Repair of misspelt words")
struct SpellingTests {
  /// What a small store's knowledge is made of; what it says oftener, it says oftener here.
  static let knowledge = [
    "where is my order", "track my order", "cancel my order", "order status", "my order is late",
    "has my order shipped",
    "i want a refund", "refund my payment", "when do i get my refund", "how do i return this item",
    "return policy",
    "my package was damaged", "the package is missing", "delivery time", "how long does delivery take",
    "delivery to germany", "change my delivery address", "i forgot my password", "reset my password",
    "cannot log in to my account", "delete my account", "create an account",
    "which payment methods do you take",
    "pay with credit card", "speak to customer service", "contact customer service", "is the cart saved",
    "my coupon does not work", "do you have a discount", "subscribe to the newsletter", "unsubscribe me",
    "help me please", "what is your phone number", "send me an invoice", "i need an invoice", "opening hours",
    "cancel my subscription", "do you ship to canada", "when will it arrive", "i have received nothing",
  ]

  static let english = Spelling([index(knowledge, .english)])

  static func index(_ texts: [String], _ language: Language) -> SpellingIndex {
    var builder = SpellingBuilder(language: language)
    // As often as a store of some size says it.
    for text in texts { for _ in 0..<4 { builder.add(text) } }
    return builder.build()
  }

  private func repaired(_ text: String, _ spelling: Spelling?) throws -> TextAnalyzer {
    let analyzer = TextAnalyzer()
    analyzer.analyze(text)
    analyzer.repair(with: try #require(spelling))
    return analyzer
  }

  struct Example: CustomTestStringConvertible {
    let typed: String
    let meant: String
    init(_ typed: String, _ meant: String) { (self.typed, self.meant) = (typed, meant) }
    var testDescription: String { "“\(typed)”" }
  }

  @Test(
    "reads what was meant",
    arguments: [
      // A letter too many, too few, another, changed places.
      Example("where is my orderr", "where is my order"), Example("where is my ordr", "where is my order"),
      Example("where is my oreder", "where is my order"), Example("wehre is my odrer", "where is my order"),
      Example("where is teh order", "where is the order"), Example("pasword", "password"),
      Example("cancle my order", "cancel my order"), Example("i want a refudn", "i want a refund"),
      Example("recieved nothing", "received nothing"), Example("my acount", "my account"),
      Example("hwere is my order", "where is my order"), Example("rtack my order", "track my order"),
      Example("acncel my order", "cancel my order"),
      // Fingers that slip to the next key, on QWERTY and on QWERTZ.
      Example("pazment methods", "payment methods"), Example("deluvery", "delivery"),
      Example("trqck it", "track it"),
      // Two slips in a long word.
      Example("subscribtoin", "subscription"), Example("pakcage damged", "package damaged"),
      Example("delievry adress", "delivery address"), Example("costumer servise", "customer service"),
      // Letters held down.
      Example("HEEEELP me pleaseee", "help me please"), Example("nooo orderrrr", "noo order"),
      // Spaces left out, and put where none belongs.
      Example("whereis my order", "where is my order"), Example("refundmy payment", "refund my payment"),
      Example("cancelorder", "cancel order"), Example("ineed an invoice", "i need an invoice"),
      Example("de livery time", "delivery time"), Example("my ref und", "my refund"),
      Example("can cel my order", "cancel my order"), Example("pass wrod reset", "pass wrod reset"),
    ])
  func reads(_ example: Example) throws {
    let analyzer = try repaired(example.typed, Self.english)
    #expect(String(decoding: analyzer.match, as: UTF8.self) == example.meant)
  }

  @Test(
    "leaves alone what may be right",
    arguments: [
      // Words everybody knows, though the store does not have them.
      "is the cat here", "a good boarder", "who wants pasta", "our boss", "my house", "the soup",
      "do you play golf",
      // Forms of words the store has.
      "delivered packages", "refunding", "cancelled orders", "subscribing",
      // Identifiers, numbers, words with digits.
      "ordr1042", "anna@refudn.example", "https://ordr.example/refudn/1", "ps5 x1", "ORD-3581A",
      // Too short to know, or nothing like any word.
      "xq", "zzgrx qqwert", "brzeczyszczykiewicz", "",
      // Other letters.
      "где мои зкааз", "订单在哪里",
    ])
  func leaves(_ text: String) throws {
    let analyzer = try repaired(text, Self.english)
    #expect(String(decoding: analyzer.match, as: UTF8.self) == TextAnalyzer().fold(text))
    #expect(analyzer.repairs.isEmpty)
  }

  @Test(
    "German: written-out umlauts, the other keyboard, long words",
    arguments: [
      Example("Rueckgabe fuer Bestellnr", "ruckgabe fur bestellnr"), Example("bestaetigung", "bestatigung"),
      Example("Straße", "strasse"), Example("Lieferzeut", "lieferzeit"),
      Example("Rückerstatung", "ruckerstattung"),
      Example("woist mein packet", "wo ist mein paket"), Example("stornireen", "stornieren"),
      Example("nene, das Haus", "nene das haus"),
    ])
  func german(_ example: Example) throws {
    let texts = [
      "wo ist mein paket", "mein paket ist da", "rückgabe für eine bestellung", "bestätigung", "lieferzeit",
      "die straße",
      "rückerstattung", "bestellung stornieren", "wo ist es",
    ]
    let analyzer = try repaired(example.typed, Spelling([Self.index(texts, .german)]))
    #expect(String(decoding: analyzer.match, as: UTF8.self) == example.meant)
  }

  @Test("every token and every repair still points at what was typed")
  func spans() throws {
    let text = "Wo is “pakcage” whereis #1042, de livery anna@example.com"
    let analyzer = try repaired(text, Self.english)
    let raw = analyzer.raw
    let typed = { (range: Range<Int32>) in String(decoding: raw[range.indices], as: UTF8.self) }
    let match = { (range: Range<Int32>) in String(decoding: analyzer.match[range.indices], as: UTF8.self) }
    #expect(
      analyzer.tokens.map { typed($0.raw) }
        == ["Wo", "is", "pakcage", "where", "is", "#1042", "de livery", "anna@example.com"])
    #expect(
      analyzer.tokens.map { match($0.match) }
        == ["wo", "is", "package", "where", "is", "1042", "delivery", "anna@example.com"])
    #expect(analyzer.repairs.map { typed($0.raw) } == ["pakcage", "whereis", "de livery"])
    #expect(analyzer.repairs.map { match($0.match) } == ["package", "where is", "delivery"])
    // Identifiers move with their tokens.
    #expect(analyzer.identifiers.map { $0.tokens.indices } == [5..<6, 7..<8])
    #expect(analyzer.identifiers.map(analyzer.value(of:)) == ["1042", "anna@example.com"])
  }

  @Test("spans hold in text of several bytes a letter")
  func spansBeyondASCII() throws {
    let text = "📦 ｒｅｆｕｄｎ\u{200B} … où?"
    let analyzer = try repaired(text, Self.english)
    let repair = try #require(analyzer.repairs.first)
    #expect(String(decoding: analyzer.raw[repair.raw.indices], as: UTF8.self).hasPrefix("ｒｅｆｕｄｎ"))
    #expect(String(decoding: analyzer.match, as: UTF8.self) == "refund ou")
  }

  @Test("a word of any index is known, and the likelier of two indexes' words is meant")
  func severalIndexes() throws {
    let other = Self.index(["do you stock refunt pans", "ordel"], .english)
    let spelling = Spelling([Self.index(Self.knowledge, .english), other])
    #expect(
      String(decoding: try repaired("refunt pans ordel", spelling).match, as: UTF8.self)
        == "refunt pans ordel")
    #expect(String(decoding: try repaired("oredr", spelling).match, as: UTF8.self) == "order")
  }

  @Test("names of products are not misspelt, in any case and spelling; the words beside them are")
  func products() throws {
    let names = ProductNames(["Ordel Lamp - L", "Réfund® 2000", "Acount", "漢字"])
    let spelling = Spelling([Self.index(Self.knowledge, .english)], names: names)
    let analyzer = try repaired("where is teh ORDEL lamp, my réfund and my acount? oredr", spelling)
    #expect(
      String(decoding: analyzer.match, as: UTF8.self)
        == "where is the ordel lamp my refund and my acount order")
    #expect(
      ProductNames.words(of: ["Desk Lamp, pack of 2", "desk mat"]) == ["desk", "lamp", "mat", "of", "pack"])
  }

  @Test("the next message knows nothing of the repairs before")
  func forgets() throws {
    let analyzer = try repaired("refudn", Self.english)
    #expect(analyzer.repairs.count == 1)
    analyzer.analyze("refudn")
    #expect(analyzer.repairs.isEmpty)
    #expect(analyzer.match == Array("refudn".utf8))
  }

  @Test("a message of nonsense costs twelve repairs and no more")
  func bounded() throws {
    let analyzer = try repaired(Array(repeating: "refudn", count: 40).joined(separator: " "), Self.english)
    #expect(analyzer.repairs.count == MessageRepair.mostTried)
    #expect(analyzer.tokens.count == 40)
  }

  // MARK: The index

  @Test("the same words in another order give the same bytes, and the bytes the same index")
  func deterministic() throws {
    let index = Self.index(Self.knowledge, .english)
    #expect(Self.index(Self.knowledge.reversed(), .english).blob == index.blob)
    #expect(SpellingIndex(blob: index.blob) == index)
  }

  @Test("a damaged blob is refused, never read past its end")
  func damaged() {
    let blob = Self.index(Array(Self.knowledge.prefix(3)), .english).blob
    #expect(SpellingIndex(blob: []) == nil)
    #expect(SpellingIndex(blob: blob + [0]) == nil)
    for cut in stride(from: 0, to: blob.count, by: 97) {
      #expect(SpellingIndex(blob: Array(blob.prefix(cut))) == nil)
    }
    var refused = 0
    for place in stride(from: 0, to: blob.count, by: 53) {
      var bytes = blob
      bytes[place] ^= 0xFF
      guard let index = SpellingIndex(blob: bytes), let spelling = Spelling([index]) else {
        refused += 1
        continue
      }
      let analyzer = TextAnalyzer()
      analyzer.analyze("where is my pakcage refudn whereis")
      analyzer.repair(with: spelling)
      #expect(analyzer.tokens.count >= 5)
    }
    #expect(refused > 0)
  }

  @Test("tells the language of a message by its words")
  func familiarity() throws {
    let german = try #require(Spelling([Self.index(["wo ist mein paket", "ich will mein geld"], .german)]))
    let english = try #require(Self.english)
    let analyzer = TextAnalyzer()
    analyzer.analyze("wo ist mein Paket 1042?")
    #expect(german.familiarity(of: analyzer) == (known: 4, words: 4))
    #expect(english.familiarity(of: analyzer).known == 0)
  }
}

@Suite("What it takes to type one word for another")
struct TypingCostTests {
  @Test(
    "a slip costs less than another letter",
    arguments: [
      ("order", "order", 0), ("ordre", "order", 60), ("orrder", "order", 50), ("pasword", "password", 50),
      ("ordef", "order", 75), ("ordar", "order", 75 + 10), ("ordxr", "order", 100), ("odrer", "order", 60),
      ("ordr", "order", 80), ("rder", "order", 120), ("orqder", "order", 90),
    ])
  func costs(_ typed: String, _ meant: String, _ cost: Int32) {
    var costs = TypingCost()
    let (typed, meant) = (Array(typed.utf8), Array(meant.utf8))
    let found = typed.withUnsafeBufferPointer { typed in
      meant.withUnsafeBufferPointer { costs.of(typed, for: $0, limit: 1000) }
    }
    #expect(found == cost)
  }
}

@Suite("Language tags")
struct LanguageTagTests {
  @Test(
    "are taken in the shape of BCP 47, folded",
    arguments: [
      ("de", "de"), ("de-DE", "de-de"), ("EN_us", "en-us"), ("zh-Hans-CN", "zh-hans-cn"),
      ("es-419", "es-419"),
      ("sl-rozaj-biske", "sl-rozaj-biske"), ("deutsch", "deutsch"),
    ])
  func wellFormed(_ text: String, _ tag: String) { #expect(LanguageTag.normalized(text) == tag) }

  @Test(
    "anything else is none",
    arguments: [
      "", "d", "1", "de-", "-de", "de--AT", "de AT", "dé", "de-ninechars", "abcdefghi", "de;q=0.9", "../etc",
      "德",
      "en-" + String(repeating: "abcdefgh-", count: 4),
    ])
  func malformed(_ text: String) { #expect(LanguageTag.normalized(text) == nil) }
}
