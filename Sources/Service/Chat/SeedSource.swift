import Crypto

/// Random seeds for first turns, drawn from the system in batches. One per thread.
struct SeedSource {
  private static let bytes = 16
  private var pool: [UInt8] = []

  /// 16 fresh random bytes.
  mutating func next() -> [UInt8] {
    if pool.count < Self.bytes { pool = Random.bytes(Self.bytes * 64) }
    defer { pool.removeLast(Self.bytes) }
    return Array(pool.suffix(Self.bytes))
  }
}
