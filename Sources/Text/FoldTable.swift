/// What each Unicode scalar becomes in folded text.
///
/// Pages of 256 scalars are filled when a message first needs them, at most 256 pages of 1 KiB;
/// scalars beyond the BMP are looked up each time. One per thread.
struct FoldTable {
  /// What to write for one scalar.
  enum Fold: Equatable {
    /// Nothing: combining marks, zero-width characters, bidi controls.
    case drop
    /// One to three ASCII bytes, the first lowest.
    case ascii(UInt32)
    /// One scalar, perhaps the same.
    case scalar(UInt32)
    /// One scalar that stands apart from its neighbours: an ideograph, a currency sign.
    case apart(UInt32)
  }

  /// Kind in the top byte, payload below; 0 is not a valid entry.
  private var pages: [[UInt32]] = Array(repeating: [], count: 256)

  mutating func fold(_ scalar: UInt32) -> Fold {
    guard scalar < 0x10000 else { return FoldTable.byProperties(scalar) }
    let page = Int(scalar >> 8)
    if pages[page].isEmpty { pages[page] = FoldTable.page(UInt32(page)) }
    return Fold(packed: pages[page][Int(scalar & 0xFF)])
  }

  private static func page(_ page: UInt32) -> [UInt32] {
    let base = page << 8
    var entries = (base..<base + 256).map { byProperties($0).packed }
    func set(_ code: UInt32, _ folds: String) {
      if code >> 8 == page { entries[Int(code & 0xFF)] = Fold(folds).packed }
    }
    for row in letters {
      for (offset, letter) in row.folds.unicodeScalars.enumerated() where letter != "·" {
        set(row.first + UInt32(offset), String(letter))
      }
    }
    for expansion in expansions { set(expansion.letter, expansion.folds) }
    for sign in signs {
      for scalar in sign.from.unicodeScalars { set(scalar.value, sign.to) }
    }
    return entries
  }

  /// Punctuation that means what an ASCII sign means. Quotes around words are no signs: they part words
  /// as all other punctuation does.
  private static let signs: [(from: String, to: String)] = [
    ("\u{2018}\u{2019}\u{201B}\u{2032}\u{02BC}\u{02B9}\u{00B4}\u{FF40}", "'"),
    ("。．｡۔", "."), ("！", "!"), ("？؟", "?"), ("，、､،；؛：", ","), ("…", "."), ("№", "#"),
    ("¹", "1"), ("²", "2"), ("³", "3"), ("ª", "a"), ("º", "o"),
    ("\u{2212}", "-"), ("\u{2028}\u{2029}\u{0085}", "\n"), ("￠", "¢"), ("￡", "£"), ("￥", "¥"),
  ]
}

extension FoldTable.Fold {
  private static let space = FoldTable.Fold.ascii(0x20)

  /// A fold to this text: one scalar, or up to three ASCII characters.
  init(_ text: String) {
    let bytes = Array(text.utf8)
    if bytes.allSatisfy({ $0 < 0x80 }) {
      precondition((1...3).contains(bytes.count), "an entry holds three ASCII bytes")
      self = .ascii(bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) })
    } else {
      self = .scalar(text.unicodeScalars.first?.value ?? 0x20)
    }
  }

  var packed: UInt32 {
    switch self {
    case .drop: 1 << 24
    case .ascii(let bytes): 2 << 24 | bytes
    case .scalar(let scalar): 3 << 24 | scalar
    case .apart(let scalar): 4 << 24 | scalar
    }
  }

  init(packed: UInt32) {
    let payload = packed & 0xFF_FFFF
    switch packed >> 24 {
    case 1: self = .drop
    case 2: self = .ascii(payload)
    case 3: self = .scalar(payload)
    default: self = .apart(payload)
    }
  }
}

extension FoldTable {
  /// The fold that follows from a scalar's Unicode properties alone.
  private static func byProperties(_ code: UInt32) -> Fold {
    // Surrogates are no scalars; valid UTF-8 has none.
    guard let scalar = Unicode.Scalar(code) else { return .ascii(0x20) }
    if scalar.isASCII { return Fold(scalar.value == 0 ? " " : scalar.properties.lowercaseMapping) }
    if (0xFF01...0xFF5E).contains(code) {
      return Fold(Unicode.Scalar(UInt8(code - 0xFEE0)).properties.lowercaseMapping)
    }
    let properties = scalar.properties
    if properties.isDefaultIgnorableCodePoint || scalar == "\u{0640}" { return .drop }
    if properties.isIdeographic { return .apart(code) }
    switch properties.generalCategory {
    case .uppercaseLetter, .titlecaseLetter, .lowercaseLetter, .modifierLetter, .otherLetter:
      let lower = properties.lowercaseMapping.unicodeScalars.first ?? scalar
      return lower.isASCII ? .ascii(lower.value) : .scalar(lower.value)
    case .nonspacingMark, .enclosingMark:
      return isDiacritic(code) ? .drop : .scalar(code)
    case .decimalNumber:
      return .ascii(0x30 + UInt32(properties.numericValue ?? 0))
    case .spacingMark:
      return .scalar(code)
    case .currencySymbol:
      // Latin-1's and the block of currency signs: U+00A2 to U+00A5, U+20A0 to U+20BF.
      return code <= 0xA5 || code >> 5 == 0x20A0 >> 5 ? .apart(code) : .ascii(0x20)
    case .dashPunctuation:
      return .ascii(0x2D)
    default:
      return .ascii(0x20)
    }
  }

  /// Marks of Latin, Greek, Cyrillic, Hebrew and Arabic, where they decorate a letter. Elsewhere
  /// (Devanagari, Thai) marks are vowels and stay.
  private static func isDiacritic(_ code: UInt32) -> Bool {
    switch code {
    case 0x0300...0x036F, 0x0483...0x0489, 0x0591...0x05C7, 0x0610...0x061A, 0x064B...0x065F, 0x0670,
      0x06D6...0x06ED, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F:
      true
    default: false
    }
  }
}
