/// The words of all questions and alternates as they are written (folded), with their terms: what a misspelt word of a
/// message may have meant.
///
/// Blobs `words/…`: `count u32`, then for each word its text, its term's key (u64), the number of entries that have
/// the term (u32), and its language as an index of ``IndexHeader/subtags`` (u16). Sorted by text.
enum WordList {
  static let wordsPerBlob = 1024

  struct Word: Equatable {
    var text: String
    var key: UInt64
    var entries: UInt32
    var tongue: UInt16 = 0
  }

  /// Number of blobs for a number of words.
  static func blobCount(_ words: Int) -> Int { (words + wordsPerBlob - 1) / wordsPerBlob }

  static func encode(_ words: ArraySlice<Word>) -> [UInt8] {
    var blob = ByteWriter()
    blob.write(UInt32(words.count))
    for word in words {
      blob.write(word.text)
      blob.write(word.key)
      blob.write(word.entries)
      blob.write(word.tongue)
    }
    return blob.bytes
  }

  static func decode(_ blob: [UInt8], _ body: (Word) -> Void) throws(FAQError) {
    try blob.withReader { reader throws(FAQError) in
      for _ in 0..<(try reader.read(UInt32.self)) {
        body(
          Word(
            text: try reader.readString(), key: try reader.read(), entries: try reader.read(),
            tongue: try reader.read()))
      }
    }
  }
}
