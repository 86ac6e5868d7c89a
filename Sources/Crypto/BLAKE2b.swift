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
}
