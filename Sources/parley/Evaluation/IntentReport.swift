import Formats

/// How a set of labelled messages was understood.
struct IntentReport {
  struct Tally {
    var total = 0
    var correct = 0
    var abstained = 0

    var accuracy: Double { total == 0 ? 0 : Double(correct) / Double(total) }
  }

  struct Confusion: Hashable {
    var expected: String
    var decided: String
  }

  private(set) var all = Tally()
  private(set) var byIntent: [String: Tally] = [:]
  private(set) var byTag: [String: Tally] = [:]
  private(set) var confusions: [Confusion: (count: Int, example: String)] = [:]
  /// Ten bins of confidence: how many answered messages fell into each, and how many were right.
  private(set) var reliability = [Tally](repeating: Tally(), count: 10)
  /// Processor time spent deciding.
  var micros = 0.0

  /// - Parameter decided: `nil` when the bot abstained or asked back.
  mutating func count(_ message: LabelledMessage, decided: String?, confidence: Double) {
    let isCorrect = message.intent == "oos" ? decided == nil : decided == message.intent
    func add(to tally: inout Tally) {
      tally.total += 1
      if isCorrect { tally.correct += 1 }
      if decided == nil { tally.abstained += 1 }
    }
    add(to: &all)
    add(to: &byIntent[message.intent, default: Tally()])
    for tag in message.tags { add(to: &byTag[String(tag), default: Tally()]) }
    if decided != nil { add(to: &reliability[min(9, Int(confidence * 10))]) }
    guard !isCorrect else { return }
    let confusion = Confusion(expected: message.intent, decided: decided ?? "(abstained)")
    let seen = confusions[confusion]
    confusions[confusion] = ((seen?.count ?? 0) + 1, seen?.example ?? message.text)
  }

  var microsPerMessage: Double {
    all.total > 0 ? micros / Double(all.total) : 0
  }

  /// Confusions that the JSON and the page list.
  static let mostConfusions = 100

  var answered: Int { all.total - all.abstained }

  /// Messages that got an answer other than the right one.
  var wrong: Int { answered - correctAnswers }

  private var correctAnswers: Int { all.correct - (byIntent["oos"]?.correct ?? 0) }

  /// The worst understood intents first.
  var worstFirst: [(key: String, value: Tally)] {
    byIntent.sorted { ($0.value.accuracy, $0.key) < ($1.value.accuracy, $1.key) }
  }

  /// The most frequent first.
  var sortedConfusions: [(key: Confusion, value: (count: Int, example: String))] {
    confusions.sorted {
      ($1.value.count, $0.key.expected, $0.key.decided) < ($0.value.count, $1.key.expected, $1.key.decided)
    }
  }
}

extension IntentReport {
  var json: JSONValue {
    .object([
      .init("total", .integer(all.total)), .init("answered", .integer(answered)),
      .init("correct", .integer(all.correct)), .init("accuracy", .double(rounded(all.accuracy))),
      .init("abstained", .integer(all.abstained)), .init("wrong", .integer(wrong)),
      .init("micros_per_message", .double(rounded(microsPerMessage, to: 10))),
      .init("by_intent", .object(members(byIntent))), .init("by_tag", .object(members(byTag))),
      .init("confusions", .array(sortedConfusions.prefix(Self.mostConfusions).map(json))),
      .init("reliability", .array(reliability.enumerated().map(json))),
    ])
  }

  var text: String {
    var lines = [
      "\(all.total.counted("message")): \(all.correct) right (\(percent(all.accuracy))), \(all.abstained) abstained, "
        + "\(wrong) wrong; \(rounded(microsPerMessage, to: 10)) us a message"
    ]
    for (intent, tally) in worstFirst {
      lines.append("  \(percent(tally.accuracy))  \(intent)  (\(tally.correct) of \(tally.total))")
    }
    if !byTag.isEmpty {
      let tags = byTag.sorted { $0.key < $1.key }.map { "\($0.key) \(percent($0.value.accuracy))" }
      lines.append("by tag: " + tags.joined(separator: ", "))
    }
    for (bin, tally) in reliability.enumerated() where tally.total > 0 {
      lines.append(
        "confidence \(Double(bin) / 10) to \(Double(bin + 1) / 10): \(percent(tally.accuracy)) right "
          + "(\(tally.correct) of \(tally.total))")
    }
    for (confusion, seen) in sortedConfusions.prefix(15) {
      lines.append("\(seen.count) × \(confusion.expected) taken for \(confusion.decided): “\(seen.example)”")
    }
    return lines.joined(separator: "\n")
  }

  private func members(_ tallies: [String: Tally]) -> [JSONValue.Member] {
    tallies.sorted { $0.key < $1.key }.map { name, tally in
      .init(
        name,
        .object([
          .init("total", .integer(tally.total)), .init("correct", .integer(tally.correct)),
          .init("abstained", .integer(tally.abstained)), .init("accuracy", .double(rounded(tally.accuracy))),
        ]))
    }
  }

  private func json(_ confusion: (key: Confusion, value: (count: Int, example: String))) -> JSONValue {
    .object([
      .init("expected", .string(confusion.key.expected)), .init("decided", .string(confusion.key.decided)),
      .init("count", .integer(confusion.value.count)), .init("example", .string(confusion.value.example)),
    ])
  }

  private func json(_ bin: (offset: Int, element: Tally)) -> JSONValue {
    .object([
      .init("from", .double(Double(bin.offset) / 10)), .init("total", .integer(bin.element.total)),
      .init("accuracy", .double(rounded(bin.element.accuracy))),
    ])
  }

  private func rounded(_ share: Double) -> Double { rounded(share, to: 10_000) }

  /// - Parameter steps: How many steps a one has.
  func rounded(_ value: Double, to steps: Double) -> Double { (value * steps).rounded() / steps }

  func percent(_ share: Double) -> String { "\((share * 1_000).rounded() / 10) %" }
}
