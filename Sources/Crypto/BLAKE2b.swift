private import CSodium

/// BLAKE2b (RFC 7693), keyed or not.
package enum BLAKE2b {
  /// 128 bits: what each blob of a part carries. About 1 ns a byte.
  package static func hash128(_ bytes: UnsafeRawBufferPointer) -> Hash128 {
    Sodium.start()
    return Hash128 { out in
      crypto_generichash_blake2b(
        out.baseAddress!.assumingMemoryBound(to: UInt8.self), 16,
        bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt64(bytes.count), nil, 0)
    }
  }

  package static func hash128(_ bytes: [UInt8]) -> Hash128 {
    bytes.withUnsafeBytes { hash128($0) }
  }

  /// 256 bits, under a key when there is one.
  package static func hash256(_ bytes: UnsafeBufferPointer<UInt8>, key: SymmetricKey? = nil) -> Hash256 {
    Sodium.start()
    return Hash256 { out in
      let out = out.baseAddress!.assumingMemoryBound(to: UInt8.self)
      let input = bytes.baseAddress
      let count = UInt64(bytes.count)
      guard let key else {
        crypto_generichash_blake2b(out, 32, input, count, nil, 0)
        return
      }
      _ = key.withUnsafeBytes { crypto_generichash_blake2b(out, 32, input, count, $0, 32) }
    }
  }

  /// The size of libsodium's state, a constant so that it lives on the stack.
  static let stateBytes = 384

  /// 192 bits over two inputs under a key: `count(first) || first || second`, so that no two pairs run together.
  static func nonce(
    _ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>, key: SymmetricKey,
    into out: UnsafeMutablePointer<UInt8>
  ) {
    // 64-byte alignment asked of Swift would put the state on the heap: ask for more and align it here.
    withUnsafeTemporaryAllocation(byteCount: stateBytes + 63, alignment: 16) { memory in
      // Swift sees the over-aligned state as an opaque pointer.
      let state = OpaquePointer(memory.baseAddress!.alignedUp(toMultipleOf: 64))
      var count = UInt64(first.count).littleEndian
      _ = key.withUnsafeBytes { crypto_generichash_blake2b_init(state, $0, 32, 24) }
      _ = Swift.withUnsafeBytes(of: &count) { bytes in
        crypto_generichash_blake2b_update(
          state, bytes.baseAddress!.assumingMemoryBound(to: UInt8.self), 8)
      }
      crypto_generichash_blake2b_update(state, first.baseAddress, UInt64(first.count))
      crypto_generichash_blake2b_update(state, second.baseAddress, UInt64(second.count))
      crypto_generichash_blake2b_final(state, out, 24)
    }
  }
}
