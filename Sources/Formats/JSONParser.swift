/// RFC 8259, recursive descent over checked UTF-8, with places.
struct JSONParser {
  /// Deepest nesting of lists and objects.
  static let maximumDepth = 128

  private let bytes: UnsafeBufferPointer<UInt8>
  private let file: String
  private var at = 0
  private var depth = 0
  /// How far lines and columns were counted.
  private var counted = 0
  private var position: TextPosition

  init(_ bytes: UnsafeBufferPointer<UInt8>, file: String, line: Int) {
    self.bytes = bytes
    self.file = file
    position = TextPosition(line: line, column: 1)
  }

  mutating func parse() throws(InputError) -> JSONNode {
    let node = try value()
    skipSpace()
    guard at == bytes.count else { throw error("text after the end of the JSON value") }
    return node
  }

  private mutating func value() throws(InputError) -> JSONNode {
    skipSpace()
    let start = place()
    guard at < bytes.count else { throw error("the JSON text ends too early") }
    switch bytes[at] {
    case UInt8(ascii: "{"): return JSONNode(place: start, content: .object(try object(start)))
    case UInt8(ascii: "["): return JSONNode(place: start, content: .array(try array()))
    case .quote: return JSONNode(place: start, content: .string(try string()))
    case UInt8(ascii: "t"): return JSONNode(place: start, content: try word("true", .bool(true)))
    case UInt8(ascii: "f"): return JSONNode(place: start, content: try word("false", .bool(false)))
    case UInt8(ascii: "n"): return JSONNode(place: start, content: try word("null", .null))
    case UInt8(ascii: "-"), 0x30...0x39: return JSONNode(place: start, content: .number(try number()))
    default: throw error("not a JSON value")
    }
  }

  private mutating func object(_ start: Place) throws(InputError) -> JSONMembers {
    try descend()
    var members = JSONMembers(place: start)
    if take(UInt8(ascii: "}")) { return members }
    repeat {
      skipSpace()
      let keyPlace = place()
      guard at < bytes.count, bytes[at] == .quote else { throw error("expected a key in quotes") }
      let key = try string()
      guard take(UInt8(ascii: ":"), deeper: false) else { throw error("expected ':' after the key") }
      guard members.add(key, at: keyPlace, try value()) else {
        throw InputError(.duplicate, at: keyPlace, "\"\(key)\" stands in this object already")
      }
    } while take(UInt8(ascii: ","), deeper: false)
    guard take(UInt8(ascii: "}")) else { throw error("expected ',' or '}'") }
    return members
  }

  private mutating func array() throws(InputError) -> [JSONNode] {
    try descend()
    var elements: [JSONNode] = []
    if take(UInt8(ascii: "]")) { return elements }
    repeat { elements.append(try value()) } while take(UInt8(ascii: ","), deeper: false)
    guard take(UInt8(ascii: "]")) else { throw error("expected ',' or ']'") }
    return elements
  }

  /// Steps over the opening bracket.
  private mutating func descend() throws(InputError) {
    depth += 1
    guard depth <= Self.maximumDepth else {
      throw error("nested more than \(Self.maximumDepth) deep", .limit)
    }
    at += 1
  }

  /// Steps over `byte` when it comes next; a closing bracket also leaves a level.
  private mutating func take(_ byte: UInt8, deeper closes: Bool = true) -> Bool {
    skipSpace()
    guard at < bytes.count, bytes[at] == byte else { return false }
    at += 1
    if closes { depth -= 1 }
    return true
  }

  private mutating func word(_ word: StaticString, _ content: JSONNode.Content) throws(InputError)
    -> JSONNode.Content
  {
    let rest = bytes[at...].prefix(word.utf8CodeUnitCount)
    let wanted = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard rest.elementsEqual(wanted) else { throw error("not a JSON value") }
    at += wanted.count
    return content
  }

  // MARK: Numbers

  private mutating func number() throws(InputError) -> String {
    let start = at
    if bytes[at] == UInt8(ascii: "-") { at += 1 }
    if at < bytes.count, bytes[at] == UInt8(ascii: "0") { at += 1 } else { try digits() }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      at += 1
      try digits()
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
      try digits()
    }
    return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<at]), as: UTF8.self)
  }

  private mutating func digits() throws(InputError) {
    let start = at
    while at < bytes.count, (0x30...0x39).contains(bytes[at]) { at += 1 }
    guard at > start else { throw error("expected a digit") }
  }

  // MARK: Strings

  private mutating func string() throws(InputError) -> String {
    at += 1
    var start = at
    var text = ""
    while at < bytes.count {
      switch bytes[at] {
      case .quote:
        text += String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<at]), as: UTF8.self)
        at += 1
        return text
      case UInt8(ascii: "\\"):
        text += String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<at]), as: UTF8.self)
        text.unicodeScalars.append(try escape())
        start = at
      case 0..<0x20:
        throw error("a control character inside a string; write it as \\u00XX")
      default:
        at += 1
      }
    }
    throw error("the string is never closed")
  }

  private mutating func escape() throws(InputError) -> Unicode.Scalar {
    guard at + 1 < bytes.count else { throw error("the string is never closed") }
    let letter = bytes[at + 1]
    if letter == UInt8(ascii: "u") { return try unicodeEscape() }
    let plain: Unicode.Scalar
    switch letter {
    case .quote, UInt8(ascii: "\\"), UInt8(ascii: "/"): plain = Unicode.Scalar(letter)
    case UInt8(ascii: "b"): plain = "\u{8}"
    case UInt8(ascii: "f"): plain = "\u{C}"
    case UInt8(ascii: "n"): plain = "\n"
    case UInt8(ascii: "r"): plain = "\r"
    case UInt8(ascii: "t"): plain = "\t"
    default: throw error("unknown escape in a string")
    }
    at += 2
    return plain
  }

  /// `\uXXXX`, or two of them for a surrogate pair; half a pair alone is refused, being no character.
  private mutating func unicodeEscape() throws(InputError) -> Unicode.Scalar {
    let first = try hexadecimal(at: at + 2)
    if let scalar = Unicode.Scalar(first) {
      at += 6
      return scalar
    }
    guard first < 0xDC00, at + 7 < bytes.count, bytes[at + 6] == UInt8(ascii: "\\"),
      bytes[at + 7] == UInt8(ascii: "u")
    else { throw error("half a surrogate pair") }
    let second = try hexadecimal(at: at + 8)
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw error("half a surrogate pair") }
    at += 12
    return scalar
  }

  private mutating func hexadecimal(at start: Int) throws(InputError) -> UInt32 {
    var value: UInt32 = 0
    for index in start..<start + 4 {
      guard index < bytes.count, let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
        throw error("\\u needs four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  // MARK: Places

  private mutating func skipSpace() {
    while at < bytes.count, bytes[at] == 0x20 || bytes[at].isLineEnd || bytes[at] == 0x09 { at += 1 }
  }

  private mutating func place() -> Place {
    position.advance(over: bytes, in: counted..<at)
    counted = at
    return position.place(in: file)
  }

  private mutating func error(_ message: String, _ code: InputError.Code = .syntax) -> InputError {
    InputError(code, at: place(), message)
  }
}
