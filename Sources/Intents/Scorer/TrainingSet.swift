import Text

/// Examples as sequences of word numbers, with their labels: what features are drawn from.
struct TrainingSet {
  private(set) var shapes: [WordShape] = []
  /// Words of the examples; the thesaurus's other words follow them in ``shapes``.
  private(set) var seenWords = 0
  private(set) var examples: [[Int32]] = []
  private(set) var labels: [Int32] = []
  let labelCount: Int

  private var numbers: [String: Int32] = [:]

  /// - Parameter examples: Raw texts with the number of their label.
  init(_ examples: [(text: String, label: Int)], labelCount: Int, locale: String) {
    self.labelCount = labelCount
    let analyzer = TextAnalyzer(language: Language(locale: locale) ?? .english)
    let analyst = WordAnalyst(locale: locale)
    for (text, label) in examples {
      analyzer.analyze(text)
      let match = analyzer.match
      var words: [Int32] = []
      ScoredWord.forEach(analyzer.tokens) { word in
        switch word {
        case .text(let range):
          words.append(number(String(decoding: match[range], as: UTF8.self)) { analyst.shape(of: $0) })
        case .identifier(let kind):
          // No folded word begins with a space: the key is the kind's own.
          words.append(number(" \(kind.rawValue)") { _ in analyst.shape(of: kind) })
        }
      }
      self.examples.append(words)
      labels.append(Int32(label))
    }
    seenWords = shapes.count
    for word in analyst.thesaurus { _ = number(word) { analyst.shape(of: $0) } }
  }

  private mutating func number(_ key: String, _ shape: (String) -> WordShape) -> Int32 {
    if let number = numbers[key] { return number }
    let number = Int32(shapes.count)
    numbers[key] = number
    shapes.append(shape(key))
    return number
  }
}
