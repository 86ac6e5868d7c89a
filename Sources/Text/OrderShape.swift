/// What one store's order numbers look like: `W\d{7}`, `\d{3}-\d{7}-\d{7}`, `ORD/\d{4}/\d{5}`.
///
/// A small language of its own that cannot run away: letters and digits stand for themselves, `\d` for a digit, `[A-Z]`
/// for one of a set, `{7}`, `{4,6}` and `?` say how often, and `-`, `/`, `.`, `_`, `#` and a blank part the pieces. A shape is
/// a row of at most ``maximumCharacters`` places, and a match tries each place at each byte at most once.
struct OrderShape: Sendable {
  /// Longest number, in letters and digits.
  static let maximumCharacters = 40

  /// One letter or digit of a number.
  struct Place: Sendable, Equatable {
    /// The ASCII letters, in lower case, and digits that may stand here.
    var set: CharacterSet128
    var isOptional = false
    /// Written by the author as this very letter.
    var isLiteral = false
    /// The sign before it in the number as the store writes it.
    var separator: UInt8?
  }

  private(set) var places: [Place] = []

  /// Has a letter or a sign of its own, so that it cannot be a number of anything else.
  var isStrong: Bool { places.contains { $0.isLiteral && !$0.set.isDigits || $0.separator != nil } }

  private var hasLetter: Bool { places.contains { $0.isLiteral && !$0.set.isDigits } }

  // MARK: - Reading

  /// - Throws: ``OrderShapeError``, pointing at the byte that cannot stay.
  init(_ source: String) throws(OrderShapeError) {
    let text = Array(source.utf8)
    var at = 0
    var separator: UInt8?
    while at < text.count {
      let start = at
      if text[at] == UInt8(ascii: "^") && at == 0 || text[at] == UInt8(ascii: "$") && at == text.count - 1 {
        at += 1
        continue
      }
      if let sign = Self.separator(text, &at) {
        separator = sign
        continue
      }
      var place = try Self.place(text, &at)
      place.separator = places.isEmpty ? nil : separator
      separator = nil
      let (least, most) = try Self.count(text, &at)
      for index in 0..<most {
        place.isOptional = index >= least
        places.append(place)
        place.separator = nil
      }
      guard places.count <= Self.maximumCharacters else {
        throw OrderShapeError(
          offset: start, message: "an order number has at most \(Self.maximumCharacters) letters and digits")
      }
    }
    let digits = places.count { !$0.isOptional && $0.set.hasDigit }
    guard digits >= 2, places.count(where: { !$0.isOptional }) >= 3 else {
      throw OrderShapeError(offset: 0, message: "an order number needs three places, two of them for digits")
    }
  }

  /// `-`, `/`, `.`, `_`, `#`, `:` or a blank, escaped or not.
  private static func separator(_ text: [UInt8], _ at: inout Int) -> UInt8? {
    var sign = text[at]
    var length = 1
    if sign == UInt8(ascii: "\\"), at + 1 < text.count {
      sign = text[at + 1]
      length = 2
    }
    guard sign.isSeparator else { return nil }
    at += length
    // Signs may always be missing.
    if at < text.count, text[at] == UInt8(ascii: "?") { at += 1 }
    return sign
  }

  private static func place(_ text: [UInt8], _ at: inout Int) throws(OrderShapeError) -> Place {
    let byte = text[at]
    defer { at += 1 }
    switch byte {
    case UInt8(ascii: "\\"):
      guard at + 1 < text.count, text[at + 1] == UInt8(ascii: "d") else {
        throw OrderShapeError(
          offset: at, message: "of the signs after a backslash only '\\d', a digit, is known")
      }
      at += 1
      return Place(set: .digits)
    case UInt8(ascii: "["): return Place(set: try set(text, &at))
    case UInt8(ascii: "+"), UInt8(ascii: "*"):
      throw OrderShapeError(offset: at, message: "say how many there may be, such as {1,8}")
    case UInt8(ascii: "("), UInt8(ascii: "|"):
      throw OrderShapeError(offset: at, message: "write each shape as an entry of its own")
    default:
      guard let letter = byte.plain else {
        throw OrderShapeError(
          offset: at,
          message: "only letters, digits, '\\d', '[A-Z]', '{7}', '{4,6}', '?' and - / . _ # are known")
      }
      var set = CharacterSet128()
      set.insert(letter)
      return Place(set: set, isLiteral: true)
    }
  }

