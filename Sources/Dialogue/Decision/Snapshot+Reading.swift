import Text

/// Reading a message with the words of a revision.
extension Snapshot {
  /// Reads misspelt words of the message last analysed as what a shopper of that locale may have meant.
  func repair(_ message: TextAnalyzer, locale: String) {
    guard let spelling = spellings[locale] else { return }
    message.repair(with: spelling)
  }

  /// The locale that a message is written in, when nobody said: another than the store's own only when it knows every
  /// word, or two more than the store's own, or half of the words and twice as many as the store's own.
  ///
  /// - Complexity: a look-up a word; for each further locale another, when the store's own lacks a word.
  func locale(of message: TextAnalyzer) -> String {
    let home = playbook.book(for: "").locale
    guard spellings.count > 1, let own = spellings[home]?.familiarity(of: message), own.known < own.words
    else { return home }
    var best = (locale: home, known: own.known)
    for locale in playbook.locales where locale != home {
      guard let known = spellings[locale]?.familiarity(of: message).known, known > best.known else {
        continue
      }
      let isPlain =
        known == own.words || known >= own.known + 2 || known >= 2 * own.known && 2 * known >= own.words
      if isPlain { best = (locale, known) }
    }
    return best.locale
  }
}
