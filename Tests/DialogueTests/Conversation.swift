import Crypto

@testable import Dialogue

/// Both ends of a conversation under one secret: what seals tokens for a test, and who answers.
enum Conversation {
  static func make() throws -> (tokens: ContextTokens, handler: TurnHandler) {
    let ring = try KeyRing(secret: "a secret of more than thirty-two bytes")
    return (ContextTokens(ring), TurnHandler(tokens: ContextTokens(ring)))
  }
}
