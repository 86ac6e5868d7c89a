import Text

/// Answering several requests of one message, in their order.
extension TurnHandler {
  /// Answers each request. The first that opens a flow opens it; one that would open another is named as what comes
  /// next, for a conversation has one open question at a time.
  func answer(
    _ requests: [ClauseRequest], _ draft: inout ReplyDraft, _ turn: Turn, _ snapshot: Snapshot
  ) -> TurnOutcome {
    let typed = words.raw
    let email = soleEmail
    if turn.explain { explain(requests[0], of: typed, &draft, snapshot) }
    if requests.count == 1 {
      if requests[0].standsAlone {
        read(requests[0], of: typed, in: snapshot)
        keep(email, in: &draft)
      } else {
        // A courtesy beside one request: what identifiers there are belong to it, wherever they stand.
        typed.withUnsafeBufferPointer { message.read($0, in: snapshot) }
      }
      return answer(&draft, requests[0].decision, turn)
    }
    // Of a person: it stands for one turn.
    _ = draft.state.takeOffer()
    for (place, request) in requests.enumerated() {
      var aside = draft
      aside.reply = Reply()
      read(request, of: typed, in: snapshot)
      if opened(by: request.decision, draft) == nil {
        say(request.decision, in: &aside)
        if place == 0 { draft.reply.faqID = aside.reply.faqID }
      } else if draft.openPart == nil {
        draft.openPart = place
      } else {
        let title = title(of: request, draft)
        aside.say(phrase: "next_request") { $0 == "option.a" ? title : nil }
      }
      draft.parts.append(ReplyPart(intent: request.decision.intent, reply: aside.reply))
    }
    guard let place = draft.openPart else {
      return .reply(finish(&draft))
    }
    read(requests[place], of: typed, in: snapshot)
    keep(email, in: &draft)
    return answer(&draft, requests[place].decision, turn)
  }

  /// Who asks for two things says the address once, wherever it stands.
  private func keep(_ email: String?, in draft: inout ReplyDraft) {
    if let email, soleEmail == nil { draft.state.kept[named: "email"] = email }
  }

  /// The address of the message, when it has just one.
  private var soleEmail: String? {
    let emails = words.identifiers.filter { $0.kind == .email }.map(words.value(of:))
    return Set(emails).count == 1 ? emails[0] : nil
  }

  /// "Track my order 1045": what a request that waits is called, with the order it names; the text is that of the request.
  private func title(of request: ClauseRequest, _ draft: ReplyDraft) -> String {
    let title = draft.book.title(of: request.intent)
    guard let order = words.identifiers.first(where: { $0.kind == .orderNumber }) else { return title }
    return "\(title) \(words.value(of: order))"
  }

  /// Explains the first request, which is what the reply tells on top; places are those in the whole message.
  private func explain(
    _ request: ClauseRequest, of typed: [UInt8], _ draft: inout ReplyDraft, _ snapshot: Snapshot
  ) {
    read(request, of: typed, in: snapshot)
    let decision = understanding.decide(words, locale: draft.book.locale, isOpening: true, in: snapshot)
    explain(decision, &draft, snapshot)
    let start = typed[..<request.raw.lowerBound].count { $0 & 0xC0 != 0x80 }
    draft.reply.explanation?.move(by: start)
  }

  /// Reads a request alone: a flow takes its slots from its own clause.
  private func read(_ request: ClauseRequest, of typed: [UInt8], in snapshot: Snapshot) {
    typed.withUnsafeBufferPointer {
      message.read(UnsafeBufferPointer(rebasing: $0[request.raw]), in: snapshot)
    }
  }
}

extension ReplyDraft {
  /// Puts the answers of several requests together, once the flow among them has spoken.
  mutating func joinParts() {
    guard let first = parts.first else { return }
    if let openPart {
      parts[openPart] = ReplyPart(intent: reply.intent, reply: reply)
    } else {
      reply.suggestions = first.suggestions
    }
    reply.intent = parts[0].intent
    reply.text = parts.map(\.text).joined(separator: "\n\n")
    reply.parts = parts
    (parts, openPart) = ([], nil)
  }
}

extension Explanation {
  /// Moves every place by so many code points.
  fileprivate mutating func move(by offset: Int) {
    span?.move(by: offset)
    for place in repairs.indices { repairs[place].from.move(by: offset) }
  }
}

extension Explanation.Span {
  fileprivate mutating func move(by offset: Int) {
    start += offset
    end += offset
  }
}
