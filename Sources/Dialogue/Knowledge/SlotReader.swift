import Formats
import Patterns

/// Reads one slot of a flow.
enum SlotReader {
  private static let keys = [
    "name", "kind", "prompts", "optional", "choices", "pattern", "min", "max", "mention",
    "parts",
  ]

  static func slot(_ node: YAMLNode) throws(InputError) -> SlotSource {
    let mapping = try node.mapping(allowed: keys)
    let kind = try mapping.required("kind").string(oneOf: SlotKind.written.map(\.rawValue))
    var slot = SlotSource(
      name: try FlowReader.name(mapping.required("name")), kind: SlotKind(rawValue: kind) ?? .text)
    slot.prompts = try prompts(mapping, of: slot)
    slot.isOptional = try mapping.optional("optional")?.boolean() ?? false
    try readChoices(mapping, into: &slot)
    try readPattern(mapping, into: &slot)
    try readBounds(mapping, into: &slot)
    try readParts(mapping, into: &slot)
    return slot
  }

  /// An order number and an e-mail address may be asked for in the shop's own words.
  private static func prompts(_ mapping: YAMLMapping, of slot: SlotSource) throws(InputError) -> [String] {
    let isStandard =
      slot.name == "order_number" && slot.kind == .orderNumber || slot.name == "email" && slot.kind == .email
    if isStandard, mapping.optional("prompts") == nil { return [] }
    let node = try mapping.required("prompts")
    let prompts = try Wordings.read(node)
    guard !prompts.isEmpty else { throw node.error("a slot needs a prompt") }
    guard prompts.count < 2 || prompts[0] != prompts[1] else {
      throw node.error("the second prompt is the first again: say it in other words, or leave it out")
    }
    return prompts
  }

  private static func readChoices(_ mapping: YAMLMapping, into slot: inout SlotSource) throws(InputError) {
    guard slot.kind == .choice || slot.kind == .yesNo && mapping.optional("choices") != nil else {
      if let node = mapping.optional("choices") {
        throw node.error("only a slot of kind 'choice' or 'yes_no' has choices")
      }
      return
    }
    let node = try mapping.required("choices")
    let entries = try slot.kind == .choice ? node.mapping() : node.mapping(allowed: ["yes", "no"])
    for entry in entries.entries {
      let words = try entry.value.strings()
      guard !words.isEmpty else { throw entry.value.error("a choice needs a word shoppers say") }
      let isName = (1...ContextCoding.maximumNameBytes).contains(entry.key.utf8.count)
      guard isName, entry.key != "none" else {
        throw InputError(.schema, at: entry.keyPlace, "a choice cannot be called '\(entry.key)'")
      }
      slot.choices.append(ChoiceSource(name: entry.key, words: words))
    }
    guard slot.kind == .yesNo || slot.choices.count >= 2 else {
      throw node.error("a choice is between two things or more")
    }
  }

  private static func readPattern(_ mapping: YAMLMapping, into slot: inout SlotSource) throws(InputError) {
    guard slot.kind == .pattern || slot.kind == .text && mapping.optional("pattern") != nil else {
      if let node = mapping.optional("pattern") {
        throw node.error("only a slot of kind 'pattern' or 'text' has a pattern")
      }
      return
    }
    slot.pattern = try pattern(mapping.required("pattern"))
  }

  /// What is said of a text beside its question: how it is found in a message, and which parts of it have names.
  private static func readParts(_ mapping: YAMLMapping, into slot: inout SlotSource) throws(InputError) {
    for key in ["mention", "parts"] where slot.kind != .text {
      if let node = mapping.optional(key) { throw node.error("only a slot of kind 'text' has '\(key)'") }
    }
    if let node = mapping.optional("mention") { slot.mention = try pattern(node) }
    guard let node = mapping.optional("parts") else { return }
    for element in try node.sequence() {
      let part = try element.mapping(allowed: ["words", "pattern"])
      let words = try part.required("words").strings()
      guard !words.isEmpty else { throw element.error("a part needs a word shoppers say for it") }
      slot.parts.append(TextPartSource(words: words, pattern: nil))
      guard let shape = part.optional("pattern") else { continue }
      slot.parts[slot.parts.count - 1].pattern = try pattern(shape)
    }
  }

  /// A pattern over match text that cannot hold a turn up.
  static func pattern(_ node: YAMLNode) throws(InputError) -> String {
    let text = try node.string()
    let danger: PatternGuard.Danger?
    do throws(PatternError) {
      let syntax = try PatternSyntax(text)
      danger = PatternGuard().danger(of: try Pattern(syntax), syntax)
    } catch {
      throw node.error("the pattern cannot be used: \(error.message)")
    }
    if let danger { throw node.error("\(danger)") }
    return text
  }

  private static func readBounds(_ mapping: YAMLMapping, into slot: inout SlotSource) throws(InputError) {
    for key in ["min", "max"] {
      guard let node = mapping.optional(key) else { continue }
      guard slot.kind == .text || slot.kind == .number else {
        throw node.error("only a slot of kind 'text' or 'number' has '\(key)'")
      }
      guard let value = Int(try node.string()), (0...1_000_000_000).contains(value) else {
        throw node.error("'\(key)' is a whole number")
      }
      if key == "min" { slot.minimum = value } else { slot.maximum = value }
    }
    if let least = slot.minimum, let most = slot.maximum, least > most {
      throw InputError(.value, at: mapping.place, "'min' is over 'max'")
    }
  }
}
