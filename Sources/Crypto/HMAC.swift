private import CSodium

/// HMAC with SHA-256 (RFC 2104), for what others sign: customer tokens and webhooks.
package enum HMAC {
  /// The code of a message; a key of any length.
  package static func sha256(_ message: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer) -> Hash256 {
    Sodium.start()
    return Hash256 { out in
      withUnsafeTemporaryAllocation(of: crypto_auth_hmacsha256_state.self, capacity: 1) { memory in
        let state = memory.baseAddress!
        // An empty key may have no address, but the C function wants one: `state` serves, 0 bytes of it are read.
        crypto_auth_hmacsha256_init(
          state, (key.baseAddress ?? UnsafeRawPointer(state)).assumingMemoryBound(to: UInt8.self), key.count)
        crypto_auth_hmacsha256_update(
          state, message.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt64(message.count))
        crypto_auth_hmacsha256_final(state, out.baseAddress!.assumingMemoryBound(to: UInt8.self))
        sodium_memzero(state, MemoryLayout<crypto_auth_hmacsha256_state>.size)
      }
    }
  }

  package static func sha256(_ message: [UInt8], key: [UInt8]) -> Hash256 {
    message.withUnsafeBytes { message in key.withUnsafeBytes { sha256(message, key: $0) } }
  }

  /// Whether `code` is the message's code, compared in constant time.
  package static func isValid(_ code: [UInt8], message: [UInt8], key: [UInt8]) -> Bool {
    let expected = sha256(message, key: key)
    return expected.withUnsafeBytes { expected in
      code.withUnsafeBytes { constantTimeEqual(expected, $0) }
    }
  }
}
