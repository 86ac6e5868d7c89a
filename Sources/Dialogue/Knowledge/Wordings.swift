import Formats

/// Reads wordings, each of whose holes is one a reply can fill.
enum Wordings {
  private static let scopes = ["shop.", "slot.", "order.", "option.", "request."]
  private static let names = ["prompt", "day", "month", "year"]

  /// One wording or a list of them.
  static func read(_ node: YAMLNode, slots: Set<String>? = nil) throws(InputError) -> [String] {
    let elements: [YAMLNode] = if case .sequence(let list) = node.content { list } else { [node] }
    return try elements.map { (element) throws(InputError) in
      try template(try element.string(), at: element.place, slots: slots)
    }
  }

  /// - Parameter slots: The slots a flow has; `nil` when any may be named.
  static func template(
    _ text: String, at place: Place, slots: Set<String>? = nil
  ) throws(InputError) -> String {
    for hole in Template(text).holes {
      guard names.contains(hole) || scopes.contains(where: { hole.hasPrefix($0) }) else {
        throw InputError(.schema, at: place, "{\(hole)} is nothing a reply can refer to")
      }
      if let slots, hole.hasPrefix("slot."), !slots.contains(String(hole.dropFirst(5))) {
        throw InputError(.schema, at: place, "{\(hole)} is no slot of this flow")
      }
    }
    return text
  }
}
