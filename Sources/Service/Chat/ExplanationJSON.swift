import Dialogue

/// The `explain` member of a reply.
enum ExplanationJSON {
  static func write(_ explanation: Explanation, to json: inout JSONWriter) {
    json.object { json in
      if let rule = explanation.rule {
        json.key("rule")
        json.string(rule)
      }
      if let span = explanation.span {
        json.key("span")
        write(span, to: &json)
      }
      json.key("candidates")
      json.array { json in
        for candidate in explanation.candidates { write(candidate, to: &json) }
      }
      if let runnerUp = explanation.runnerUp {
        json.key("runner_up")
        write(runnerUp, to: &json)
      }
      json.key("margin")
      json.fraction(explanation.margin)
      writeEvidence(explanation, to: &json)
    }
  }

  private static func writeEvidence(_ explanation: Explanation, to json: inout JSONWriter) {
    json.key("terms")
    json.array { json in
      for term in explanation.terms {
        json.object { json in
          json.key("text")
          json.string(term.text)
          json.key("weight")
          json.fraction(term.weight)
        }
      }
    }
    if let nearest = explanation.nearest {
      json.key("nearest")
      json.string(nearest)
    }
    if let id = explanation.faqID {
      json.key("faq")
      json.object { json in
        json.key("id")
        json.string(id)
        json.key("score")
        json.fraction(explanation.faqScore ?? 0)
        json.key("words")
        write(explanation.faqWords, to: &json)
        json.key("synonyms")
        write(explanation.faqSynonyms, to: &json)
      }
    }
    json.key("identifiers")
    json.array { json in
      for identifier in explanation.identifiers {
        json.object { json in
          json.key("kind")
          json.string(identifier.name)
          json.key("value")
          json.string(identifier.value)
        }
      }
    }
    if !explanation.repairs.isEmpty {
      json.key("repairs")
      json.array { json in
        for repair in explanation.repairs { write(repair, to: &json) }
      }
    }
    if let flow = explanation.flow {
      json.key("flow")
      json.object { json in
        json.key("name")
        json.string(flow)
        json.key("step")
        json.string(explanation.step ?? "")
        if let policy = explanation.policy {
          json.key("policy")
          json.string(policy)
          json.key("row")
          if let row = explanation.row { json.string(row) } else { json.null() }
          json.key("decision")
          json.string(explanation.decision?.rawValue ?? "")
        }
      }
    }
  }

  private static func write(_ words: [String], to json: inout JSONWriter) {
    json.array { json in
      for word in words { json.string(word) }
    }
  }

  private static func write(_ span: Explanation.Span, to json: inout JSONWriter) {
    json.object { json in
      json.key("start")
      json.number(span.start)
      json.key("end")
      json.number(span.end)
      json.key("text")
      json.string(span.text)
    }
  }

  private static func write(_ repair: Explanation.Repair, to json: inout JSONWriter) {
    json.object { json in
      json.key("from")
      json.string(repair.from.text)
      json.key("to")
      json.string(repair.to)
      json.key("span")
      write(repair.from, to: &json)
    }
  }

  private static func write(_ candidate: Explanation.Candidate, to json: inout JSONWriter) {
    json.object { json in
      json.key("name")
      json.string(candidate.name)
      json.key("score")
      json.fraction(candidate.score)
      json.key("source")
      json.string(candidate.source.rawValue)
      if let rule = candidate.rule {
        json.key("rule")
        json.string(rule)
      }
    }
  }
}
