import Crypto
import Testing

@testable import Orders

@Suite("Customer tokens")
struct CustomerTokenTests {
  private let now: Int64 = 1_790_000_000
  private static let secret = "the store's own secret, 32 bytes!"
  private let anna = Customer(id: "c-7", email: "anna@example.com")

  private func tokens(_ secret: String = Self.secret) throws -> CustomerTokens {
    CustomerTokens(try SecretList(secret))
  }

  private func customer(_ token: String, _ tokens: CustomerTokens, at now: Int64) -> Customer? {
    Array(token.utf8).withUnsafeBufferPointer { tokens.customer(of: $0, now: now) }
  }

  /// A token with any header and claims, signed rightly.
  private func signed(header: String, claims: String, secret: String = Self.secret) -> String {
    let head = Base64URL.string(Array(header.utf8)) + "." + Base64URL.string(Array(claims.utf8))
    return head + "." + Base64URL.string(HMAC.sha256(Array(head.utf8), key: Array(secret.utf8)).bytes)
  }

  @Test("come back as they went")
  func roundTrip() throws {
    let token = try tokens().make(for: anna, now: now, lifetime: 60)
    #expect(customer(token, try tokens(), at: now) == anna)
  }

  @Test(
    "made by another library are accepted",
    arguments: [
      (#"{"alg":"HS256"}"#, #"{"sub":"c","aud":"parley","exp":1790000100}"#),
      (#"{"typ":"JWT","alg":"HS256"}"#, #"{"exp":1790000100.5,"aud":["x","parley"],"sub":"c"}"#),
      (#"{"alg":"HS256"}"#, #"{"sub":"c","aud":"parley","exp":1790000100,"nbf":1790000000}"#),
    ])
  func foreignLibrary(_ header: String, _ claims: String) throws {
    let token = signed(header: header, claims: claims)
    #expect(customer(token, try tokens(), at: now) == Customer(id: "c", email: nil))
  }

  @Test(
    "are refused",
    arguments: [
      (#"{"alg":"none"}"#, #"{"sub":"c","aud":"parley","exp":1790000100}"#),
      (#"{"alg":"HS384"}"#, #"{"sub":"c","aud":"parley","exp":1790000100}"#),
      (#"{"alg":"hs256"}"#, #"{"sub":"c","aud":"parley","exp":1790000100}"#),
      (#"{}"#, #"{"sub":"c","aud":"parley","exp":1790000100}"#),
      (#"{"alg":"HS256","crit":["b64"],"b64":false}"#, #"{"sub":"c","aud":"parley","exp":1790000100}"#),
      (#"{"alg":"HS256","crit":[]}"#, #"{"sub":"c","aud":"parley","exp":1790000100}"#),
      (#"{"alg":"HS256","kid":7}"#, #"{"sub":"c","aud":"parley","exp":1790000100}"#),
      (#"{"alg":"HS256","kid":null}"#, #"{"sub":"c","aud":"parley","exp":1790000100}"#),
      (#"{"alg":"RS256"}"#, #"{"sub":"c","aud":"parley","exp":1790000100}"#),
      (#"{"alg":"HS256","kid":"unknown"}"#, #"{"sub":"c","aud":"parley","exp":1790000100}"#),
      (#"{"alg":"HS256"}"#, #"{"sub":"c","aud":"other","exp":1790000100}"#),
      (#"{"alg":"HS256"}"#, #"{"sub":"c","exp":1790000100}"#),
      (#"{"alg":"HS256"}"#, #"{"sub":"c","aud":"parley"}"#),
      (#"{"alg":"HS256"}"#, #"{"sub":"c","aud":"parley","exp":"1790000100"}"#),
      (#"{"alg":"HS256"}"#, #"{"sub":"c","aud":"parley","exp":1789999900}"#),
      (#"{"alg":"HS256"}"#, #"{"sub":"c","aud":"parley","exp":1790000100,"nbf":1790001000}"#),
      (#"{"alg":"HS256"}"#, #"{"sub":"","aud":"parley","exp":1790000100}"#),
      (#"{"alg":"HS256"}"#, #"{"aud":"parley","exp":1790000100}"#),
      (#"{"alg":"HS256"}"#, #"["sub"]"#),
    ])
  func refused(_ header: String, _ claims: String) throws {
    #expect(customer(signed(header: header, claims: claims), try tokens(), at: now) == nil)
  }

  @Test("do not survive the change of any bit")
  func everyBit() throws {
    let token = Array(try tokens().make(for: anna, now: now, lifetime: 60).utf8)
    let reader = try tokens()
    for index in token.indices {
      for bit in 0..<8 {
        var altered = token
        altered[index] ^= 1 << bit
        #expect(altered.withUnsafeBufferPointer { reader.customer(of: $0, now: now) } == nil)
      }
    }
  }

  @Test("of an older secret are accepted while it is listed")
  func rotation() throws {
    let (old, new) = ("old:" + String(repeating: "o", count: 32), "new:" + String(repeating: "n", count: 32))
    let token = try tokens(old).make(for: anna, now: now, lifetime: 60)
    #expect(customer(token, try tokens(new + "," + old), at: now) == anna)
    #expect(customer(token, try tokens(new), at: now) == nil)
  }

  @Test(
    "that are none are refused",
    arguments: ["", ".", "..", "...", "a.b", "a.b.c", String(repeating: "a", count: 3_000)])
  func nonsense(_ text: String) throws {
    #expect(customer(text, try tokens(), at: now) == nil)
  }
}
