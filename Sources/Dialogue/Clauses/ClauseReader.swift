import Intents
import Text

/// Finds several requests in one message. One per thread.
///
/// A message is split only where each side stands on its own: its own words are enough to decide it, surely, and it
/// leans on no other clause. Clauses that say no request (`hello`, `i bought a lamp`) stay with their neighbour. In all
/// other cases the message stays whole: a request overlooked can be asked again, one made up is answered wrongly.
final class ClauseReader {
  /// The least a rule's reading, and examples' alone, must be worth for a clause to stand on its own.
  private static let surenessOfRule: Float = 0.7
  private static let surenessOfExamples: Float = 0.9
  private static let surenessOfFAQ = 0.85
  /// A reading of the whole message as something else that is worth this forbids splitting it.
  private static let surenessOfWhole: Float = 0.97

  private let text = TextAnalyzer()

  /// - Parameters:
  ///   - message: Analysed, repaired.
  ///   - whole: What it was decided as.
  /// - Returns: The requests in their order; empty when the message stays whole. Never one, but when the whole was taken
  ///   for a courtesy and holds a request, or all else is said to be unwanted or was taken back.
  func requests(
    in message: TextAnalyzer, whole: Decision, book: LocaleBook, snapshot: Snapshot,
    by understanding: Understanding
  ) -> [ClauseRequest] {
    let clauses = ClauseBounds.clauses(of: message, isJoin: book.joins.has)
    guard clauses.count > 1 else { return [] }
    if let wanted = wanted(clauses, message, whole, book, snapshot, understanding) { return wanted }
    var requests: [ClauseRequest] = []
    /// Clauses before the first request.
    var lead: Range<Int>?
    var isWithdrawn = false
    for var clause in clauses {
      if !requests.isEmpty || lead != nil, let rest = rest(afterWithdrawalIn: clause, message, book) {
        (requests, lead, isWithdrawn) = ([], nil, true)
        if rest.isEmpty { continue }
        clause = rest
      }
      if let last = requests.last, isCoordinated(clause, with: last, message, book) {
        guard extend(&requests, to: clause, message, book, snapshot, understanding) else { return [] }
        continue
      }
      let tokens = (lead?.lowerBound ?? clause.lowerBound)..<clause.upperBound
      if let request = request(tokens, alone: clause, message, requests.last, book, snapshot, understanding) {
        requests.append(request)
        lead = nil
      } else if !requests.isEmpty, lead == nil, !isBeginning(clause, message) {
        guard extend(&requests, to: clause, message, book, snapshot, understanding) else { return [] }
      } else {
        lead = tokens
      }
    }
    if let lead, !requests.isEmpty, !isWithdrawn {
      guard extend(&requests, to: lead, message, book, snapshot, understanding) else { return [] }
    }
    if isWithdrawn { return requests.map { standing($0, in: message) } }
    if requests.count == 1, case .intent(let name) = whole.kind, book.courtesies.contains(name) {
      return requests
    }
    return requests.count > 1 && accepts(whole, requests, message) ? requests : []
  }

  /// Whether a clause is but the first words of a sentence that goes on: `Actually, can I also return 1043?`
  private func isBeginning(_ clause: Range<Int>, _ message: TextAnalyzer) -> Bool {
    clause.count <= 2 && clause.upperBound < message.tokens.count && startsSentence(clause, message)
      && !message.tokens[clause.upperBound].flags.contains(.startsSentence)
  }

  // MARK: What is not wanted

  /// A request that is told by its clause alone when it names an order: those of the others are not its own.
  private func standing(_ request: ClauseRequest, in message: TextAnalyzer) -> ClauseRequest {
    var request = request
    request.standsAlone = message.identifiers.contains {
      $0.kind == .orderNumber && request.raw.contains(Int($0.raw.lowerBound))
    }
    return request
  }

