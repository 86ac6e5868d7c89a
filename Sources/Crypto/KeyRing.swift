/// The keys of one deployment: what `PARLEY_SECRET` or `DB/secret` holds.
///
/// The first key seals, every key opens, so a secret is rotated by putting a new one in front and dropping
/// the old one when its last token has expired. A key is known on the wire by a fingerprint of itself, not by
/// its name: a plain secret may later become `old:<secret>` and everything it sealed still opens.
package struct KeyRing: Sendable {
  /// Shortest secret accepted, in bytes.
  package static let minimumSecretBytes = SecretList.minimumBytes
  /// Most keys a ring may hold.
  package static let maximumKeys = SecretList.maximumItems

  /// One root key: never used itself, only derived from.
  struct Root: Sendable {
    let name: String
    let key: SymmetricKey
    let fingerprint: UInt32
  }

  let roots: [Root]

  /// Reads a secret: one value of at least 32 bytes, or `name:value,name:value`, newest first.
  package init(secret: String) throws(SecretError) {
    roots = try SecretList(secret).items.map(Self.root)
  }

  /// The key that new things of this purpose are made with. Costs one BLAKE2b: keep the result.
  package func key(for purpose: Purpose) -> SymmetricKey {
    roots[0].key.derived(purpose.label)
  }

  /// Every key of this purpose, the one that makes new things first.
  package func keys(for purpose: Purpose) -> [SymmetricKey] {
    roots.map { $0.key.derived(purpose.label) }
  }

  /// A fresh secret as text: 43 characters, 256 random bits.
  package static func makeSecret() -> String {
    Base64URL.string(Random.bytes(32))
  }

  private static func root(_ item: SecretList.Item) -> Root {
    let hash = item.value.withUnsafeBufferPointer { BLAKE2b.hash256($0) }
    let key = SymmetricKey(hash)
    return Root(
      name: item.name, key: key, fingerprint: UInt32(truncatingIfNeeded: key.derived("fingerprint").hash.a))
  }
}
