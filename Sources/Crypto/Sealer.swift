private import CSodium

/// Seals bytes so that only this deployment can read or make them: XChaCha20-Poly1305.
///
/// The nonce is keyed BLAKE2b of the associated data and the plaintext under a key of its own, so equal input
/// gives equal bytes on every instance, and nothing is lost when an instance starts without memory of the
/// nonces it used. Who must not see that two plaintexts are equal puts something unique into them.
///
///     version (1)  key fingerprint (4)  nonce (24)  ciphertext (n)  tag (16)
///
/// Short texts take a shorter way to the same bytes (``ShortSealing``); the caller's buffers are written to, nothing is
/// allocated.
package struct Sealer: Sendable {
  /// Bytes that sealing adds.
  package static let overhead = 1 + 4 + nonceBytes + 16
  private static let nonceBytes = 24
  private static let version: UInt8 = 1

  private struct Key: Sendable {
    let fingerprint: UInt32
    let seal: SymmetricKey
    let nonce: SymmetricKey
  }

  private let keys: [Key]

  /// Derives the keys of one purpose. Build it once and share it.
  package init(_ ring: KeyRing, purpose: Purpose) {
    Sodium.start()
    keys = ring.roots.map { root in
      let key = root.key.derived(purpose.label)
      return Key(fingerprint: root.fingerprint, seal: key.derived("seal"), nonce: key.derived("nonce"))
    }
  }

  /// Writes the sealed `plaintext`, ``overhead`` bytes longer than it, to `out`. `associated` is not part of it but must
  /// be the same when opening.
  package func seal(
    _ plaintext: UnsafeBufferPointer<UInt8>, associated: UnsafeBufferPointer<UInt8>,
    to out: UnsafeMutablePointer<UInt8>
  ) {
    keys.withUnsafeBufferPointer { keys in
      let key = keys.baseAddress!
      out[0] = Self.version
      UnsafeMutableRawPointer(out + 1).storeBytes(of: key.pointee.fingerprint.littleEndian, as: UInt32.self)
      let nonce = out + 5
      BLAKE2b.nonce(associated, plaintext, key: key.pointee.nonce, into: nonce)
      key.pointee.seal.withUnsafeBytes { key in
        let out = nonce + Self.nonceBytes
        if ShortSealing.fits(plaintext.count, associated: associated.count) {
          ShortSealing.seal(plaintext, associated: associated, nonce: nonce, key: key, to: out)
        } else {
          Self.sealLong(plaintext, associated: associated, nonce: nonce, key: key, to: out)
        }
      }
    }
  }

  /// Writes what was sealed, ``overhead`` bytes shorter than `sealed`, to `out`. False for anything this ring did not
  /// seal for this purpose with this associated data: shorter, altered, of another deployment, of a dropped key.
  package func open(
    _ sealed: UnsafeBufferPointer<UInt8>, associated: UnsafeBufferPointer<UInt8>,
    to out: UnsafeMutablePointer<UInt8>
  ) -> Bool {
    guard sealed.count >= Self.overhead, sealed[0] == Self.version else { return false }
    let header = sealed.baseAddress!
    let named = UInt32(
      littleEndian: UnsafeRawPointer(header + 1).loadUnaligned(fromByteOffset: 0, as: UInt32.self))
    for key in keys where key.fingerprint == named {
      let nonce = header + 5
      let text = UnsafeBufferPointer(rebasing: sealed[(5 + Self.nonceBytes)...])
      let isOurs = key.seal.withUnsafeBytes { key in
        ShortSealing.fits(sealed.count - Self.overhead, associated: associated.count)
          ? ShortSealing.open(text, associated: associated, nonce: nonce, key: key, to: out)
          : Self.openLong(text, associated: associated, nonce: nonce, key: key, to: out)
      }
      if isOurs { return true }
    }
    return false
  }

  /// libsodium's own call, for any length.
  static func sealLong(
    _ plaintext: UnsafeBufferPointer<UInt8>, associated: UnsafeBufferPointer<UInt8>,
    nonce: UnsafePointer<UInt8>, key: UnsafePointer<UInt8>, to out: UnsafeMutablePointer<UInt8>
  ) {
    crypto_aead_xchacha20poly1305_ietf_encrypt(
      out, nil, plaintext.baseAddress, UInt64(plaintext.count), associated.baseAddress,
      UInt64(associated.count), nil, nonce, key)
  }

  static func openLong(
    _ sealed: UnsafeBufferPointer<UInt8>, associated: UnsafeBufferPointer<UInt8>,
    nonce: UnsafePointer<UInt8>, key: UnsafePointer<UInt8>, to out: UnsafeMutablePointer<UInt8>
  ) -> Bool {
    crypto_aead_xchacha20poly1305_ietf_decrypt(
      out, nil, nil, sealed.baseAddress!, UInt64(sealed.count), associated.baseAddress,
      UInt64(associated.count), nonce, key) == 0
  }

  package func seal(_ plaintext: [UInt8], associated: [UInt8] = []) -> [UInt8] {
    let size = plaintext.count + Self.overhead
    return [UInt8](unsafeUninitializedCapacity: size) { out, count in
      plaintext.withUnsafeBufferPointer { plaintext in
        associated.withUnsafeBufferPointer { seal(plaintext, associated: $0, to: out.baseAddress!) }
      }
      count = size
    }
  }

  package func open(_ sealed: [UInt8], associated: [UInt8] = []) -> [UInt8]? {
    guard sealed.count >= Self.overhead else { return nil }
    var isOurs = false
    let size = sealed.count - Self.overhead
    let out = [UInt8](unsafeUninitializedCapacity: size + 1) { out, count in
      isOurs = sealed.withUnsafeBufferPointer { sealed in
        associated.withUnsafeBufferPointer { open(sealed, associated: $0, to: out.baseAddress!) }
      }
      count = isOurs ? size : 0
    }
    return isOurs ? out : nil
  }
}
