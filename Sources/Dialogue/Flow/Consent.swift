import Text

/// Yes and no to a question that an action follows.
///
/// A no that was no costs the shopper one more message, a yes that was none costs them their order. So a no may be said
/// in passing, but a yes has to be unmistakable: nothing in the message doubts it, asks, or begs for time.
extension SlotReading {
  /// What is known of the turn beside the message's own words.
  struct Circumstances {
    /// What the message was understood as, when that is a yes or a no.
    var understood: String?
    /// It asks once more for what is to be confirmed: "cancel it".
    var restates = false
    /// Something else was answered right before: "ok" may be meant for that.
    var followsAside = false
  }

  /// A negation, a question, or a word that begs for time, wherever it stands.
  var isDoubtful: Bool {
    message.raw.contains(UInt8(ascii: "?")) || words.doubt.range(in: message.match) != nil
      || words.question.range(in: message.match) != nil
  }

  /// `yes` or `no` when the message is one beyond doubt; `nil` when it has to be asked again.
  func consent(_ circumstances: Circumstances) -> String? {
    if words.no.isWhole(message.match) { return "no" }
    // "Not sure" is like many a no, and none.
    if circumstances.understood == "no", words.hesitation.range(in: message.match) == nil { return "no" }
    let lead = leadingAnswer(from: 0)
    if lead.answer == "no" { return leadingAnswer(from: lead.end).answer == "yes" ? nil : "no" }
    if isDoubtful { return nil }
    if lead.answer == "yes", confirmed(circumstances) { return "yes" }
    return circumstances.understood == "yes" && !circumstances.followsAside ? "yes" : nil
  }

  /// Whether the words that say yes are enough: one that is strong, or weak ones and nothing else.
  private func confirmed(_ circumstances: Circumstances) -> Bool {
    var start = 0
    while start < message.match.count {
      let lead = leadingAnswer(from: start)
      guard lead.answer == "yes" else {
        return circumstances.restates || lead.end >= message.match.count && !circumstances.followsAside
      }
      if !lead.isWeak { return true }
      start = lead.end
    }
    return !circumstances.followsAside
  }

  /// The yes or no that stands at a place of the match text, behind what people say while they think.
  private func leadingAnswer(from place: Int) -> (answer: String?, isWeak: Bool, end: Int) {
    var start = place
    while start < message.match.count {
      let no = words.no.prefix(of: message.match, from: start)
      let yes = words.yes.prefix(of: message.match, from: start)
      if no > 0, no >= yes { return ("no", false, start + no + 1) }
      if yes > 0 {
        return ("yes", words.weakYes.prefix(of: message.match, from: start) == yes, start + yes + 1)
      }
      let length = words.filler.prefix(of: message.match, from: start)
      guard length > 0 else { break }
      start += length + 1
    }
    return (nil, false, start)
  }
}