  /// What follows "no wait" or "actually", with which a clause takes back what was said before it in the sentence; `nil`
  /// when it does not begin so. A sentence of its own adds rather than takes back, unless it begins with a no.
  private func rest(
    afterWithdrawalIn clause: Range<Int>, _ message: TextAnalyzer, _ book: LocaleBook
  ) -> Range<Int>? {
    let start = Int(message.tokens[clause.lowerBound].match.lowerBound)
    if startsSentence(clause, message), book.words.no.prefix(of: message.match, from: start) == 0 {
      return nil
    }
    var (end, takesBack) = (start, false)
    while end < message.match.count {
      let change = book.words.change.prefix(of: message.match, from: end)
      let length = max(change, book.words.correction.prefix(of: message.match, from: end))
      guard length > 0 else { break }
      takesBack = takesBack || change > 0
      end += length + 1
    }
    guard takesBack else { return nil }
    let first = clause.first { message.tokens[$0].match.lowerBound >= end } ?? clause.upperBound
    return first..<clause.upperBound
  }

  /// What is asked for beside what expressly is not: `i do not want to cancel, i want to return it`. A rule that
  /// recognised the message has its say instead, unless it saw only what is denied, or one clause that is not.
  ///
  /// - Returns: `nil` when nothing is said to be unwanted, or what is wanted is not sure.
  private func wanted(
    _ clauses: [Range<Int>], _ message: TextAnalyzer, _ whole: Decision, _ book: LocaleBook,
    _ snapshot: Snapshot,
    _ understanding: Understanding
  ) -> [ClauseRequest]? {
    let rest = clauses.filter { !isUnwanted($0, message, book) }
    guard rest.count < clauses.count else { return nil }
    if let rule = whole.readings.first?.rule, !denies(rule, message, book),
      !rest.contains(where: { stands(rule, in: $0, message) })
    {
      return nil
    }
    var requests: [ClauseRequest] = []
    for clause in rest {
      guard var request = read(clause, message, book, snapshot, understanding) else { return nil }
      request.standsAlone = clause.contains { message.tokens[$0].kind == .identifier(.orderNumber) }
      if let last = requests.last, last.intent == request.intent,
        !names(request.raw, otherThan: last.raw, message)
      {
        continue
      }
      requests.append(request)
    }
    return requests.isEmpty ? nil : requests
  }

  /// Whether a rule saw words of one clause alone.
  private func stands(_ rule: RuleCandidate, in clause: Range<Int>, _ message: TextAnalyzer) -> Bool {
    let tokens = message.tokens
    return rule.range.lowerBound >= Int(tokens[clause.lowerBound].match.lowerBound)
      && rule.range.upperBound <= Int(tokens[clause.upperBound - 1].match.upperBound) + 1
  }

  /// Whether all that a rule saw stands behind a negation and a wish in its clause: `cancel` of `i do not want to cancel`.
  private func denies(_ rule: RuleCandidate, _ message: TextAnalyzer, _ book: LocaleBook) -> Bool {
    let tokens = message.tokens
    guard let first = tokens.firstIndex(where: { Int($0.match.upperBound) > rule.range.lowerBound }) else {
      return false
    }
    var start = first
    while start > 0, !tokens[start].isAfterBreak, !tokens[start].flags.contains(.startsSentence) {
      start -= 1
    }
    // The rule may have seen the wish itself: `want to return` of `I do not want to return it`.
    return isUnwanted(start..<first + 1, message, book)
  }

  /// Most words of a clause that says no more than what is not wanted: `not a refund`.
  private static let longestDenial = 5

  /// Whether a clause has a word of wishing with a negation at most one word away: `no longer want`, `will es nicht`; or
  /// is short, stands first and begins with a word that denies what follows: `not a refund, just …`. Later it tells what
  /// has not come: `sent it back, no refund yet`.
  private func isUnwanted(_ clause: Range<Int>, _ message: TextAnalyzer, _ book: LocaleBook) -> Bool {
    if clause.count <= Self.longestDenial, clause.first == 0, isDenial(0, message, book) {
      return true
    }
    return message.match.withUnsafeBufferPointer { match in
      func places(_ words: WordSet) -> [Int] {
        clause.filter { words.has(UnsafeBufferPointer(rebasing: match[message.tokens[$0].match.indices])) }
      }
      let negations = places(book.negations)
      guard !negations.isEmpty else { return false }
      return places(book.wishes).contains { wish in negations.contains { abs($0 - wish) <= 2 } }
    }
  }

