/// The named lists that rules are written over, and the folding of their letters.
package struct PatternLists: Sendable {
  /// What a letter becomes in match text; empty for a character that match text never holds.
  package typealias Fold = @Sendable (Unicode.Scalar) -> String

  let fold: Fold
  private var parsed: [String: ParsedPattern] = [:]

  /// No lists; letters fold to lower case and no further.
  package init() {
    fold = { $0.properties.lowercaseMapping }
  }

  /// Reads all lists, in any order of dependence.
  ///
  /// - Parameters:
  ///   - items: Pattern fragments of each list by name; a list without items matches nothing and is refused.
  ///   - fold: Applied to every literal beyond ASCII of lists and rules.
  /// - Throws: ``PatternError`` placed in the item that is wrong; the first by name of list.
  package init(_ items: [String: [String]], fold: @escaping Fold) throws(PatternError) {
    self.fold = fold
    var open: [String] = []
    for name in items.keys.sorted() { try define(name, from: items, open: &open) }
  }

  package var names: [String] { parsed.keys.sorted() }

  /// The list as one group; `nil` for a name that is none.
  func list(_ name: String) -> ParsedPattern? { parsed[name] }

  private mutating func define(
    _ name: String, from items: [String: [String]], open: inout [String]
  ) throws(PatternError) {
    guard parsed[name] == nil, let texts = items[name] else { return }
    open.append(name)
    defer { open.removeLast() }
    var list = ParsedPattern(
      node: .nothing, output: Array("(?:".utf8), marks: [], groupNames: [], nesting: 1, captures: 0)
    var choices: [(node: PatternNode, output: [UInt8])] = []
    for (index, text) in texts.enumerated() {
      let place = PatternError.Place.item(list: name, index: index)
      for use in PatternParser.listNames(in: text) {
        guard !open.contains(use.name) else {
          throw PatternError(
            code: .recursiveList, place: place, byteOffset: use.offset,
            message: "list {\(use.name)} uses itself: \((open + [use.name]).joined(separator: " → "))")
        }
        try define(use.name, from: items, open: &open)
      }
      var parser = PatternParser(text, place: place, lists: self)
      let item = try parser.parse()
      list.groupNames += item.groupNames.filter { !list.groupNames.contains($0) }
      list.nesting = max(list.nesting, item.nesting + 1)
      list.captures += item.captures
      choices.append((item.node, item.output))
    }
    guard !choices.isEmpty else {
      throw PatternError(
        code: .syntax, place: .item(list: name, index: 0), byteOffset: 0, message: "list {\(name)} is empty")
    }
    list.output += WordTrie.merge(choices).map(\.output).joined(separator: "|".utf8)
    list.output.append(UInt8(ascii: ")"))
    list.node = .known(KnownNode(.alternatives(choices.map(\.node))))
    parsed[name] = list
  }
}
