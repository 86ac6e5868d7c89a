/// A run of folded text without spaces, brackets or quotes, and what it is the whole of.
struct IdentifierChunk {
  /// Bytes: 64 before the `@` and 255 behind it (RFC 5321 §4.5.3.1).
  private static let longestEmail = 320

  let bytes: UnsafeBufferPointer<UInt8>
  /// The run, signs at its end left out.
  private(set) var range: Range<Int>

  /// The next chunk at or after `start`; `nil` at the end of the text.
  init?(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
    self.bytes = bytes
    range = start..<start
    var at = start
    while at < bytes.count, bytes[at].endsChunk || bytes[at].isJoiner { at += 1 }
    guard at < bytes.count else { return nil }
    let first = at
    if bytes.startsLink(at) {
      while at < bytes.count, !bytes[at].endsLink { at += 1 }
    } else {
      var joins = false
      while at < bytes.count, at == first || !isEnd(at) {
        // What is longer and no address ends at its first `@` anyway: runs of them are not looked at again and again.
        if at - first > Self.longestEmail, joins { break }
        joins = joins || bytes[at].joinsEmail
        at += 1
      }
    }
    range = first..<at
    if !bytes.startsLink(first), !isEmail(upTo: trimmed(at)),
      let cut = range.dropFirst().first(where: { bytes[$0].joinsEmail })
    {
      at = cut
    }
    range = first..<trimmed(at)
  }

  /// Where a run that ends at `end` ends without the signs at its end.
  private func trimmed(_ end: Int) -> Int {
    var end = end
    while end > range.lowerBound + 1, bytes[end - 1].isTrailingSign { end -= 1 }
    return end
  }

  /// Whether the chunk ends before the byte at `at`.
  private func isEnd(_ at: Int) -> Bool {
    switch bytes[at] {
    case UInt8(ascii: "#"): true
    case UInt8(ascii: "/"):
      // The slash of a date; not one between two order numbers.
      !((1...2).contains(bytes.digits(before: at)) || (1...2).contains(bytes.digits(at + 1)))
    case UInt8(ascii: ","):
      // A decimal or thousands comma; not one between two order numbers.
      !(bytes.isDigit(at - 1) && (1...3).contains(bytes.digits(at + 1)))
    default: bytes[at].endsChunk
    }
  }

  var isLink: Bool { bytes.startsLink(range.lowerBound) }

  /// The identifier that starts in this chunk; one with spaces may run past it, an amount with its currency
  /// in front starts before it, but not before `floor`.
  func identifier(after floor: Int) -> IdentifierSpan? {
    if bytes.startsLink(range.lowerBound) { return whole(.link) }
    if bytes[range.lowerBound] == UInt8(ascii: "#") { return numberSign() }
    if isEmail(upTo: range.upperBound) { return whole(.email) }
    guard let digit = range.first(where: { bytes[$0].isDigit }) else { return nil }
    return amount(firstDigit: digit, floor: floor)
      ?? phone(firstDigit: digit, floor: floor)
      ?? (isDate ? whole(.date) : nil)
      ?? (isTrackingNumber ? whole(.trackingNumber) : nil)
      ?? orderNumber(firstDigit: digit)
  }

  func whole(_ kind: IdentifierKind) -> IdentifierSpan {
    IdentifierSpan(kind: kind, outer: range, inner: range)
  }

  // MARK: Order numbers

  /// `#1042`, `# 1042`, `#EU-1042`, `#1O42`.
  private func numberSign() -> IdentifierSpan? {
    var start = range.lowerBound + 1
    while start < bytes.count, bytes[start] == UInt8(ascii: " ") { start += 1 }
    var end = start
    while end < bytes.count, bytes[end].isASCIIWord || bytes[end] == UInt8(ascii: "-") { end += 1 }
    while end > start, bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
    guard bytes[start..<end].contains(where: \.isDigit) else { return nil }
    return IdentifierSpan(kind: .orderNumber, outer: range.lowerBound..<end, inner: start..<end)
  }

  /// `1042`, `1o42`, `112-4839201-8827361`, `W4817420`, `ORD-10442`; of `order1042` and `no.1042` the digits.
  private func orderNumber(firstDigit digit: Int) -> IdentifierSpan? {
    var start = range.lowerBound
    if digit > start, bytes[digit - 1] == UInt8(ascii: ".") { start = digit }
    var letters = digit - start
    if letters > 0, bytes[digit - 1] == UInt8(ascii: "-") { letters -= 1 }
    guard (start..<start + letters).allSatisfy({ bytes[$0].isLetter }) else { return nil }
    let isPrefix = letters <= 4 && (start..<start + letters).allSatisfy { bytes[$0] < 0x80 }
    if !isPrefix {
      start = digit
      letters = 0
    }
    var (digits, zeros, groups) = (0, 0, 1)
    for at in digit..<range.upperBound {
      if bytes[at].isDigit {
        digits += 1
      } else if bytes[at] == UInt8(ascii: "o") {
        zeros += 1
      } else if bytes[at] == UInt8(ascii: "-") {
        groups += 1
      } else {
        return nil
      }
    }
    let hasPrefix = letters > 0
    let joined = hasPrefix && bytes[digit - 1] == UInt8(ascii: "-")
    let least = joined ? 4 : hasPrefix ? 5 : groups > 1 ? 8 : 4
    guard digits + zeros >= least, zeros == 0 || digits >= 3, !saysYearOrSum else { return nil }
    return IdentifierSpan(
      kind: .orderNumber, outer: start..<range.upperBound, inner: start..<range.upperBound)
  }

