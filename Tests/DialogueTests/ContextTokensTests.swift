import Crypto
import Testing

@testable import Dialogue

@Suite("Context tokens")
struct ContextTokensTests {
  private static let secret = "a secret of more than thirty-two bytes"
  private let now: Int64 = 1_790_000_000

  private func tokens(_ secret: String = Self.secret) throws -> ContextTokens {
    ContextTokens(try KeyRing(secret: secret))
  }

  private func state(slots: [Slot] = []) -> ContextState {
    var state = ContextState(conversation: Array(0..<16), issuedAt: now, revision: 7)
    state.turns = 300
    state.locale = "de-AT"
    state.flow = OpenFlow(
      name: "track_order", intent: "track_order", step: "email", asked: 2,
      slots: [Slot("order_number", "1042")] + slots)
    return state
  }

  private func open(_ token: [UInt8], with tokens: ContextTokens, at now: Int64) -> ContextState? {
    token.withUnsafeBufferPointer { tokens.open($0, now: now) }
  }

  @Test("come back as they went, on another instance with the same secret")
  func roundTrip() throws {
    var token: [UInt8] = []
    try tokens().seal(state(), into: &token)
    #expect(open(token, with: try tokens(), at: now) == state())
  }

  @Test("are the same bytes for the same state on every instance")
  func deterministic() throws {
    var (one, other): ([UInt8], [UInt8]) = ([], [])
    try tokens().seal(state(), into: &one)
    try tokens().seal(state(), into: &other)
    #expect(one == other)
  }

  @Test(
    "expire after a day and are not accepted from the future",
    arguments: [
      (0, true), (ContextTokens.lifetime - 1, true), (ContextTokens.lifetime, false),
      (-ContextTokens.clockSkew, true), (-ContextTokens.clockSkew - 1, false),
    ] as [(Int64, Bool)])
  func expiry(_ later: Int64, _ accepted: Bool) throws {
    var token: [UInt8] = []
    try tokens().seal(state(), into: &token)
    #expect((open(token, with: try tokens(), at: now + later) != nil) == accepted)
  }

  @Test("of another shop are foreign")
  func foreign() throws {
    var token: [UInt8] = []
    try tokens("another secret of more than thirty-two bytes").seal(state(), into: &token)
    #expect(open(token, with: try tokens(), at: now) == nil)
  }

  @Test("do not survive the change of any bit")
  func everyBit() throws {
    var token: [UInt8] = []
    try tokens().seal(state(), into: &token)
    let reader = try tokens()
    for index in token.indices {
      for bit in 0..<8 {
        var altered = token
        altered[index] ^= 1 << bit
        #expect(open(altered, with: reader, at: now) == nil)
      }
    }
  }

  @Test(
    "that are none are refused",
    arguments: ["", "x", "AAAA", "null", String(repeating: "A", count: 2_000), "ü", "../../etc/passwd"])
  func nonsense(_ text: String) throws {
    #expect(open(Array(text.utf8), with: try tokens(), at: now) == nil)
  }

  @Test("with a full flow stay under 1,024 bytes")
  func size() throws {
    let slots = (0..<8).map { Slot("slot_number_\($0)", String(repeating: "x", count: 24)) }
    var token: [UInt8] = []
    try tokens().seal(state(slots: slots), into: &token)
    #expect(token.count <= 1_024)
    #expect(open(token, with: try tokens(), at: now)?.flow?.slots.count == 9)
  }

  @Test(
    "keep what the engine noted, whatever else is left out", arguments: ["=", "=code", "?sure", "!cancel"])
  func engineFirst(_ name: String) throws {
    let tokens = try tokens()
    let texts = (0..<20).map { Slot("text-\($0)", String(repeating: "a", count: 200)) }
    var token: [UInt8] = []
    tokens.seal(state(slots: texts + [Slot(name, "1")]), into: &token)
    let slots = try #require(open(token, with: tokens, at: now)?.flow?.slots)
    #expect(slots.count < 20)
    #expect(slots[named: name] == "1")
  }

  private func plain() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: ContextCoding.maximumBytes) { memory, count in
      count = ContextCoding.encode(state(), to: memory)
    }
  }

  @Test("sealed by version 1 open for ever")
  func golden() throws {
    let token =
      "Ac_fckULNHhpJgHULd6MNtpBl5lTlKcuVG2FDQOFGYSFjKY5Td2LMzzXCqtQxJH6daT9mkeSz4toXZoZwtxHxSlx7Tgi7Ll27FW2TTa_"
      + "oXGqJgie8DrV0HeKZUKm1X92nTSOiLfB75jE5Au_RY0e5AkqPW78TbIV2yfjEA"
    let tokens = try tokens("0123456789abcdef0123456789abcdef")
    let state = try #require(open(Array(token.utf8), with: tokens, at: 1_795_297_631))
    #expect(state.flow?.name == "track_order" && state.flow?.step == "order_number" && state.revision == 1)
    var again: [UInt8] = []
    tokens.seal(state, into: &again)
    #expect(String(decoding: again, as: UTF8.self) == token)
  }

  @Test("of a newer version, with fields unknown here, are read")
  func newerVersion() throws {
    #expect(ContextCoding.decode(plain() + [200, 3, 1, 2, 3]) == state())
  }

  @Test("whose plaintext is cut off are refused, or are the same conversation when cut between two fields")
  func cutOff() throws {
    let plain = plain()
    var refused = 0
    for length in 0..<plain.count {
      if let decoded = ContextCoding.decode(Array(plain[..<length])) {
        // Cut exactly between two fields: what is left is a state, of the same conversation.
        #expect(decoded.conversation == state().conversation)
      } else {
        refused += 1
      }
    }
    // Every field but the conversation may be missing at the end; a cut inside any of them is refused.
    #expect(refused > plain.count / 2)
    #expect(ContextCoding.decode(Array(plain[..<10])) == nil)
  }
}
