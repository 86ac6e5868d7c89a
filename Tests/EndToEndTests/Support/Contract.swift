import Foundation

/// `docs/openapi.json`, against which answers are held.
///
/// Knows the words of JSON Schema that the document uses. A member that it does not describe is a violation too:
/// what is sent belongs into the contract.
struct Contract: Sendable {
  static let shipped = Result {
    Contract(document: try JSON(Data(contentsOf: Workspace.root.appending(path: "docs/openapi.json"))))
  }

  private let document: JSON

  /// Where an answer breaks the contract; empty when it keeps it.
  func violations(of answer: HTTPClient.Answer, to method: String, _ path: String) throws -> [String] {
    let name = "\(method) \(path) \(answer.status)"
    guard let operation = operation(method, path) else { return ["\(name): no such operation"] }
    guard let described = operation["responses"]?["\(answer.status)"] else {
      return ["\(name): no such status"]
    }
    guard let content = resolve(described)["content"] else {
      return answer.body.isEmpty ? [] : ["\(name): a body that is not described"]
    }
    let type = (answer.headers["content-type"] ?? "").split(separator: ";").first.map(String.init) ?? ""
    guard let media = content[type] else { return ["\(name): content type '\(type)'"] }
    guard type.hasSuffix("json"), let schema = media["schema"] else { return [] }
    return violations(of: try JSON(answer.body), schema, at: name)
  }

  private func operation(_ method: String, _ path: String) -> JSON? {
    let segments = path.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false)
    let match = document["paths"]?.members.keys.sorted().first { template in
      let parts = template.split(separator: "/", omittingEmptySubsequences: false)
      return parts.count == segments.count
        && zip(parts, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
    // Methods that a path does not have are answered alike everywhere: as the operation it has would.
    let operations = match.flatMap { document["paths"]?[$0] }
    return operations?[method.lowercased()] ?? operations?.members.values.first { $0["responses"] != nil }
  }

  private func resolve(_ node: JSON) -> JSON {
    guard let reference = node["$ref"]?.text else { return node }
    let target = reference.dropFirst(2).split(separator: "/").reduce(Optional(document)) { $0?[String($1)] }
    return target.map(resolve) ?? .null
  }

  // MARK: - JSON Schema

  private func violations(of value: JSON, _ schema: JSON, at place: String) -> [String] {
    let schema = resolve(schema)
    if let choices = schema["oneOf"]?.elements {
      let kept = choices.count { violations(of: value, $0, at: place).isEmpty }
      return kept == 1 ? [] : ["\(place): \(kept) of \(choices.count) alternatives fit"]
    }
    if let types = schema["type"], !(types.elements + [types]).contains(where: { isOf($0.text, value) }) {
      return ["\(place): not of type \(types)"]
    }
    var found = ranges(value, schema).map { "\(place): \($0)" }
    if let wanted = schema["const"], wanted != value { found.append("\(place): not \(wanted)") }
    if let allowed = schema["enum"], !allowed.elements.contains(value) { found.append("\(place): \(value)") }
    switch value {
    case .array(let elements):
      guard let item = schema["items"] else { break }
      for (index, element) in elements.enumerated() {
        found += violations(of: element, item, at: "\(place)/\(index)")
      }
    case .object(let members):
      for name in schema["required"]?.elements ?? [] where members[name.text ?? ""] == nil {
        found.append("\(place): no \(name.text ?? "")")
      }
      guard let properties = schema["properties"] else { break }
      for (name, member) in members {
        guard let property = properties[name] else {
          found.append("\(place)/\(name): not in the contract")
          continue
        }
        found += violations(of: member, property, at: "\(place)/\(name)")
      }
    default: break
    }
    return found
  }

  private func isOf(_ type: String?, _ value: JSON) -> Bool {
    switch (type, value) {
    case ("object", .object), ("array", .array), ("string", .string), ("number", .number), ("boolean", .bool),
      ("null", .null):
      true
    case ("integer", .number(let number)): number.rounded() == number
    default: false
    }
  }

  private func ranges(_ value: JSON, _ schema: JSON) -> [String] {
    var found: [String] = []
    func check(_ key: String, _ isKept: (Double) -> Bool) {
      if let bound = schema[key]?.number, !isKept(bound) { found.append("breaks \(key) \(bound)") }
    }
    switch value {
    case .number(let number):
      check("minimum") { number >= $0 }
      check("maximum") { number <= $0 }
    case .string(let text):
      check("maxLength") { Double(text.unicodeScalars.count) <= $0 }
      if let pattern = schema["pattern"]?.text, text.range(of: pattern, options: .regularExpression) == nil {
        found.append("'\(text)' does not match \(pattern)")
      }
      if schema["format"]?.text == "date-time", (try? Date(text, strategy: .iso8601)) == nil {
        found.append("'\(text)' is no date-time")
      }
    case .array(let elements):
      check("minItems") { Double(elements.count) >= $0 }
      check("maxItems") { Double(elements.count) <= $0 }
    default: break
    }
    return found
  }
}
