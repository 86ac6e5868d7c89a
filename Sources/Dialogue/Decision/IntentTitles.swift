import Intents
import Text

/// The titles under which a clarifying question offers intents, so that a message which is one of them, word for word,
/// is that choice and nothing else.
struct IntentTitles: Sendable {
  private var intents: [UInt64: Int] = [:]
  /// Folded, by number of intent; an intent has one in each language.
  private var texts: [Int: [[UInt8]]] = [:]
  private var longest = 0

  static let none = IntentTitles()

  private init() {}

  /// - Parameters:
  ///   - names: Of the intents, by number. A title that two of them share is nobody's.
  ///   - books: All languages: a choice may be made in any.
  init(of names: [String], in books: [LocaleBook]) {
    let analyzer = TextAnalyzer()
    var shared: Set<UInt64> = []
    for (number, name) in names.enumerated() {
      for book in books {
        let text = Array(analyzer.fold(book.title(of: name)).utf8)
        let key = Self.key(text)
        if text.isEmpty || intents[key] == number { continue }
        if intents.updateValue(number, forKey: key) != nil { shared.insert(key) }
        texts[number, default: []].append(text)
        longest = max(longest, text.count)
      }
    }
    for key in shared { intents[key] = nil }
  }

  /// The intent whose title the match text of a message is.
  ///
  /// - Complexity: nothing for a text longer than any title, else one pass over it and one look-up.
  func intent(titled match: [UInt8]) -> Int? {
    guard !match.isEmpty, match.count <= longest else { return nil }
    guard let number = intents[Self.key(match)], texts[number]?.contains(match) == true else { return nil }
    return number
  }

  /// FNV-1a (Fowler, Noll, Vo): texts are compared afterwards, so that it need not resist anybody.
  private static func key(_ text: [UInt8]) -> UInt64 {
    text.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
