/// Flows as parts of format 1 hold them: slots, and one answer for each status.
extension FlowSource {
  private enum Keys: String, CodingKey {
    case slots, steps, suggestions, statusSuggestions, alsoFor, questions, answers
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    slots = try values.decode([SlotSource].self, forKey: .slots)
    suggestions = try values.decode([String].self, forKey: .suggestions)
    statusSuggestions =
      try values.decodeIfPresent([String: [String]].self, forKey: .statusSuggestions) ?? [:]
    alsoFor = try values.decodeIfPresent([OrderIntentSource].self, forKey: .alsoFor) ?? []
    questions = try values.decodeIfPresent([AsideSource].self, forKey: .questions) ?? []
    if let steps = try values.decodeIfPresent([StepSource].self, forKey: .steps) {
      self.steps = steps
      return
    }
    var answers = try values.decodeIfPresent([String: [String]].self, forKey: .answers) ?? [:]
    var need = StepSource(id: "need-order", verb: .need)
    need.texts["refused"] = answers.removeValue(forKey: "refused")
    need.next = 1
    var show = StepSource(id: "show-order", verb: .show)
    show.texts = answers
    show.next = 2
    steps = [need, show]
  }
}

extension SlotSource {
  private enum Keys: String, CodingKey {
    case name, kind, prompts, isOptional, choices, pattern, minimum, maximum, mention, parts
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    name = try values.decode(String.self, forKey: .name)
    kind = try values.decode(SlotKind.self, forKey: .kind)
    prompts = try values.decode([String].self, forKey: .prompts)
    isOptional = try values.decodeIfPresent(Bool.self, forKey: .isOptional) ?? false
    choices = try values.decodeIfPresent([ChoiceSource].self, forKey: .choices) ?? []
    pattern = try values.decodeIfPresent(String.self, forKey: .pattern)
    minimum = try values.decodeIfPresent(Int.self, forKey: .minimum)
    maximum = try values.decodeIfPresent(Int.self, forKey: .maximum)
    mention = try values.decodeIfPresent(String.self, forKey: .mention)
    parts = try values.decodeIfPresent([TextPartSource].self, forKey: .parts) ?? []
  }
}
