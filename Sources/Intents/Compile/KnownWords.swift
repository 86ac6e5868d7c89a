import Text

/// The words that the knowledge of a locale is made of, for the repair of misspelt ones.
enum KnownWords {
  /// Shortest word taken from a rule, where pieces of words stand too.
  private static let shortestOfRule = 3

  static func spelling(
    of source: IntentSource, locale: String, examples: ExampleCollector
  ) -> SpellingIndex {
    var builder = SpellingBuilder(language: Language(locale: locale) ?? .english)
    for text in examples.texts.texts { builder.add(text) }
    for text in ruleTexts(source, locale) {
      for word in wholeWords(of: text) { builder.add(word) }
    }
    for word in WordAnalyst(locale: locale).thesaurus { builder.add(word, isMeant: false) }
    return builder.build()
  }

  /// How often examples have each word, folded.
  static func counts(of examples: ExampleCollector, locale: String) -> [String: Int] {
    let analyzer = TextAnalyzer(language: Language(locale: locale) ?? .english)
    var counts: [String: Int] = [:]
    for text in examples.texts.texts {
      analyzer.analyze(text)
      for token in analyzer.tokens where token.kind == .word {
        counts[String(decoding: analyzer.match[token.match.indices], as: UTF8.self), default: 0] += 1
      }
    }
    return counts
  }

  private static func ruleTexts(_ source: IntentSource, _ locale: String) -> [String] {
    let lists = source.lists.filter { $0.locale == locale }.flatMap { $0.items.map(\.text) }
    return lists + source.intents.filter { $0.locale == locale }.flatMap { $0.rules.map(\.match.text) }
  }

  /// Runs of letters that stand alone in a pattern: `(?:track|follow) orders?` has `track`, `follow` and both
  /// `order` and `orders`; names of lists and groups, escapes and classes are none.
  static func wholeWords(of pattern: String) -> [String] {
    var words: [String] = []
    var rest = pattern[...]
    while let first = rest.first {
      if first == "\\" {
        rest = rest.dropFirst(2)
      } else if first == "[" {
        rest = rest.drop { $0 != "]" }.dropFirst()
      } else if first == "{" {
        rest = rest.drop { $0 != "}" }.dropFirst()
      } else if rest.hasPrefix("(?<"), rest.dropFirst(3).first?.isLetter == true {
        rest = rest.drop { $0 != ">" }.dropFirst()
      } else if rest.hasPrefix("(?:") || rest.hasPrefix("(?=") || rest.hasPrefix("(?!") {
        rest = rest.dropFirst(3)
      } else if first.isLetter {
        let word = rest.prefix { $0.isLetter }
        rest = rest.dropFirst(word.count)
        let isCut = rest.first == "(" || rest.first == "["
        if rest.first == "?", word.count > shortestOfRule { words.append(String(word.dropLast())) }
        if word.count >= shortestOfRule, !isCut { words.append(String(word)) }
      } else {
        rest = rest.dropFirst()
      }
    }
    return words
  }
}
