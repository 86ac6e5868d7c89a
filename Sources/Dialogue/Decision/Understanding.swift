import FAQ
import Intents
import Patterns
import Text

/// Decides what a message means: rules, examples and FAQ weighed once, by one policy. One per thread.
final class Understanding {
  private let scratch = IntentScratch()
  private let search = FAQScratch()
  private let weights = Weights()
  /// How long rules may be tried on one message: far more than any of a sound store takes, so that it decides nothing
  /// but how long a hostile message can hold a loop.
  private static let longest = Duration.milliseconds(50)
  /// Used again by every turn.
  private var readings: [Decision.Reading] = []
  private var isOneWord = false

  /// Rules that could not be tried to their end since the start.
  var ruleFaults: Int { scratch.ruleFaults }
  /// Looks into the FAQ that failed since the start.
  private var searchFaults = 0
  /// A decision made while it grows may be another the next time.
  var faults: Int { ruleFaults + searchFaults }

  /// - Parameters:
  ///   - message: Analysed by the caller; its misspelt words are repaired here.
  ///   - isOpening: No flow is open, so that the message may open one.
  func decide(
    _ message: TextAnalyzer, locale: String, isOpening: Bool, in snapshot: Snapshot
  ) -> Decision {
    snapshot.repair(message, locale: locale)
    readings.removeAll(keepingCapacity: true)
    var declined: Float = 0
    if let engine = snapshot.intents {
      engine.rank(
        message, locale: engine.locale(for: locale), into: scratch, deadline: .now + Self.longest)
      declined = weigh(engine)
    }
    let chosen = snapshot.titles.intent(titled: message.match) ?? decisiveIntent
    if let chosen, let engine = snapshot.intents { choose(chosen, engine) }
    let isMute = saysNothing(message)
    isOneWord = message.tokens.count == 1
    let opensFlow = isOpening && opensFlow(message, locale, declined: declined, snapshot)
    let hit = isMute || opensFlow ? nil : find(message, locale, snapshot)
    var decision = Decision()
    if !isMute || chosen != nil || readings.first?.rule != nil {
      decision = conclude(hit, isChosen: chosen != nil, declined: declined, snapshot)
    }
    decision.readings = readings
    guard decision.intent.source == .fallback else { return decision }
    decision.nearest = readings.first?.name ?? hit.map { "faq:\($0.answer.id)" }
    return decision
  }

  /// Adds what the examples say for the best reading of a message to its explanation.
  func explain(
    _ decision: Decision, of message: TextAnalyzer, locale: String, in snapshot: Snapshot,
    _ explanation: inout Explanation
  ) {
    let readings = decision.readings
    guard let engine = snapshot.intents, let best = readings.first, best.probability > 0 else { return }
    let runnerUp = readings.dropFirst().first?.intent
    let examples = engine.explain(
      best.intent, over: runnerUp, message, locale: engine.locale(for: locale), with: scratch)
    explanation.terms = examples.terms.map { term in
      Explanation.Term(
        text: String(decoding: message.match[term.range], as: UTF8.self), weight: Double(term.share))
    }
    explanation.nearest = examples.nearest
  }

  /// Adds the words by which the FAQ's answer was found. Searches again: what an explanation costs, no other turn pays for.
  func explainAnswer(
    to message: TextAnalyzer, locale: String, in snapshot: Snapshot, _ explanation: inout Explanation
  ) {
    guard let id = explanation.faqID, let index = snapshot.faq,
      let hits = try? index.search(message, locale: locale, limit: 3, into: search),
      let hit = hits.first(where: { (try? index.id($0.ordinal)) == id })
    else { return }
    explanation.faqWords = index.matchedWords(of: hit, in: message)
    explanation.faqSynonyms = index.relatedWords(of: hit, in: message)
  }

  /// The best FAQ entry, read from its page.
  struct Hit {
    var answer: FoundAnswer
    var score: Float
    var isExact: Bool
  }

  // MARK: - Weighing

  /// Fills ``readings``, best first.
  ///
  /// - Returns: How probable it is that the message is none of the store's business.
  private func weigh(_ engine: IntentEngine) -> Float {
    var declined: Float = 0
    for example in scratch.examples {
      guard let intent = example.intent else {
        declined = example.probability
        continue
      }
      add(intent, rule: nil, probability: example.probability, engine)
    }
    for rule in scratch.rules {
      if let index = readings.firstIndex(where: { $0.intent == rule.intent }) {
        readings[index].rule = rule
        readings[index].score = score(rule, readings[index].probability)
      } else {
        add(rule.intent, rule: rule, probability: 0, engine)
      }
    }
    // At most five examples and a handful of rules: insertion keeps equal ones in their order.
    for index in readings.indices.dropFirst() {
      var place = index
      while place > 0, readings[place - 1].score < readings[place].score {
        readings.swapAt(place - 1, place)
        place -= 1
      }
    }
    return declined
  }

  /// The intent of a rule that goes before all other evidence.
  private var decisiveIntent: Int? {
    guard let rule = scratch.rules.first, rule.priority >= weights.decisivePriority else { return nil }
    return rule.intent
  }

  /// Whether the message is a single letter or sign: too little for the examples or the FAQ, whatever they make of it.
  private func saysNothing(_ message: TextAnalyzer) -> Bool { message.match.count < 2 }

