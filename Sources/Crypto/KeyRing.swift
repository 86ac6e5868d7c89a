/// The keys of one deployment: what `PARLEY_SECRET` or `DB/secret` holds.
///
/// The first key seals, every key opens, so a secret is rotated by putting a new one in front and dropping
/// the old one when its last token has expired. A key is known on the wire by a fingerprint of itself, not by
/// its name: a plain secret may later become `old:<secret>` and everything it sealed still opens.
package struct KeyRing: Sendable {
  /// Shortest secret accepted, in bytes.
  package static let minimumSecretBytes = 32
  /// Most keys a ring may hold.
  package static let maximumKeys = 16

  /// One root key: never used itself, only derived from.
  struct Root: Sendable {
    let name: String
    let key: SymmetricKey
    let fingerprint: UInt32
  }

  let roots: [Root]

  /// Reads a secret: one value of at least 32 bytes, or `name:value,name:value`, newest first.
  ///
  /// It is a list exactly when each comma-separated item starts with a name of 1 to 16 letters, digits, `_`
  /// or `-` and a colon; anything else is one plain value. White space around the whole is dropped.
  package init(secret: String) throws(SecretError) {
    let text = Self.trimmed(Array(secret.utf8)[...])
    guard !text.isEmpty else { throw .empty }
    guard let items = Self.namedItems(text) else {
      roots = [try Self.root(name: "", value: text)]
      return
    }
    guard items.count <= Self.maximumKeys else { throw .tooManyKeys(items.count) }
    var roots: [Root] = []
    for (name, value) in items {
      guard !roots.contains(where: { $0.name == name }) else { throw .duplicateName(name) }
      roots.append(try Self.root(name: name, value: value))
    }
    self.roots = roots
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

  private static func root(name: String, value: ArraySlice<UInt8>) throws(SecretError) -> Root {
    guard value.count >= minimumSecretBytes else { throw .tooShort(name: name, bytes: value.count) }
    let hash = value.withUnsafeBufferPointer { BLAKE2b.hash256($0) }
    let key = SymmetricKey(hash)
    return Root(
      name: name, key: key, fingerprint: UInt32(truncatingIfNeeded: key.derived("fingerprint").hash.a))
  }

  private static func namedItems(_ text: ArraySlice<UInt8>) -> [(String, ArraySlice<UInt8>)]? {
    var items: [(String, ArraySlice<UInt8>)] = []
    for item in text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      guard let colon = item.firstIndex(of: UInt8(ascii: ":")) else { return nil }
      let name = item[..<colon]
      guard (1...16).contains(name.count), name.allSatisfy(isNameByte) else { return nil }
      items.append((String(decoding: name, as: UTF8.self), item[(colon + 1)...]))
    }
    return items
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    guard let first = text.firstIndex(where: { !isSpace($0) }),
      let last = text.lastIndex(where: { !isSpace($0) })
    else { return [] }
    return text[first...last]
  }
}

/// Why a secret cannot be used. The value itself is never part of the message.
package enum SecretError: Error, Equatable, CustomStringConvertible {
  case empty
  case tooShort(name: String, bytes: Int)
  case duplicateName(String)
  case tooManyKeys(Int)

  package var description: String {
    switch self {
    case .empty: "the secret is empty; it needs at least \(KeyRing.minimumSecretBytes) bytes"
    case .tooShort(let name, let bytes):
      "the secret\(name.isEmpty ? "" : " named '\(name)'") has \(bytes) bytes; "
        + "it needs at least \(KeyRing.minimumSecretBytes)"
    case .duplicateName(let name): "two secrets are named '\(name)'"
    case .tooManyKeys(let count): "\(count) secrets are listed; at most \(KeyRing.maximumKeys) are read"
    }
  }
}