  /// `[A-Z0-9]`; `at` is left on its `]`.
  private static func set(_ text: [UInt8], _ at: inout Int) throws(OrderShapeError) -> CharacterSet128 {
    let start = at
    var set = CharacterSet128()
    at += 1
    while at < text.count, text[at] != UInt8(ascii: "]") {
      guard let first = text[at].plain else { break }
      if at + 2 < text.count, text[at + 1] == UInt8(ascii: "-"), let last = text[at + 2].plain, first <= last,
        first.isDigit == last.isDigit
      {
        for byte in first...last { set.insert(byte) }
        at += 3
      } else {
        set.insert(first)
        at += 1
      }
    }
    guard at < text.count, text[at] == UInt8(ascii: "]"), !set.isEmpty else {
      throw OrderShapeError(
        offset: start, message: "a set holds letters and digits, such as [A-Z] or [0-9A-F]")
    }
    return set
  }

  private static func count(_ text: [UInt8], _ at: inout Int) throws(OrderShapeError) -> (Int, Int) {
    guard at < text.count else { return (1, 1) }
    if text[at] == UInt8(ascii: "?") {
      at += 1
      return (0, 1)
    }
    guard text[at] == UInt8(ascii: "{") else { return (1, 1) }
    let start = at
    guard let end = text[at...].firstIndex(of: UInt8(ascii: "}")) else {
      throw OrderShapeError(offset: start, message: "'{' is not closed")
    }
    at = end + 1
    let numbers = text[(start + 1)..<end].split(
      separator: UInt8(ascii: ","), omittingEmptySubsequences: false
    )
    .map { Int(String(decoding: $0, as: UTF8.self)) }
    guard (1...2).contains(numbers.count), let least = numbers[0], let most = numbers[numbers.count - 1],
      least >= 0, most >= max(least, 1), most <= maximumCharacters
    else {
      throw OrderShapeError(
        offset: start, message: "how often is written {7} or {4,6}, at most \(maximumCharacters)")
    }
    return (least, most)
  }

  // MARK: - Matching

  /// Finds the number that begins at a place of folded text.
  ///
  /// Blanks and other signs may stand where the shape has a sign, and, when it has a letter of its own, between its
  /// pieces; any of them may be missing. `o` is read as 0 and `i` and `l` as 1 where a digit belongs, and the other way round.
  ///
  /// - Returns: Where it ends, and how the store writes it.
  /// - Complexity: Places times bytes looked at, 40 times 120 at most.
  func match(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (end: Int, value: [UInt8])? {
    var search = Search(places: places, bytes: bytes, start: start, allowsGaps: hasLetter)
    guard let end = search.run(), search.isNumber else { return nil }
    return (end, search.value)
  }
}

/// Why a shape cannot be used.
package struct OrderShapeError: Error, Equatable {
  /// Of the byte that it is about.
  package let offset: Int
  package let message: String
}

/// One match of a shape: depth first, the longest way first, no way tried twice.
private struct Search {
  let places: [OrderShape.Place]
  let bytes: UnsafeBufferPointer<UInt8>
  let start: Int
  let allowsGaps: Bool
  private(set) var value: [UInt8] = []
  /// Letters read as digits and digits as letters, and digits as they are.
  private var standIns = 0
  private var digits = 0
  /// Pairs of place and byte from which there is no way.
  private var dead: Set<Int> = []

  private static let longest = 120

  init(places: [OrderShape.Place], bytes: UnsafeBufferPointer<UInt8>, start: Int, allowsGaps: Bool) {
    (self.places, self.bytes, self.start, self.allowsGaps) = (places, bytes, start, allowsGaps)
  }

  /// Enough real digits: `lol` is no number.
  var isNumber: Bool { digits >= 2 && standIns <= digits }

