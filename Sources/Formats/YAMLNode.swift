/// A YAML value with the place where it stands, and typed readers that point at it when it is wrong.
///
/// The subset owners write: mappings, sequences, scalars. Anchors, aliases, tags, duplicate keys, a second document
/// and nesting beyond ``maximumDepth`` are refused. Scalars are text until a reader asks for more, so that `yes`,
/// `1042` and `1.10` are what the author typed.
package struct YAMLNode: Sendable {
  /// Deepest nesting of mappings and sequences.
  package static let maximumDepth = 64

  package enum Content: Sendable {
    /// `isPlain`: written without quotes, so that `null`, `~` and nothing mean null.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLNode])
    case mapping([YAMLMapping.Entry])
  }

  package let place: Place
  package let content: Content

  /// Parses the one document of a file.
  ///
  /// - Throws: ``InputError`` at the character that is wrong, or when the file holds nothing but comments.
  package static func parse(_ source: SourceFile) throws(InputError) -> YAMLNode {
    let parser = YAMLParser(source)
    return try parser.parse()
  }

  /// A mistake at this value, to throw.
  package func error(_ message: String, _ code: InputError.Code = .value) -> InputError {
    InputError(code, at: place, message)
  }

  package var isNull: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  package func string() throws(InputError) -> String {
    guard case .scalar(let text, _) = content else { throw error("must be text, not \(kind)") }
    guard !isNull else { throw error("must be text, but there is nothing") }
    return text
  }

  /// Text that is one of `allowed`.
  package func string(oneOf allowed: [String]) throws(InputError) -> String {
    let text = try string()
    guard allowed.contains(text) else {
      throw error("'\(text)' is not one of \(allowed.joined(separator: ", "))")
    }
    return text
  }

  package func integer(in range: ClosedRange<Int> = Int.min...Int.max) throws(InputError) -> Int {
    guard let value = Int(try string()) else { throw error("must be a whole number, not '\(try string())'") }
    guard range.contains(value) else {
      throw error("must be from \(range.lowerBound) to \(range.upperBound), not \(value)")
    }
    return value
  }

  package func number() throws(InputError) -> Double {
    guard let value = Double(try string()), value.isFinite else {
      throw error("must be a number, not '\(try string())'")
    }
    return value
  }

  package func boolean() throws(InputError) -> Bool {
    switch try string().lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default: throw error("must be true or false, not '\(try string())'")
    }
  }

  package func sequence() throws(InputError) -> [YAMLNode] {
    guard case .sequence(let elements) = content else { throw error("must be a list, not \(kind)") }
    return elements
  }

  /// A list of texts; one text alone is a list of one.
  package func strings() throws(InputError) -> [String] {
    guard case .sequence(let elements) = content else { return [try string()] }
    var strings: [String] = []
    for element in elements { strings.append(try element.string()) }
    return strings
  }

  /// A mapping with any keys.
  package func mapping() throws(InputError) -> YAMLMapping {
    guard case .mapping(let entries) = content else { throw error("must be a mapping, not \(kind)") }
    return YAMLMapping(place: place, entries: entries)
  }

  /// A mapping whose keys are all among `allowed`; another is an error that names them.
  package func mapping(allowed: [String]) throws(InputError) -> YAMLMapping {
    let mapping = try mapping()
    if let unknown = mapping.entries.first(where: { !allowed.contains($0.key) }) {
      throw InputError(
        .schema, at: unknown.keyPlace,
        "unknown key '\(unknown.key)'; allowed: \(allowed.joined(separator: ", "))")
    }
    return mapping
  }

  private var kind: String {
    switch content {
    case .scalar where isNull: "nothing"
    case .scalar(let text, _): "'\(text.prefix(40))'"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}

/// The entries of a YAML mapping in the order written, each key once.
package struct YAMLMapping: Sendable {
  package struct Entry: Sendable {
    package let key: String
    package let keyPlace: Place
    package let value: YAMLNode
  }

  package let place: Place
  package let entries: [Entry]

  /// The value under `key`; `nil` when the key is absent. O(entries).
  package subscript(key: String) -> YAMLNode? {
    entries.first { $0.key == key }?.value
  }

  /// As the subscript, but a null value counts as absent.
  package func optional(_ key: String) -> YAMLNode? {
    guard let node = self[key], !node.isNull else { return nil }
    return node
  }

  package func required(_ key: String) throws(InputError) -> YAMLNode {
    guard let node = self[key] else { throw InputError(.schema, at: place, "missing key '\(key)'") }
    return node
  }
}
