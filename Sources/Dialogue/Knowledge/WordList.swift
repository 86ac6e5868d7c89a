/// Folded words and phrases that a message is compared with, longest first.
struct WordList: Sendable {
  let items: [[UInt8]]

  init(_ words: [String], _ fold: (String) -> [UInt8]) {
    items = words.map(fold).filter { !$0.isEmpty }.sorted { $0.count > $1.count }
  }

  /// Whether match text is one of them, as a whole.
  func isWhole(_ match: [UInt8]) -> Bool { items.contains { $0.count == match.count && $0 == match } }

  /// Bytes of the longest one that match text, from `start` on, begins with, whole words only; 0 for none.
  func prefix(of match: [UInt8], from start: Int = 0) -> Int {
    for item in items where stands(item, at: start, in: match) { return item.count }
    return 0
  }

  /// Whether match text has one of them right before `end`, whole words only.
  func stand(before end: Int, in match: [UInt8]) -> Bool {
    items.contains { item in
      let start = end - item.count - 1
      return start >= 0 && (start == 0 || match[start - 1] == 0x20) && stands(item, at: start, in: match)
    }
  }

  /// Where one of them stands in match text, whole words only; the longest that is there.
  func range(in match: [UInt8]) -> Range<Int>? {
    for item in items where item.count <= match.count {
      var start = 0
      while start + item.count <= match.count {
        if stands(item, at: start, in: match) { return start..<start + item.count }
        while start < match.count, match[start] != 0x20 { start += 1 }
        start += 1
      }
    }
    return nil
  }

  private func stands(_ item: [UInt8], at start: Int, in match: [UInt8]) -> Bool {
    let end = start + item.count
    guard end <= match.count, end == match.count || match[end] == 0x20 else { return false }
    for offset in 0..<item.count where match[start + offset] != item[offset] { return false }
    return true
  }
}
