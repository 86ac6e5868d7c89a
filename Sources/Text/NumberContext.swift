/// Tells by the words around it that a number of digits alone is a year or a sum of money, and no order's.
///
/// Words of English and German. A number with its `#` is never asked about, nor one that follows a word for an order.
struct NumberContext {
  let bytes: UnsafeBufferPointer<UInt8>
  /// The digits.
  let range: Range<Int>

  /// `in 2026`, `november 2026`, `the 2026 catalogue`, `i paid 1042`, `1042 bezahlt`.
  var saysYearOrSum: Bool {
    let before = word(before: range.lowerBound)
    if isYear,
      Self.isOne(before, of: Self.beforeYear) || Self.isOne(word(after: range.upperBound), of: Self.afterYear)
    {
      return true
    }
    return Self.isOne(before, of: Self.beforeSum)
      || Self.isOne(before, of: Self.buyer) && Self.isOne(word(after: range.upperBound), of: Self.afterSum)
  }

  /// 1990 to 2099.
  private var isYear: Bool {
    guard range.count == 4 else { return false }
    let text = bytes[range]
    let century = text.prefix(2)
    return century.elementsEqual("20".utf8)
      || century.elementsEqual("19".utf8) && text[range.lowerBound + 2] == 0x39
  }

  // MARK: Neighbours

  /// The word that ends at most two spaces before a place.
  private func word(before place: Int) -> UnsafeBufferPointer<UInt8> {
    var end = place
    while end > 0, place - end < 2, bytes[end - 1] == UInt8(ascii: " ") { end -= 1 }
    guard end < place else { return UnsafeBufferPointer(rebasing: bytes[place..<place]) }
    var start = end
    while start > 0, bytes[start - 1].isWordByte { start -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[start..<end])
  }

  private func word(after place: Int) -> UnsafeBufferPointer<UInt8> {
    var start = place
    while start < bytes.count, start - place < 2, bytes[start] == UInt8(ascii: " ") { start += 1 }
    guard start > place else { return UnsafeBufferPointer(rebasing: bytes[place..<place]) }
    var end = start
    while end < bytes.count, bytes[end].isWordByte { end += 1 }
    return UnsafeBufferPointer(rebasing: bytes[start..<end])
  }

  private static func isOne(_ word: UnsafeBufferPointer<UInt8>, of words: [StaticString]) -> Bool {
    guard !word.isEmpty else { return false }
    return words.contains { $0.utf8CodeUnitCount == word.count && word.has($0, at: 0) }
  }

  private static let beforeYear: [StaticString] = [
    "in", "since", "during", "until", "till", "year", "spring", "summer", "autumn", "fall", "winter",
    "christmas",
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    "seit", "im", "jahr", "jahre", "jahres", "sommer", "herbst", "weihnachten", "januar", "februar", "marz",
    "maerz", "mai", "juni", "juli", "oktober", "dezember",
  ]
  private static let afterYear: [StaticString] = [
    "catalogue", "catalog", "collection", "season", "edition", "calendar", "model", "range", "sale",
    "katalog", "kollektion", "saison", "kalender", "modell",
  ]
  private static let beforeSum: [StaticString] = [
    "paid", "spent", "costs", "cost", "charged", "bezahlt", "gezahlt", "zahlte", "bezahlte", "kostete",
  ]
  private static let buyer: [StaticString] = ["ich", "wir", "habe", "hab", "haben", "schon", "bereits"]
  private static let afterSum: [StaticString] = [
    "bezahlt", "gezahlt", "ausgegeben", "uberwiesen", "ueberwiesen",
  ]
}
