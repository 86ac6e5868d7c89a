import Text

/// Reads slots from an analysed message.
enum SlotReading {
  /// The value the message holds for a slot; `nil` when it holds none.
  ///
  /// - Parameter asked: The slot was just asked for, so a bare number is an order number however short it is.
  static func value(of kind: SlotKind, in message: TextAnalyzer, asked: Bool) -> String? {
    switch kind {
    case .orderNumber:
      last(.orderNumber, in: message) ?? (asked ? bareNumber(in: message) : nil)
    case .email:
      last(.email, in: message)
    case .text:
      asked && !message.tokens.isEmpty ? String(decoding: message.raw, as: UTF8.self) : nil
    }
  }

  /// The last one named: "not 1042, 1043" corrects.
  private static func last(_ kind: IdentifierKind, in message: TextAnalyzer) -> String? {
    message.identifiers.last { $0.kind == kind }.map(message.value(of:))
  }

  /// "42" is no order number in a sentence, but it is one when the bot asked for it.
  private static func bareNumber(in message: TextAnalyzer) -> String? {
    let match = message.match
    let token = message.tokens.last { token in
      !token.match.isEmpty && match[token.match.indices].allSatisfy { (0x30...0x39).contains($0) }
    }
    return token.map { String(decoding: match[$0.match.indices], as: UTF8.self) }
  }
}
