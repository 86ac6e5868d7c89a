/// The words of an entry's question and alternates in their order, for a second, closer look at the best
/// candidates of a search.
///
/// A blob of ``EntryPage/size`` entries: `count u16 · (count + 1) offsets u32`, then for each entry
/// `wordings u8`, and for each wording `words u8` and for each word `key u32 · weight u16`: the lower half of the
/// term's key, and its weight in sixteenths of ``Weight/unit``'s parts.
enum Wording {
  /// Wordings of one entry, and words of one wording, that are looked at.
  static let maximumWordings = 64
  static let maximumWords = 64
  static let bytesPerWord = 6

  /// One word as it is written.
  struct Word {
    var key: UInt32
    var weight: UInt16

    init(key: UInt64, weight: UInt32) {
      self.key = UInt32(truncatingIfNeeded: key)
      self.weight = UInt16(clamping: weight >> 4)
    }
  }

  static func encode(_ entries: [[[Word]]]) -> [UInt8] {
    var page = ByteWriter()
    page.write(UInt16(entries.count))
    for _ in 0...entries.count { page.write(UInt32(0)) }
    for (index, wordings) in entries.enumerated() {
      page.overwrite(UInt32(page.count), at: 2 + 4 * index)
      page.write(UInt8(min(wordings.count, maximumWordings)))
      for words in wordings.prefix(maximumWordings) { write(words.prefix(maximumWords), to: &page) }
    }
    page.overwrite(UInt32(page.count), at: 2 + 4 * entries.count)
    return page.bytes
  }

  private static func write(_ words: ArraySlice<Word>, to page: inout ByteWriter) {
    page.write(UInt8(words.count))
    for word in words {
      page.write(word.key)
      page.write(word.weight)
    }
  }

  /// The bytes of one entry's wordings.
  static func bytes(
    ofEntry index: Int, of page: UnsafeRawBufferPointer
  ) throws(FAQError) -> UnsafeRawBufferPointer {
    var reader = ByteReader(page)
    guard index < Int(try reader.read(UInt16.self)) else { throw .malformed }
    var offsets = ByteReader(page, at: 2 + 4 * index)
    let (start, end) = (Int(try offsets.read(UInt32.self)), Int(try offsets.read(UInt32.self)))
    guard start < end, end <= page.count else { throw .malformed }
    return UnsafeRawBufferPointer(rebasing: page[start..<end])
  }
}
