import Formats

/// Past messages: JSON Lines of `{"message": …, "locale"?}`; other keys are not looked at.
struct Transcripts {
  struct Message {
    var text: String
    /// Empty for the shop's own.
    var locale: String
  }

  private let reader: JSONLReader

  init(path: String) throws(InputError) { reader = try JSONLReader(path: path) }

  /// - Throws: ``InputError`` for a line that is no such object, or a message that chat would not take.
  func next() throws(InputError) -> Message? {
    guard let node = try reader.next() else { return nil }
    let members = try node.object()
    let message = try members.required("message")
    let text = try message.string()
    guard text.unicodeScalars.count <= 2_000 else {
      throw message.error("the message has more than 2,000 code points", .limit)
    }
    return Message(text: text, locale: try members.optional("locale")?.string() ?? "")
  }
}
