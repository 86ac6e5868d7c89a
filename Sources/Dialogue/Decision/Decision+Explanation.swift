import FAQ
import Intents
import Text

extension Decision {
  /// Most readings an explanation lists.
  private static let maximumReadings = 5

  /// Why it was decided so, with places in the shopper's own text.
  func explanation(of message: TextAnalyzer, locale: String, in snapshot: Snapshot) -> Explanation {
    var explanation = Explanation()
    explanation.margin = Double(margin)
    explanation.candidates = readings.prefix(Self.maximumReadings).map { reading in
      Explanation.Candidate(
        name: reading.name, score: Double(reading.score), source: reading.rule == nil ? .example : .rule,
        rule: reading.rule.flatMap { ruleID($0, locale, snapshot) })
    }
    if let rule = readings.first?.rule, intent.source == .rule {
      explanation.rule = ruleID(rule, locale, snapshot)
      explanation.span = Self.span(message.rawRange(ofMatch: rule.range), of: message)
    }
    explanation.faqID = answer?.id
    explanation.faqScore = intent.source == .faq ? intent.confidence : nil
    explanation.identifiers = message.identifiers.map { Slot("\($0.kind)", message.value(of: $0)) }
    explanation.repairs = message.repairs.map { repair in
      Explanation.Repair(
        from: Self.span(Int(repair.raw.lowerBound)..<Int(repair.raw.upperBound), of: message),
        to: String(
          decoding: message.match[Int(repair.match.lowerBound)..<Int(repair.match.upperBound)],
          as: UTF8.self))
    }
    return explanation
  }

  private func ruleID(_ rule: RuleCandidate, _ locale: String, _ snapshot: Snapshot) -> String? {
    snapshot.intents.map { $0.ruleID(rule.rule, locale: $0.locale(for: locale)) }
  }

  private static func span(_ range: Range<Int>, of message: TextAnalyzer) -> Explanation.Span {
    let count = { (bytes: ArraySlice<UInt8>) in bytes.count { $0 & 0xC0 != 0x80 } }
    let start = count(message.raw[..<range.lowerBound])
    return Explanation.Span(
      start: start, end: start + count(message.raw[range]),
      text: String(decoding: message.raw[range], as: UTF8.self))
  }
}