  /// Digits alone that are, by the words around them, a year or a sum.
  var saysYearOrSum: Bool {
    bytes[range].allSatisfy(\.isDigit) && NumberContext(bytes: bytes, range: range).saysYearOrSum
  }

  // MARK: Tracking numbers

  /// UPS `1Z` and 16 more, DHL `JJD…`, S10 (`RR123456789DE`), 20 digits and more, or 12 letters and digits
  /// of which nine are digits.
  private var isTrackingNumber: Bool {
    let text = bytes[range]
    guard text.allSatisfy(\.isASCIIWord) else { return false }
    let digits = text.lazy.filter(\.isDigit).count
    if digits == text.count { return digits >= 20 }
    if text.starts(with: "1z".utf8) { return text.count == 18 }
    let isS10 =
      text.count == 13 && digits == 9 && text.prefix(2).allSatisfy(\.isLetter)
      && text.suffix(2).allSatisfy(\.isLetter)
    return isS10 || (text.starts(with: "jjd".utf8) && digits >= 10) || (text.count >= 12 && digits >= 9)
  }

  // MARK: E-mail

  /// A local part, `@`, and a domain of two labels or more, the last of letters.
  private func isEmail(upTo end: Int) -> Bool {
    let text = bytes[range.lowerBound..<end]
    guard text.count <= Self.longestEmail, let at = text.firstIndex(of: UInt8(ascii: "@")),
      at > range.lowerBound,
      let dot = text.lastIndex(of: UInt8(ascii: ".")), dot > at + 1, end - dot > 2
    else { return false }
    let domain = text[(at + 1)...]
    return domain[(dot + 1)...].allSatisfy(\.isLetter)
      && domain.allSatisfy { $0.isWordByte || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
      && !zip(domain, domain.dropFirst()).contains { $0 == UInt8(ascii: ".") && $1 == UInt8(ascii: ".") }
  }

  // MARK: Phone

  /// `+` and 7 to 15 digits, with spaces, hyphens, slashes and brackets between them.
  private func phone(firstDigit digit: Int, floor: Int) -> IdentifierSpan? {
    guard digit > floor, bytes[digit - 1] == UInt8(ascii: "+") else { return nil }
    var digits = 0
    var end = digit
    var at = digit
    while at < bytes.count {
      if bytes[at].isDigit {
        digits += 1
        end = at + 1
      } else if !bytes[at].isPhoneSign {
        break
      }
      at += 1
    }
    guard (7...15).contains(digits) else { return nil }
    return IdentifierSpan(kind: .phone, outer: digit - 1..<end, inner: digit - 1..<end)
  }

  // MARK: Date

  /// Year-month-day, or day and month (and year) with `.` or `/`; never `24/7`.
  private var isDate: Bool { DateShape(bytes, range) != nil }
}

extension UInt8 {
  var isASCIIWord: Bool { isDigit || self &- 0x61 < 26 }

  /// Spaces, brackets, quotes and the like: never inside an identifier other than a link.
  fileprivate var endsChunk: Bool {
    switch self {
    case 0...0x20, UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
      UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "!"),
      UInt8(ascii: "?"), UInt8(ascii: "|"), UInt8(ascii: "*"), UInt8(ascii: "="), UInt8(ascii: "~"),
      UInt8(ascii: "^"), UInt8(ascii: "\\"), UInt8(ascii: "&"), 0x7F:
      true
    default: false
    }
  }

  fileprivate var endsLink: Bool {
    self <= 0x20 || self == UInt8(ascii: "<") || self == UInt8(ascii: ">") || self == UInt8(ascii: "\"")
  }

  /// Signs that join inside an identifier but start none.
  fileprivate var isJoiner: Bool {
    switch self {
    case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/"),
      UInt8(ascii: "+"), UInt8(ascii: "@"), UInt8(ascii: "%"):
      true
    default: false
    }
  }

  /// Signs that only an e-mail address may have inside.
  fileprivate var joinsEmail: Bool {
    self == UInt8(ascii: "@") || self == UInt8(ascii: "+") || self == UInt8(ascii: "_")
      || self == UInt8(ascii: "%")
  }

  fileprivate var isTrailingSign: Bool {
    isJoiner || self == UInt8(ascii: ")") || self == UInt8(ascii: "!") || self == UInt8(ascii: "?")
      || self == UInt8(ascii: ";") || self == UInt8(ascii: ":") || self == UInt8(ascii: "'")
  }

  fileprivate var isPhoneSign: Bool {
    switch self {
    case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "("), UInt8(ascii: ")"): true
    default: false
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  func isDigit(_ at: Int) -> Bool { at >= 0 && at < count && self[at].isDigit }

  /// How many digits stand at `start`.
  func digits(_ start: Int) -> Int {
    var at = start
    while isDigit(at) { at += 1 }
    return at - start
  }

  /// How many digits end right before `end`.
  func digits(before end: Int) -> Int {
    var at = end
    while isDigit(at - 1) { at -= 1 }
    return end - at
  }

  /// Whether the bytes at `start` are exactly these.
  func has(_ text: StaticString, at start: Int) -> Bool {
    guard start >= 0, start + text.utf8CodeUnitCount <= count else { return false }
    for offset in 0..<text.utf8CodeUnitCount where self[start + offset] != text.utf8Start[offset] {
      return false
    }
    return true
  }

  fileprivate func startsLink(_ at: Int) -> Bool {
    has("www.", at: at) || has("http://", at: at) || has("https://", at: at)
  }
}
