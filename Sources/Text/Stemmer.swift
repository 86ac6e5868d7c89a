private import CStemmer

/// Snowball stems of folded words. One per thread: it writes to its own buffer.
package final class Stemmer {
  private let handle: OpaquePointer

  package init(_ language: Language) {
    // Every language of ours is compiled into libstemmer; UTF-8 is its default encoding.
    guard let handle = sb_stemmer_new(language.rawValue, "UTF_8") else {
      preconditionFailure("libstemmer lost \(language.rawValue)")
    }
    self.handle = handle
  }

  deinit { sb_stemmer_delete(handle) }

  /// Hands over the stem of `word`, valid until the next call. No allocation in steady state.
  ///
  /// Words of more than 64 bytes and empty ones come back as they are.
  package func withStem<Result>(
    of word: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    guard let base = word.baseAddress, word.count <= 64,
      let stem = sb_stemmer_stem(handle, base, CInt(word.count))
    else { return try body(word) }
    return try body(UnsafeBufferPointer(start: stem, count: Int(sb_stemmer_length(handle))))
  }

  /// The stem of one folded word; for building indexes, not for messages.
  package func stem(_ word: String) -> String {
    var word = word
    return word.withUTF8 { withStem(of: $0) { String(decoding: $0, as: UTF8.self) } }
  }
}
