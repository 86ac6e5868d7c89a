extension FAQIndex {
  /// Words of the ``WordList`` that are looked at, and terms that are handed back.
  private static let lookedAt = 256
  private static let most = 8

  /// Keys of the terms whose words begin so, those that most entries have first.
  ///
  /// - Complexity: A binary search over the blobs of the word list, and one blob.
  func completions(
    of beginning: UnsafeBufferPointer<UInt8>, _ tongues: [TermHasher.Tongue]
  ) throws -> [UInt64] {
    guard beginning.count > 1 else { return [] }
    let text = String(decoding: beginning, as: UTF8.self)
    let blobs = WordList.blobCount(header.words)
    var (low, high) = (0, blobs)
    while low < high {
      let middle = (low + high) / 2
      if let first = try firstWord(middle), first < text { low = middle + 1 } else { high = middle }
    }
    var found: [(key: UInt64, entries: UInt32)] = []
    var (seen, blob, isPast) = (0, max(0, low - 1), false)
    while blob < blobs, !isPast, seen < Self.lookedAt {
      try WordList.decode(try cache.blob(.words, blob)) { word in
        if word.text.utf8.starts(with: text.utf8) {
          seen += 1
          guard seen <= Self.lookedAt, tongues.contains(where: { $0.number == Int(word.tongue) }) else {
            return
          }
          if let place = found.firstIndex(where: { $0.key == word.key }) {
            found[place].entries = max(found[place].entries, word.entries)
          } else {
            found.append((word.key, word.entries))
          }
        } else if word.text > text {
          isPast = true
        }
      }
      blob += 1
    }
    found.sort { ($1.entries, $0.key) < ($0.entries, $1.key) }
    return found.prefix(Self.most).map(\.key)
  }

  private func firstWord(_ blob: Int) throws -> String? {
    let body = try cache.blob(.words, blob)
    return try body.withReader { reader throws(FAQError) in
      guard try reader.read(UInt32.self) > 0 else { return nil }
      return try reader.readString()
    }
  }
}
