/// A reply in the making: what is settled once a message is understood, before its words are found.
struct ReplyDraft: Sendable {
  var state: ContextState
  var now: Int64
  let book: LocaleBook
  var reply = Reply()
  /// What guests prove an order by.
  var guests = GuestProof.email
  /// The answers to several requests of the message, in order; and the one that a flow is still to word.
  var parts: [ReplyPart] = []
  var openPart: Int?

  mutating func say(_ text: String) {
    // A value that is empty leaves the blank before it.
    let text = text.utf8.last == 0x20 ? String(text.dropLast()) : text
    if reply.text.isEmpty { reply.text = text } else { reply.text += "\n\n" + text }
  }

  /// Says one of several wordings.
  mutating func say(_ wordings: [Template], value: (String) -> String? = { _ in nil }) {
    guard let wording = choose(wordings) else { return }
    say(wording.render(value))
  }

  mutating func say(phrase name: String, value: (String) -> String? = { _ in nil }) {
    say(book.phrase(name).templates, value: value)
  }

  /// Says the first wording of which every hole has a value, or the last one.
  mutating func sayFullest(_ wordings: [Template], value: (String) -> String?) {
    let full = wordings.first { $0.holes.allSatisfy { value($0) != nil } }
    guard let wording = full ?? wordings.last else { return }
    say(wording.render(value))
  }

  /// Says one of the wordings whose every hole has a value, or the last of all.
  mutating func sayFitting(_ wordings: [Template], value: (String) -> String?) {
    let fitting = wordings.filter { $0.holes.allSatisfy { value($0) != nil } }
    guard let wording = choose(fitting) ?? wordings.last else { return }
    say(wording.render(value))
  }

  /// Chooses one of several wordings, the same on every instance.
  ///
  /// The conversation's id chooses the first and each turn takes the next, so that a shopper who asks twice
  /// need not read the same sentence twice.
  private func choose(_ variants: [Template]) -> Template? {
    guard variants.count > 1 else { return variants.first }
    var start: UInt32 = 0
    for byte in state.conversation { start = start &* 31 &+ UInt32(byte) }
    return variants[Int((start &+ state.turns) % UInt32(variants.count))]
  }
}
