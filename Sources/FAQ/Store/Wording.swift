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

  /// Appends an entry's wordings: how many, and for each how many words and phrases, the words' terms, and for each phrase
  /// its concept, first word and number of words.
  static func list(_ entry: EntryWords, to list: inout [UInt32]) {
    let place = list.count
    list.append(0)
    for stretch in entry.stretches where stretch.field == .wording && list[place] < maximumWordings {
      list[place] += 1
      let words = entry.words[stretch.words].prefix(maximumWords)
      let start = list.count
      list.append(UInt32(words.count))
      list.append(0)
      list.append(contentsOf: words)
      for phrase in entry.phrases[stretch.phrases]
      where Int(phrase.first) + Int(phrase.words) <= maximumWords && list[start + 1] < maximumWords {
        list[start + 1] += 1
        list.append(phrase.concept)
        list.append(UInt32(phrase.first))
        list.append(UInt32(phrase.words))
      }
    }
  }

  /// Sets what ``list(_:to:)`` made of so many entries aside until all weights are known.
  ///
  /// - Parameter numbers: The terms' numbers by those of the list.
  static func spool(_ list: [UInt32], entries: Int, numbers: [UInt32], to bytes: inout ByteWriter) {
    var at = 0
    for _ in 0..<entries {
      let wordings = list[at]
      bytes.writeVarint(wordings)
      at += 1
      for _ in 0..<wordings {
        let (words, phrases) = (Int(list[at]), Int(list[at + 1]))
        bytes.writeVarint(list[at])
        bytes.writeVarint(list[at + 1])
        at += 2
        for word in list[at..<at + words] { bytes.writeVarint(numbers[Int(word)]) }
        at += words
        for _ in 0..<phrases {
          bytes.writeVarint(numbers[Int(list[at])])
          bytes.write(UInt8(list[at + 1]))
          bytes.write(UInt8(list[at + 2]))
          at += 3
        }
      }
    }
  }

  /// Writes a page of what ``spool(_:entries:numbers:to:)`` set aside.
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
    let offsets = 2 + 4 * index
    guard page.count >= offsets + 8,
      index < Int(UInt16(littleEndian: page.loadUnaligned(as: UInt16.self)))
    else { throw .malformed }
    // Both offsets at once, the lower half first.
    let pair = UInt64(littleEndian: page.loadUnaligned(fromByteOffset: offsets, as: UInt64.self))
    let (start, end) = (Int(pair & 0xFFFF_FFFF), Int(pair >> 32))
    guard start < end, end <= page.count else { throw .malformed }
    return UnsafeRawBufferPointer(rebasing: page[start..<end])
  }
}
