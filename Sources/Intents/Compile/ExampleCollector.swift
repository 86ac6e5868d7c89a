import Formats
import Text

/// The examples of one locale: folded to find repeats, labelled for training.
struct ExampleCollector {
  /// Longest example, in code points: that of a message.
  private static let longest = 2000

  private(set) var texts = ExampleTexts.none
  private var names: [String] = []

  static func collect(
    _ source: IntentSource, locale: String, names: [String], report: inout InputReport
  ) -> ExampleCollector {
    let numbers = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    let analyzer = TextAnalyzer(language: Language(locale: locale) ?? .english)
    var seen: [String: (intent: String, place: Place)] = [:]
    var (texts, intents): ([String], [Int32]) = ([], [])
    for intent in source.intents where intent.locale == locale {
      for example in intent.examples {
        guard example.text.unicodeScalars.count <= longest else {
          report.add(InputError(.limit, at: example.place, "an example may have \(longest) characters"))
          continue
        }
        let folded = analyzer.fold(example.text)
        guard !folded.isEmpty else {
          report.warn(at: example.place, "the example has no words and is left out")
          continue
        }
        if let first = seen[folded] {
          let whose = first.intent == intent.name ? "" : " as an example of '\(first.intent)'"
          report.warn(at: example.place, "repeats the example at \(first.place)\(whose)")
          if first.intent == intent.name { continue }
        } else {
          seen[folded] = (intent.name, example.place)
        }
        texts.append(example.text)
        intents.append(Int32(numbers[intent.name] ?? -1))
      }
    }
    return ExampleCollector(texts: ExampleTexts(texts: texts, intents: intents), names: names)
  }

  /// - Returns: `nil` when there are not two labels to tell apart.
  func train(locale: String, until interrupt: Interrupt) -> Scorer? {
    var labels: [Int32: Int] = [:]
    var intents: [Int?] = []
    var examples: [(text: String, label: Int)] = []
    for (text, intent) in zip(texts.texts, texts.intents) {
      if labels[intent] == nil {
        labels[intent] = intents.count
        intents.append(intent < 0 ? nil : Int(intent))
      }
      examples.append((text, labels[intent] ?? 0))
    }
    guard intents.count > 1 else { return nil }
    return ScorerBuilder(examples, intents: intents, locale: locale, until: interrupt).build()
  }
}
