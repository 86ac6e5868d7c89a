private import CSodium

/// SipHash-2-4 under a key: 64 bits for tables that strangers fill. Not a proof of anything.
package struct SipHash: Sendable {
  private let key: SymmetricKey

  /// Uses the first 16 bytes of the key.
  package init(key: SymmetricKey) {
    Sodium.start()
    self.key = key
  }

  /// About 20 ns for a short text; allocates nothing.
  package func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var value: UInt64 = 0
    withUnsafeMutableBytes(of: &value) { out in
      let out = out.baseAddress!.assumingMemoryBound(to: UInt8.self)
      _ = key.withUnsafeBytes { crypto_shorthash(out, bytes.baseAddress, UInt64(bytes.count), $0) }
    }
    return UInt64(littleEndian: value)
  }

  package func hash(_ bytes: [UInt8]) -> UInt64 {
    bytes.withUnsafeBufferPointer { hash($0) }
  }
}
