import Testing

@testable import Text

@Suite("Stems")
struct StemmerTests {
  @Test(
    "inflected words share a stem",
    arguments: [
      (Language.english, "orders", "order"), (.english, "cancelling", "cancel"),
      (.german, "bestellungen", "bestell"), (.french, "commandes", "command"), (.english, "", ""),
    ])
  func stems(_ language: Language, _ word: String, _ stem: String) {
    #expect(Stemmer(language).stem(word) == stem)
  }

  @Test("every language has its stemmer", arguments: Language.allCases)
  func languages(_ language: Language) {
    #expect(Stemmer(language).stem("a") != "")
  }

  @Test("a word of more than 64 bytes stays as it is")
  func longWord() {
    let word = String(repeating: "a", count: 65) + "s"
    #expect(Stemmer(.english).stem(word) == word)
  }

  @Test(
    "a locale tag names its language",
    arguments: [("de-AT", Language.german), ("EN_us", .english), ("xx", nil)])
  func locales(_ tag: String, _ language: Language?) {
    #expect(Language(locale: tag) == language)
  }
}