  /// Whether a rule takes a message that names an order for the opening of a flow about it: then it is about that order,
  /// whatever the FAQ has to say, and the FAQ is not asked.
  private func opensFlow(
    _ message: TextAnalyzer, _ locale: String, declined: Float, _ snapshot: Snapshot
  ) -> Bool {
    guard let best = readings.first, best.rule != nil, best.understood.confidence >= Decision.sureFrom,
      isEnough(best, declined: declined),
      message.identifiers.contains(where: { $0.kind == .orderNumber })
    else { return false }
    let book = snapshot.playbook.book(for: locale)
    return book.intent(best.name)?.flow.flatMap(book.flow)?.needsOrder ?? false
  }

  /// Puts an intent first: the message is its title, or a rule decides for it.
  private func choose(_ intent: Int, _ engine: IntentEngine) {
    let index = readings.firstIndex { $0.intent == intent }
    var reading =
      index.map { readings.remove(at: $0) }
      ?? Decision.Reading(intent: intent, name: engine.names[intent], score: 1, rule: nil, probability: 0)
    reading.score = 1
    readings.insert(reading, at: 0)
  }

  private func add(_ intent: Int, rule: RuleCandidate?, probability: Float, _ engine: IntentEngine) {
    readings.append(
      Decision.Reading(
        intent: intent, name: engine.names[intent], score: score(rule, probability), rule: rule,
        probability: probability))
  }

  private func score(_ rule: RuleCandidate?, _ probability: Float) -> Float {
    guard let rule else { return probability }
    let strength = weights.strength(literalEvidence: rule.literalEvidence)
    if probability == 0 { return strength * weights.loneRule }
    return weights.combined(rule: strength, examples: probability)
  }

  private func find(_ message: TextAnalyzer, _ locale: String, _ snapshot: Snapshot) -> Hit? {
    guard let index = snapshot.faq else { return nil }
    guard (try? index.search(message, locale: locale, limit: 3, into: search)) != nil else {
      searchFaults += 1
      return nil
    }
    guard let best = search.hits.first, best.score >= weights.faqNear else { return nil }
    guard let entry = try? index.answer(best.ordinal) else {
      searchFaults += 1
      return nil
    }
    let answer = FoundAnswer(id: entry.id, text: snapshot.filled(entry.answer), intent: entry.intent)
    return Hit(answer: answer, score: best.score, isExact: best.isExact)
  }

  // MARK: - Concluding

  private func conclude(
    _ hit: Hit?, isChosen: Bool, declined: Float, _ snapshot: Snapshot
  ) -> Decision {
    let best = readings.first
    if let best, isChosen { return intent(of: best, hit) }
    if let hit, answers(hit, over: best) { return decision(for: hit) }
    if let best, isEnough(best, declined: declined) { return settle(best, hit) }
    if let hit, hit.score >= weights.faqSure, hit.score > declined, !hit.answer.text.isEmpty {
      return decision(for: hit)
    }
    return abstain(snapshot)
  }

  /// Whether the best reading is worth an answer: it is surer than that the message is none of the store's business, and
  /// examples alone do not speak for text that is like none of them.
  private func isEnough(_ best: Decision.Reading, declined: Float) -> Bool {
    guard best.score >= floor(for: best) else { return false }
    return best.score > declined && (best.rule != nil || !scratch.isStrange)
  }

  private func floor(for best: Decision.Reading) -> Float {
    if best.rule == nil, scratch.hasOwnFloor { return scratch.declineBelow }
    let floor = best.rule == nil && isOneWord ? weights.oneWordFloor : weights.floor
    return max(floor, scratch.examples.isEmpty ? 0 : scratch.declineBelow)
  }

  /// Whether the FAQ's answer goes before the intents': it is surer, or words the same intent more exactly.
  private func answers(_ hit: Hit, over best: Decision.Reading?) -> Bool {
    guard !hit.answer.text.isEmpty, hit.isExact || hit.score >= weights.faqSure else { return false }
    guard let best else { return true }
    return hit.isExact || hit.score > best.score && best.rule == nil
  }

  private func decision(for hit: Hit) -> Decision {
    var decision = Decision()
    let name = hit.answer.intent ?? "faq"
    decision.kind = hit.answer.intent.map(Decision.Kind.intent) ?? .faq(hit.answer)
    decision.answer = hit.answer
    decision.intent = UnderstoodIntent(name: name, confidence: Double(hit.score), source: .faq)
    return decision
  }

  private func settle(_ best: Decision.Reading, _ hit: Hit?) -> Decision {
    guard readings.count > 1, scratch.isClose, best.rule == nil, readings[1].rule == nil else {
      return intent(of: best, hit)
    }
    var decision = Decision()
    decision.kind = .clarify(best.name, readings[1].name)
    decision.intent = UnderstoodIntent(name: nil, confidence: Double(best.score), source: .clarify)
    return decision
  }

  private func intent(of best: Decision.Reading, _ hit: Hit?) -> Decision {
    var decision = Decision()
    decision.kind = .intent(best.name)
    decision.intent = UnderstoodIntent(
      name: best.name, confidence: Double(min(best.score, 1)), source: best.rule == nil ? .example : .rule)
    if let hit, hit.answer.intent == best.name, hit.score >= weights.faqSure { decision.answer = hit.answer }
    return decision
  }

  private func abstain(_ snapshot: Snapshot) -> Decision {
    var decision = Decision()
    guard let index = snapshot.faq else { return decision }
    let near = search.hits.filter { $0.score >= weights.faqNear }
    let questions = near.compactMap { try? index.answer($0.ordinal).question }
    if !questions.isEmpty { decision.kind = .near(questions) }
    return decision
  }
}
