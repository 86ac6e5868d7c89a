private import CSodium

/// SHA-256 of bytes that arrive in pieces: what a part is named by. About 3 ns a byte.
package struct SHA256: ~Copyable {
  private let state: UnsafeMutablePointer<crypto_hash_sha256_state>

  package init() {
    Sodium.start()
    state = .allocate(capacity: 1)
    crypto_hash_sha256_init(state)
  }

  deinit { state.deallocate() }

  package func update(_ bytes: UnsafeRawBufferPointer) {
    crypto_hash_sha256_update(
      state, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt64(bytes.count))
  }

  package func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// The hash of everything given so far; the value is used up.
  package consuming func finalize() -> Hash256 {
    Hash256 { crypto_hash_sha256_final(state, $0.baseAddress!.assumingMemoryBound(to: UInt8.self)) }
  }

  package static func hash(_ bytes: [UInt8]) -> Hash256 {
    let hash = SHA256()
    hash.update(bytes)
    return hash.finalize()
  }
}