  /// Whether a word denies what follows it where it stands first.
  private func isDenial(_ place: Int, _ message: TextAnalyzer, _ book: LocaleBook) -> Bool {
    message.match.withUnsafeBufferPointer {
      book.denials.has(UnsafeBufferPointer(rebasing: $0[message.tokens[place].match.indices]))
    }
  }

  /// Whether the whole message may be taken for these requests: not where a rule surely recognised it that needs words of
  /// several, as in `i bought something, can i change my order`.
  private func accepts(_ whole: Decision, _ requests: [ClauseRequest], _ message: TextAnalyzer) -> Bool {
    if let rule = whole.readings.first?.rule, Float(whole.intent.confidence) >= Self.surenessOfWhole,
      !requests.contains(where: { $0.decision.readings.first?.rule?.rule == rule.rule })
    {
      let span = message.rawRange(ofMatch: rule.range)
      if requests.count(where: { $0.raw.overlaps(span) }) > 1 { return false }
    }
    guard case .intent(let name) = whole.kind, !requests.contains(where: { $0.intent == name }) else {
      return true
    }
    return Float(whole.intent.confidence) < Self.surenessOfWhole
  }

  /// The request of a clause that stands on its own and is another than the one before.
  private func request(
    _ tokens: Range<Int>, alone clause: Range<Int>, _ message: TextAnalyzer, _ last: ClauseRequest?,
    _ book: LocaleBook, _ snapshot: Snapshot, _ understanding: Understanding
  ) -> ClauseRequest? {
    if let last, let another = another(clause, like: last, message) { return another }
    guard clause.count > 1 else { return nil }
    let leans = last != nil && leans(clause, message, book)
    if leans, !leansOnOrder(of: last, clause, message, book) { return nil }
    guard
      let request = read(tokens, message, book, snapshot, understanding)
        ?? (tokens == clause ? nil : read(clause, message, book, snapshot, understanding))
    else { return nil }
    // What leans has to be sure: a rule recognised it, and it is about an order.
    if leans, request.decision.readings.first?.rule == nil || !needsOrder(request, book) { return nil }
    guard let last, last.intent == request.intent else { return request }
    return names(request.raw, otherThan: last.raw, message) ? request : nil
  }

  /// Whether what a clause leans on can be the order that the request before it named: `where is order 1042 and can I have
  /// the invoice for it`.
  private func leansOnOrder(
    of last: ClauseRequest?, _ clause: Range<Int>, _ message: TextAnalyzer, _ book: LocaleBook
  ) -> Bool {
    guard let last, needsOrder(last, book), clause.lowerBound > 0 else { return false }
    let joins = message.match.withUnsafeBufferPointer {
      book.joins.has(
        UnsafeBufferPointer(rebasing: $0[message.tokens[clause.lowerBound - 1].match.indices]))
    }
    return joins
      && message.identifiers.contains {
        $0.kind == .orderNumber && last.raw.contains(Int($0.raw.lowerBound))
      }
  }

  private func needsOrder(_ request: ClauseRequest, _ book: LocaleBook) -> Bool {
    book.intent(request.intent)?.flow.flatMap(book.flow)?.needsOrder ?? false
  }

  /// The request before for one order more: `where is order 1044 and order 1045`.
  private func another(_ clause: Range<Int>, like last: ClauseRequest, _ message: TextAnalyzer)
    -> ClauseRequest?
  {
    let tokens = message.tokens
    let before = tokens.indices.filter { last.raw.contains(Int(tokens[$0].raw.lowerBound)) }
    let isRepeated = clause.allSatisfy { place in
      tokens[place].kind == .identifier(.orderNumber)
        || before.contains {
          message.match[tokens[$0].match.indices] == message.match[tokens[place].match.indices]
        }
    }
    guard isRepeated else { return nil }
    let raw = raw(clause, message)
    guard names(raw, otherThan: last.raw, message) else { return nil }
    return ClauseRequest(raw: raw, decision: last.decision, intent: last.intent)
  }

  private func raw(_ tokens: Range<Int>, _ message: TextAnalyzer) -> Range<Int> {
    let all = message.tokens
    return Int(all[tokens.lowerBound].raw.lowerBound)..<Int(all[tokens.upperBound - 1].raw.upperBound)
  }

