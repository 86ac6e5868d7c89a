/// The shape of a BCP 47 language tag (RFC 5646 §2.1), as far as a store needs it: a language of two or three letters,
/// or up to eight as registered, then subtags of one to eight letters or digits. `_` is taken for `-`, as POSIX and many
/// a browser extension write it.
package enum LanguageTag {
  /// Longest tag, in bytes: RFC 5646 §4.4.1 asks for room for 35.
  package static let longest = 35

  /// The tag in lower case with `-` between its parts; `nil` for text that is no tag.
  package static func normalized(_ text: UnsafeBufferPointer<UInt8>) -> String? {
    guard text.count <= longest else { return nil }
    let parts = text.split(omittingEmptySubsequences: false) {
      $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
    }
    guard let language = parts.first, (2...8).contains(language.count),
      language.allSatisfy({ ($0 | 0x20) &- 0x61 < 26 }),
      parts.dropFirst().allSatisfy({ (1...8).contains($0.count) && $0.allSatisfy(isLetterOrDigit) })
    else { return nil }
    return parts.map { String(decoding: $0, as: UTF8.self).lowercased() }.joined(separator: "-")
  }

  package static func normalized(_ text: String) -> String? {
    var text = text
    return text.withUTF8 { normalized($0) }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool { byte.isDigit || (byte | 0x20) &- 0x61 < 26 }
}
