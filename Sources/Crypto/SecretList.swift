/// Secrets as an environment variable holds them: one value of at least 32 bytes, or `name:value,name:value`,
/// newest first.
///
/// It is a list exactly when each comma-separated item starts with a name of 1 to 16 letters, digits, `_`
/// or `-` and a colon; anything else is one plain value. White space around the whole is dropped.
package struct SecretList: Sendable {
  /// Shortest value accepted, in bytes.
  package static let minimumBytes = 32
  /// Most values a list may hold.
  package static let maximumItems = 16

  package struct Item: Sendable {
    /// Empty for a plain value.
    package let name: String
    package let value: [UInt8]
  }

  /// At least one; the first makes new things, all are accepted.
  package let items: [Item]

  package init(_ secret: String) throws(SecretError) {
    let text = Self.trimmed(Array(secret.utf8)[...])
    guard !text.isEmpty else { throw .empty }
    let named = Self.namedItems(text) ?? [("", text)]
    guard named.count <= Self.maximumItems else { throw .tooManyKeys(named.count) }
    var items: [Item] = []
    for (name, value) in named {
      guard !items.contains(where: { $0.name == name }) else { throw .duplicateName(name) }
      guard value.count >= Self.minimumBytes else { throw .tooShort(name: name, bytes: value.count) }
      items.append(Item(name: name, value: Array(value)))
    }
    self.items = items
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