  private func read(
    _ tokens: Range<Int>, _ message: TextAnalyzer, _ book: LocaleBook, _ snapshot: Snapshot,
    _ understanding: Understanding
  ) -> ClauseRequest? {
    let raw = raw(tokens, message)
    if !message.shapes.isEmpty || !text.shapes.isEmpty { text.shapes = message.shapes }
    message.raw.withUnsafeBufferPointer { text.analyze(UnsafeBufferPointer(rebasing: $0[raw])) }
    let decision = understanding.decide(text, locale: book.locale, isOpening: true, in: snapshot)
    guard let intent = Self.sureIntent(decision), !book.courtesies.contains(intent) else { return nil }
    return ClauseRequest(raw: raw, decision: decision.remembered, intent: intent)
  }

  private static func sureIntent(_ decision: Decision) -> String? {
    guard case .intent(let name) = decision.kind else { return nil }
    if decision.intent.source == .faq { return decision.intent.confidence >= surenessOfFAQ ? name : nil }
    guard let best = decision.readings.first else { return nil }
    return best.score >= (best.rule == nil ? surenessOfExamples : surenessOfRule) ? name : nil
  }

  /// Gives a clause that is no request of its own to the one before, which must still mean the same.
  private func extend(
    _ requests: inout [ClauseRequest], to clause: Range<Int>, _ message: TextAnalyzer, _ book: LocaleBook,
    _ snapshot: Snapshot, _ understanding: Understanding
  ) -> Bool {
    let place = requests.count - 1
    let first = message.tokens.firstIndex { Int($0.raw.lowerBound) >= requests[place].raw.lowerBound } ?? 0
    guard let longer = read(first..<clause.upperBound, message, book, snapshot, understanding),
      longer.intent == requests[place].intent
    else { return false }
    requests[place] = longer
    return true
  }

  /// Whether a clause only names a further thing of the sentence before: `what is your return and refund policy`. Joined
  /// within a sentence, it has none of the words a clause has and no identifier, but what stands before has.
  private func isCoordinated(
    _ clause: Range<Int>, with last: ClauseRequest, _ message: TextAnalyzer, _ book: LocaleBook
  ) -> Bool {
    let tokens = message.tokens
    guard !startsSentence(clause, message) else { return false }
    let before = tokens.indices.filter { last.raw.contains(Int(tokens[$0].raw.lowerBound)) }
    return !isClause(clause, message, book) && before.contains { isClause($0..<$0 + 1, message, book) }
  }

  /// Whether a clause begins a sentence that is not the first, by itself or by the word that joins it.
  private func startsSentence(_ clause: Range<Int>, _ message: TextAnalyzer) -> Bool {
    let start = clause.lowerBound
    return [start, start - 1].contains { $0 > 0 && message.tokens[$0].flags.contains(.startsSentence) }
  }

  private func isClause(_ range: Range<Int>, _ message: TextAnalyzer, _ book: LocaleBook) -> Bool {
    message.match.withUnsafeBufferPointer { match in
      message.tokens[range].contains { token in
        token.kind != .word || book.clauseWords.has(UnsafeBufferPointer(rebasing: match[token.match.indices]))
      }
    }
  }

  /// Whether a clause speaks of what another named: `and where is it`.
  private func leans(_ clause: Range<Int>, _ message: TextAnalyzer, _ book: LocaleBook) -> Bool {
    message.match.withUnsafeBufferPointer { match in
      message.tokens[clause].contains { token in
        token.kind == .word && book.leanings.has(UnsafeBufferPointer(rebasing: match[token.match.indices]))
      }
    }
  }

  /// Whether a clause has an identifier that the other has not.
  private func names(_ clause: Range<Int>, otherThan other: Range<Int>, _ message: TextAnalyzer) -> Bool {
    let values = { (range: Range<Int>) in
      message.identifiers.filter { range.contains(Int($0.raw.lowerBound)) }.map(message.value(of:))
    }
    let (own, others) = (values(clause), values(other))
    return !own.isEmpty && !others.isEmpty && own.allSatisfy { !others.contains($0) }
  }
}
