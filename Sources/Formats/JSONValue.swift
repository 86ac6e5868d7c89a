/// A JSON value to write: members keep their order.
///
/// ```swift
/// let value: JSONValue = ["total": 5, "accuracy": 0.9, "by_intent": [:]]
/// print(value.text())
/// ```
package indirect enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case double(Double)
  /// A number already written as JSON writes it, digits kept: `1.50`.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  package struct Member: Sendable, Equatable {
    package var key: String
    package var value: JSONValue

    package init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// A string, or `null` for `nil`.
  package init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }

  /// The value as JSON on one line.
  package func text(sortedKeys: Bool = false) -> String {
    String(decoding: bytes(sortedKeys: sortedKeys), as: UTF8.self)
  }

  package func bytes(sortedKeys: Bool = false) -> [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes, sortedKeys: sortedKeys)
    return bytes
  }

  /// Appends the value as JSON on one line. A number that is not finite is written as `null`.
  package func write(to bytes: inout [UInt8], sortedKeys: Bool = false) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .double(let value): bytes += Self.digits(value).utf8
    case .number(let digits): bytes += digits.utf8
    case .string(let text): Self.write(text, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        element.write(to: &bytes, sortedKeys: sortedKeys)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      write(sortedKeys ? members.sorted { $0.key < $1.key } : members, to: &bytes, sortedKeys: sortedKeys)
    }
  }

  private func write(_ members: [Member], to bytes: inout [UInt8], sortedKeys: Bool) {
    bytes.append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      Self.write(member.key, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      member.value.write(to: &bytes, sortedKeys: sortedKeys)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private static func digits(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    guard let whole = Int(exactly: value), abs(whole) < 1 << 53 else { return "\(value)" }
    return String(whole)
  }

  /// Appends `text` as a JSON string, quotes included; escapes only what RFC 8259 §7 demands.
  package static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(.quote)
    for byte in text.utf8 {
      switch byte {
      case .quote, UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0x0A: bytes += "\\n".utf8
      case 0x0D: bytes += "\\r".utf8
      case 0x09: bytes += "\\t".utf8
      case 0..<0x20: bytes += (byte < 16 ? "\\u000" : "\\u00").utf8 + Array(String(byte, radix: 16).utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(.quote)
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(stringLiteral text: String) { self = .string(text) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(floatLiteral value: Double) { self = .double(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(nilLiteral: ()) { self = .null }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral members: (String, JSONValue)...) {
    self = .object(members.map { Member($0.0, $0.1) })
  }
}

extension JSONNode {
  /// The value without its places.
  package var value: JSONValue {
    switch content {
    case .null: .null
    case .bool(let value): .bool(value)
    case .number(let digits): .number(digits)
    case .string(let text): .string(text)
    case .array(let elements): .array(elements.map(\.value))
    case .object(let members): .object(members.members.map { JSONValue.Member($0.key, $0.value.value) })
    }
  }
}
