private import CSodium

/// Chooses the fastest implementations for this machine, once. Failing means that the kernel gives no
/// randomness: nothing sealed could be trusted, so the process stops.
enum Sodium {
  private static let isReady = sodium_init() >= 0

  static func start() { precondition(isReady, "libsodium could not start") }
}

/// Random bytes of the kernel's generator.
package enum Random {
  package static func bytes(_ count: Int) -> [UInt8] {
    Sodium.start()
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      if let base = buffer.baseAddress, count > 0 { randombytes_buf(base, count) }
      filled = count
    }
  }

  /// Fills memory that the caller owns; allocates nothing.
  package static func fill(_ buffer: UnsafeMutableRawBufferPointer) {
    Sodium.start()
    if let base = buffer.baseAddress { randombytes_buf(base, buffer.count) }
  }
}

/// Compares in a time that depends on the length only. Different lengths are unequal at once.
package func constantTimeEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
  guard left.count == right.count else { return false }
  guard let one = left.baseAddress, let other = right.baseAddress else { return true }
  return sodium_memcmp(one, other, left.count) == 0
}

/// Compares in a time that depends on the length only. Different lengths are unequal at once.
package func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  left.withUnsafeBytes { one in right.withUnsafeBytes { constantTimeEqual(one, $0) } }
}
