package import Crypto

/// Seals and opens context tokens: base64url of the sealed ``ContextState``. One per thread: it keeps buffers.
///
/// A token is bound to its purpose and form by the associated data, expires, and is read by every instance that
/// shares the secret.
package final class ContextTokens {
  /// Longest token looked at, in characters.
  package static let maximumCharacters = 1_024
  /// Seconds a conversation may rest.
  package static let lifetime: Int64 = 24 * 3_600
  /// Seconds another instance's clock may be ahead of ours.
  package static let clockSkew: Int64 = 300

  private static let associated = Array("parley context 1".utf8)

  private let sealer: Sealer
  private var plain: [UInt8] = []
  private var sealed: [UInt8] = []

  package init(_ ring: KeyRing) { sealer = Sealer(ring, purpose: .contextToken) }

  /// Writes the token of a state over `out`.
  package func seal(_ state: ContextState, into out: inout [UInt8]) {
    ContextCoding.encode(state, into: &plain)
    sealed.removeAll(keepingCapacity: true)
    out.removeAll(keepingCapacity: true)
    plain.withUnsafeBufferPointer { plain in
      Self.associated.withUnsafeBufferPointer { sealer.seal(plain, associated: $0, into: &sealed) }
    }
    sealed.withUnsafeBufferPointer { Base64URL.encode($0, into: &out) }
  }

  /// - Returns: `nil` for a token that is tampered with, foreign, expired, from the future, or not one at all.
  package func open(_ token: UnsafeBufferPointer<UInt8>, now: Int64) -> ContextState? {
    guard token.count <= Self.maximumCharacters else { return nil }
    sealed.removeAll(keepingCapacity: true)
    guard Base64URL.decode(token, into: &sealed) else { return nil }
    plain.removeAll(keepingCapacity: true)
    let isOurs = sealed.withUnsafeBufferPointer { sealed in
      Self.associated.withUnsafeBufferPointer { sealer.open(sealed, associated: $0, into: &plain) }
    }
    guard isOurs, let state = ContextCoding.decode(plain) else { return nil }
    let age = now - state.issuedAt
    guard age < Self.lifetime, age >= -Self.clockSkew else { return nil }
    return state
  }
}
