import Text

/// "Actually forget it, where is it": in an open flow, what is wanted instead of what was taken back.
extension TurnHandler {
  /// The request behind words that take something back, when the message as a whole was not understood by a rule. The
  /// message is then read as that request alone.
  ///
  /// - Returns: `nil` when nothing is taken back, or nothing sure is wanted instead.
  /// - Complexity: As a rule one look at the first words.
  func wantedInstead(
    of decision: Decision, _ typed: UnsafeBufferPointer<UInt8>, _ draft: ReplyDraft, in snapshot: Snapshot
  ) -> Decision? {
    guard let open = draft.state.flow else { return nil }
    if decision.isSure, decision.readings.first?.rule != nil {
      guard decision.isOther(than: open, in: draft.book), leaves(draft.book.words) else { return nil }
      var instead = decision
      instead.takesBack = true
      return instead
    }
    let start = bytesTakingBack(draft.book.words)
    guard start > 0, words.tokens.count(where: { $0.match.lowerBound >= start }) >= 2,
      let first = words.tokens.first(where: { $0.match.lowerBound >= start })
    else { return nil }
    let locale = draft.book.locale
    message.read(UnsafeBufferPointer(rebasing: typed[Int(first.raw.lowerBound)...]), in: snapshot)
    var instead = understanding.decide(words, locale: locale, isOpening: true, in: snapshot)
    guard instead.interrupts(open, in: draft.book) else {
      message.read(typed, in: snapshot)
      message.repair(locale: locale, in: snapshot)
      return nil
    }
    instead.takesBack = true
    return instead
  }

  /// Whether the message begins by ending what was open, and goes on: "never mind, I would rather …", "I meant a refund". Not
  /// "actually", which may only lead to a question.
  private func leaves(_ list: FlowWords) -> Bool {
    let start = bytesTakingBack(list)
    let lead = words.match[..<max(0, start - 1)]
    return start > 0 && [list.leave, list.meant].contains { $0.range(in: Array(lead)) != nil }
  }

  /// Bytes of the match text that take back what was said before: "hmm, no, forget it". 0 when they do not.
  private func bytesTakingBack(_ list: FlowWords) -> Int {
    let match = words.match
    var (start, takesBack) = (0, false)
    while start < match.count {
      let back = [list.change, list.leave, list.meant].map { $0.prefix(of: match, from: start) }.max() ?? 0
      let length = max(
        back, list.correction.prefix(of: match, from: start), list.filler.prefix(of: match, from: start))
      guard length > 0 else { break }
      takesBack = takesBack || back > 0
      start += length + 1
    }
    return takesBack && start < match.count ? start : 0
  }
}
