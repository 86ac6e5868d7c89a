package import Dialogue

/// Writes a ``Reply`` as the 200 body of `POST /v1/chat`, which `parley ask --json` prints too.
package enum ReplyJSON {
  package static func write(_ reply: Reply, to json: inout JSONWriter) {
    json.object { json in
      json.key("reply")
      write(text: reply.text, suggestions: reply.suggestions, cards: reply.cards, to: &json)
      json.key("intent")
      write(reply.intent, to: &json)
      json.key("context")
      json.plain(reply.context)
      json.key("revision")
      json.number(Int(reply.revision))
      json.key("conversation")
      json.hexadecimal(reply.conversation)
      json.key("state")
      json.string("bot")
      writeOptional(reply, to: &json)
    }
  }

  private static func writeOptional(_ reply: Reply, to json: inout JSONWriter) {
    if let notice = reply.notice {
      json.key("notice")
      json.string(notice.rawValue)
    }
    if !reply.candidates.isEmpty {
      json.key("candidates")
      write(reply.candidates, to: &json)
    }
    if let id = reply.faqID {
      json.key("faq_id")
      json.string(id)
    }
    if let action = reply.action {
      json.key("action")
      json.object { json in
        json.key("name")
        json.string(action.name)
        json.key("result")
        json.string("\(action.result)")
        json.key("reference")
        json.string(action.reference)
      }
    }
    if !reply.parts.isEmpty {
      json.key("parts")
      json.array { json in
        for part in reply.parts {
          json.object { json in
            json.key("intent")
            write(part.intent, to: &json)
            json.key("reply")
            write(text: part.text, suggestions: part.suggestions, cards: part.cards, to: &json)
          }
        }
      }
    }
    if let explanation = reply.explanation {
      json.key("explain")
      ExplanationJSON.write(explanation, to: &json)
    }
  }

  private static func write(
    text: String, suggestions: [String], cards: [Card], to json: inout JSONWriter
  ) {
    json.object { json in
      json.key("text")
      json.string(text)
      json.key("suggestions")
      write(suggestions, to: &json)
      json.key("cards")
      json.array { json in
        for case .order(let card) in cards { OrderCardJSON.write(card, to: &json) }
      }
    }
  }

  private static func write(_ intent: UnderstoodIntent, to json: inout JSONWriter) {
    json.object { json in
      json.key("name")
      if let name = intent.name { json.string(name) } else { json.null() }
      json.key("confidence")
      json.fraction(intent.confidence)
      json.key("source")
      json.string(intent.source.rawValue)
    }
  }

  static func write(_ texts: [String], to json: inout JSONWriter) {
    json.array { json in
      for text in texts { json.string(text) }
    }
  }
}
