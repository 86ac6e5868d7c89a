/// A JSON value with the place where it stands, for files people write.
package struct JSONNode: Sendable {
  package enum Content: Sendable {
    case null
    case bool(Bool)
    /// As written: `1.50` stays `1.50`, a 20-digit id keeps its digits.
    case number(String)
    case string(String)
    case array([JSONNode])
    case object(JSONMembers)
  }

  package let place: Place
  package let content: Content

  /// Parses one JSON text (RFC 8259, nothing beyond it), at most 128 deep. A key that an object has twice is a
  /// mistake.
  ///
  /// - Throws: ``InputError`` at the character that is wrong.
  package static func parse(_ source: SourceFile) throws(InputError) -> JSONNode {
    try source.bytes.withUnsafeBufferPointer { (bytes) throws(InputError) in
      var parser = JSONParser(bytes, file: source.name, line: 1)
      return try parser.parse()
    }
  }

  /// A mistake at this value, to throw.
  package func error(_ message: String, _ code: InputError.Code = .value) -> InputError {
    InputError(code, at: place, message)
  }

  package var isNull: Bool {
    if case .null = content { return true }
    return false
  }

  package func string() throws(InputError) -> String {
    guard case .string(let string) = content else { throw error("must be a string, not \(kind)") }
    return try text(string)
  }

  /// A string, or a number as it is written: for ids that some exports write bare.
  package func stringOrNumber() throws(InputError) -> String {
    switch content {
    case .string(let string): return try text(string)
    case .number(let digits): return digits
    default: throw error("must be a string or a number, not \(kind)")
    }
  }

  /// `\u0000` is JSON, and no text of ours: what reads it ends there, or shows nothing.
  private func text(_ string: String) throws(InputError) -> String {
    guard !string.utf8.contains(0) else { throw error("NUL inside a text") }
    return string
  }

  package func integer() throws(InputError) -> Int {
    guard case .number(let digits) = content, let value = Int(digits) else {
      throw error("must be a whole number, not \(kind)")
    }
    return value
  }

  package func number() throws(InputError) -> Double {
    guard case .number(let digits) = content, let value = Double(digits), value.isFinite else {
      throw error("must be a number, not \(kind)")
    }
    return value
  }

  package func boolean() throws(InputError) -> Bool {
    guard case .bool(let value) = content else { throw error("must be true or false, not \(kind)") }
    return value
  }

  package func array() throws(InputError) -> [JSONNode] {
    guard case .array(let elements) = content else { throw error("must be a list, not \(kind)") }
    return elements
  }

  package func strings() throws(InputError) -> [String] {
    var strings: [String] = []
    for element in try array() { strings.append(try element.string()) }
    return strings
  }

  package func object() throws(InputError) -> JSONMembers {
    guard case .object(let members) = content else { throw error("must be an object, not \(kind)") }
    return members
  }

  private var kind: String {
    switch content {
    case .null: "null"
    case .bool: "true or false"
    case .number(let digits): "the number \(digits)"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// The members of a JSON object in the order written, each key once.
package struct JSONMembers: Sendable {
  package struct Member: Sendable {
    package let key: String
    package let keyPlace: Place
    package let value: JSONNode
  }

  package let place: Place
  package private(set) var members: [Member] = []
  /// Keys of an object that has more than ``few``.
  private var keys: Set<String> = []
  private static let few = 32

  init(place: Place) { self.place = place }

  /// The value under `key`; `nil` when it is absent. A `null` is there, and is null.
  package subscript(key: String) -> JSONNode? {
    members.first { $0.key == key }?.value
  }

  /// As the subscript, but `null` counts as absent.
  package func optional(_ key: String) -> JSONNode? {
    guard let node = self[key], !node.isNull else { return nil }
    return node
  }

  package func required(_ key: String) throws(InputError) -> JSONNode {
    guard let node = self[key] else { throw InputError(.schema, at: place, "missing \"\(key)\"") }
    return node
  }

  /// Adds a member; `false` when the key is there already. O(members) for an object of few, as most are.
  mutating func add(_ key: String, at keyPlace: Place, _ value: JSONNode) -> Bool {
    if members.count < Self.few {
      guard !members.contains(where: { $0.key == key }) else { return false }
    } else {
      if members.count == Self.few { keys = Set(members.map(\.key)) }
      guard keys.insert(key).inserted else { return false }
    }
    members.append(Member(key: key, keyPlace: keyPlace, value: value))
    return true
  }
}