  mutating func run() -> Int? { go(0, start) }

  private mutating func go(_ place: Int, _ at: Int) -> Int? {
    guard place < places.count else { return isEnd(at) ? at : nil }
    let state = place << 8 | (at - start)
    guard at - start < Self.longest, !dead.contains(state) else { return nil }
    let here = places[place]
    if let end = take(here, place, afterGap(at, before: place)) { return end }
    if here.isOptional, let end = go(place + 1, at) { return end }
    dead.insert(state)
    return nil
  }

  private mutating func take(_ here: OrderShape.Place, _ place: Int, _ at: Int) -> Int? {
    guard at < bytes.count, let letter = here.set.reading(bytes[at]) else { return nil }
    let (length, before) = (value.count, (standIns, digits))
    if let separator = here.separator, !value.isEmpty { value.append(separator) }
    value.append(letter.uppercased)
    if letter != bytes[at] { standIns += 1 } else if letter.isDigit { digits += 1 }
    if let end = go(place + 1, at + 1) { return end }
    value.removeSubrange(length...)
    (standIns, digits) = before
    return nil
  }

  /// Behind the blanks and the one sign that may stand before a place.
  private func afterGap(_ at: Int, before place: Int) -> Int {
    guard place > 0 else { return at }
    let (here, last) = (places[place], places[place - 1])
    guard here.separator != nil || allowsGaps && (last.isLiteral || last.set.isDigits) else { return at }
    var (next, signs) = (at, 0)
    while next < bytes.count, bytes[next].isSeparator, next - at < 3 {
      if bytes[next] != UInt8(ascii: " ") { signs += 1 }
      if signs > 1 { break }
      next += 1
    }
    return next
  }

  /// Whether a word ends here, and no sign joins it to another.
  private func isEnd(_ at: Int) -> Bool {
    guard at < bytes.count else { return true }
    if bytes[at].isWordByte || bytes[at] == UInt8(ascii: "@") { return false }
    let joins = bytes[at].isSeparator && bytes[at] != UInt8(ascii: " ") || bytes[at] == UInt8(ascii: ",")
    return !(joins && at + 1 < bytes.count && bytes[at + 1].isASCIIWord)
  }
}

/// Some of the ASCII letters and digits.
struct CharacterSet128: Sendable, Equatable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  static let digits: CharacterSet128 = {
    var set = CharacterSet128()
    for byte in UInt8(ascii: "0")...UInt8(ascii: "9") { set.insert(byte) }
    return set
  }()

  var isEmpty: Bool { low == 0 && high == 0 }
  var hasDigit: Bool { low != 0 }
  var isDigits: Bool { high == 0 }

  mutating func insert(_ byte: UInt8) {
    if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
  }

  func contains(_ byte: UInt8) -> Bool {
    byte < 64 ? low >> UInt64(byte) & 1 == 1 : byte < 128 && high >> UInt64(byte & 63) & 1 == 1
  }

  /// The member a byte is read as: itself, or what it is often typed for.
  func reading(_ byte: UInt8) -> UInt8? {
    if contains(byte) { return byte }
    switch byte {
    case UInt8(ascii: "o"): return contains(UInt8(ascii: "0")) ? UInt8(ascii: "0") : nil
    case UInt8(ascii: "i"), UInt8(ascii: "l"): return contains(UInt8(ascii: "1")) ? UInt8(ascii: "1") : nil
    case UInt8(ascii: "0"): return contains(UInt8(ascii: "o")) ? UInt8(ascii: "o") : nil
    case UInt8(ascii: "1"):
      return [UInt8(ascii: "i"), UInt8(ascii: "l")].first(where: contains)
    default: return nil
    }
  }
}

extension UInt8 {
  /// What parts the pieces of a number.
  var isSeparator: Bool {
    switch self {
    case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "#"),
      UInt8(ascii: ":"), UInt8(ascii: " "):
      true
    default: false
    }
  }

  /// An ASCII letter in lower case, or a digit.
  fileprivate var plain: UInt8? {
    let folded = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    return folded.isASCIIWord ? folded : nil
  }
}
