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

  private static let maximumSealed = ContextCoding.maximumBytes + Sealer.overhead

  private let sealer: Sealer
  /// A sealed state, and its plaintext or its text.
  private let sealed = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: maximumSealed + 8)
  private let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: maximumCharacters + 8)

  package init(_ ring: KeyRing) { sealer = Sealer(ring, purpose: .contextToken) }

  deinit {
    sealed.deallocate()
    text.deallocate()
  }

  /// Writes the token of a state over `out`.
  package func seal(_ state: ContextState, into out: inout [UInt8]) {
    let count = ContextCoding.encode(state, to: text)
    let plain = UnsafeBufferPointer(rebasing: text[..<count])
    Self.associated.withUnsafeBufferPointer {
      sealer.seal(plain, associated: $0, to: sealed.baseAddress!)
    }
    let bytes = UnsafeBufferPointer(rebasing: sealed[..<(plain.count + Sealer.overhead)])
    Base64URL.encode(bytes, to: text)
    out.removeAll(keepingCapacity: true)
    out.append(contentsOf: UnsafeBufferPointer(rebasing: text[..<Base64URL.encodedCount(bytes.count)]))
  }

  /// - Returns: `nil` for a token that is tampered with, foreign, expired, from the future, or not one at all.
  package func open(_ token: UnsafeBufferPointer<UInt8>, now: Int64) -> ContextState? {
    guard token.count <= Self.maximumCharacters, token.count % 4 != 1 else { return nil }
    let count = Base64URL.decodedCount(token.count)
    guard (Sealer.overhead...Self.maximumSealed).contains(count), Base64URL.decode(token, to: sealed) else {
      return nil
    }
    let isOurs = Self.associated.withUnsafeBufferPointer {
      sealer.open(
        UnsafeBufferPointer(rebasing: sealed[..<count]), associated: $0, to: text.baseAddress!)
    }
    guard isOurs else { return nil }
    let plain = UnsafeBufferPointer(rebasing: text[..<(count - Sealer.overhead)])
    guard let state = ContextCoding.decode(plain) else { return nil }
    let age = now.subtractingReportingOverflow(state.issuedAt)
    guard !age.overflow, age.partialValue < Self.lifetime, age.partialValue >= -Self.clockSkew else {
      return nil
    }
    return state
  }
}
