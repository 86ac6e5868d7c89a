/// What a derived key is for. Two purposes never share a key.
package struct Purpose: Hashable, Sendable {
  /// Part of the derivation: changing it makes everything sealed or indexed under it unreadable.
  package let label: String

  package init(_ label: String) { self.label = label }

  /// Sealing the context token handed to the client.
  package static let contextToken = Purpose("context token")
  /// The keyed index over order numbers and customer ids.
  package static let orderIndex = Purpose("order index")
  /// Keys of rate and guess counters, so that shared state holds no address or e-mail.
  package static let counters = Purpose("counters")
}

/// A 256-bit key. Not printable.
package struct SymmetricKey: Sendable, CustomStringConvertible {
  let hash: Hash256

  init(_ hash: Hash256) { self.hash = hash }

  /// A key made of the first 32 of at least 32 bytes; the rest is left out. `nil` when there are fewer.
  package init?(bytes: [UInt8]) {
    guard bytes.count >= 32 else { return nil }
    hash = Hash256 { out in out.copyBytes(from: bytes[..<32]) }
  }

  package var description: String { "SymmetricKey" }

  /// A key of its own for `label`: BLAKE2b-256 of the label, keyed with this key.
  package func derived(_ label: String) -> SymmetricKey {
    let label = Array(label.utf8)
    return SymmetricKey(label.withUnsafeBufferPointer { BLAKE2b.hash256($0, key: self) })
  }

  func withUnsafeBytes<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
    hash.withUnsafeBytes { body($0.baseAddress!.assumingMemoryBound(to: UInt8.self)) }
  }
}
