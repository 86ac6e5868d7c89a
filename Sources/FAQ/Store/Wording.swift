/// The words of an entry's question and alternates in their order, for a second, closer look at the best
/// candidates of a search.
///
/// A blob of ``EntryPage/size`` entries: `count u16 · (count + 1) offsets u32`, then for each entry
/// `wordings u8`, and for each wording `words u8 · phrases u8`; for each word `key u32 · weight u16`: the lower half of the
/// term's key, and its weight in sixteenths of ``Weight/unit``'s parts; for each phrase that has synonyms `concept u32 · first u8 ·
/// words u8`: the lower half of the concept's key, and which words it is.
enum Wording {
  /// Wordings of one entry, and words and phrases of one wording, that are looked at.
  static let maximumWordings = 64
  static let maximumWords = 64
  /// Of a word, and of a phrase.
  static let bytesPerWord = 6

  /// Sets a wording's words aside until all weights are known.
  static func spool(_ entry: EntryWords, to bytes: inout ByteWriter) {
    let wordings = entry.stretches.lazy.filter { $0.field == .wording }.prefix(maximumWordings)
    bytes.writeVarint(UInt32(wordings.count))
    for wording in wordings {
      let words = entry.words[wording.words].prefix(maximumWords)
      let phrases = entry.phrases[wording.phrases].filter { Int($0.first) + Int($0.words) <= maximumWords }
        .prefix(maximumWords)
      bytes.writeVarint(UInt32(words.count))
      bytes.writeVarint(UInt32(phrases.count))
      for word in words { bytes.writeVarint(word) }
      for phrase in phrases {
        bytes.writeVarint(phrase.concept)
        bytes.write(phrase.first)
        bytes.write(phrase.words)
      }
    }
  }

  /// Writes a page of what ``spool(_:to:)`` set aside.
  ///
  /// - Parameter hasMeaning: Whether a concept is kept.
  static func page(
    entries: Int, from spooled: inout SpoolReader, keys: [UInt64], weights: [UInt32],
    hasMeaning: (_ concept: Int) -> Bool
  ) throws(FAQError) -> [UInt8] {
    var page = ByteWriter()
    page.write(UInt16(entries))
    for _ in 0...entries { page.write(UInt32(0)) }
    for index in 0..<entries {
      page.overwrite(UInt32(page.count), at: 2 + 4 * index)
      let wordings = try spooled.readVarint()
      page.write(UInt8(wordings))
      for _ in 0..<wordings {
        let (words, phrases) = (try spooled.readVarint(), try spooled.readVarint())
        page.write(UInt8(words))
        let at = page.count
        page.write(UInt8(0))
        for _ in 0..<words {
          let term = Int(try spooled.readVarint())
          page.write(UInt32(truncatingIfNeeded: keys[term]))
          page.write(UInt16(clamping: weights[term] >> 4))
        }
        var kept: UInt8 = 0
        for _ in 0..<phrases {
          let concept = Int(try spooled.readVarint())
          let place = [try spooled.readByte(), try spooled.readByte()]
          guard hasMeaning(concept) else { continue }
          page.write(UInt32(truncatingIfNeeded: keys[concept]))
          page.write(place)
          kept += 1
        }
        page.overwrite(kept, at: at)
      }
    }
    page.overwrite(UInt32(page.count), at: 2 + 4 * entries)
    return page.bytes
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
