/// Recursive descent over one pattern text; writes what PCRE2 is to compile while it builds the tree.
///
/// Bytes that mean something to PCRE2 are ASCII, so that it reads bytes and never splits a letter.
struct PatternParser {
  let text: [UInt8]
  let place: PatternError.Place
  let lists: PatternLists
  var at = 0
  private var depth = 0
  /// In `(?>…)` the first alternative that fits is final: their order is meant.
  var isInAtomicGroup = false
  private var result = ParsedPattern(
    node: .nothing, output: [], marks: [], groupNames: [], nesting: 0, captures: 0)

  /// Most capturing groups of a rule, lists counted: what ``MatchScratch`` has room for.
  static let mostCaptures = 63

  init(_ text: String, place: PatternError.Place, lists: PatternLists) {
    self.text = Array(text.utf8)
    self.place = place
    self.lists = lists
  }

  mutating func parse() throws(PatternError) -> ParsedPattern {
    result.node = try alternatives()
    if at < text.count { throw error(.syntax, "there is no group for this )") }
    return result
  }

  // MARK: Reading

  var next: UInt8? { at < text.count ? text[at] : nil }

  func starts(with prefix: StaticString) -> Bool {
    let count = prefix.utf8CodeUnitCount
    guard at + count <= text.count else { return false }
    return (0..<count).allSatisfy { text[at + $0] == prefix.utf8Start[$0] }
  }

  /// The scalar at the reading position; `text` came from a String and is valid.
  mutating func takeScalar() -> Unicode.Scalar {
    let lead = text[at]
    let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    defer { at += length }
    return String(decoding: text[at..<min(at + length, text.count)], as: UTF8.self).unicodeScalars.first
      ?? " "
  }

  func error(_ code: PatternError.Code, _ message: String, at offset: Int? = nil) -> PatternError {
    PatternError(code: code, place: place, byteOffset: min(offset ?? at, text.count), message: message)
  }

  // MARK: Writing

  mutating func write(_ bytes: some Sequence<UInt8>, from offset: Int) {
    result.marks.append(SourceMark(output: result.output.count, source: offset))
    result.output.append(contentsOf: bytes)
  }

  /// Copies what stands from `start` to the reading position.
  mutating func copy(from start: Int) { write(text[start..<at], from: start) }

  // MARK: Structure

  /// `a|b|c`, up to the end or to the `)` of the group around it.
  mutating func alternatives() throws(PatternError) -> PatternNode {
    let (start, sourceStart) = (result.output.count, at)
    var isAnchored = next == UInt8(ascii: "^")
    var choices = [(node: try sequence(), end: result.output.count)]
    while next == UInt8(ascii: "|") {
      at += 1
      isAnchored = isAnchored && next == UInt8(ascii: "^")
      choices.append((try sequence(), result.output.count))
    }
    if depth == 0 { result.isAnchored = isAnchored }
    guard choices.count > 1 else { return choices[0].node }
    rewrite(choices, from: start, sourceStart, keepingOrder: isInAtomicGroup)
    return .known(KnownNode(.alternatives(choices.map(\.node))))
  }

  /// Joins alternatives, which have been written one after the other, with `|`; plain words become one trie.
  private mutating func rewrite(
    _ choices: [(node: PatternNode, end: Int)], from start: Int, _ sourceStart: Int, keepingOrder: Bool
  ) {
    let starts = [start] + choices.dropLast().map(\.end)
    let written = zip(choices, starts).map { choice, start in
      (node: choice.node, output: Array(result.output[start..<choice.end]))
    }
    let marks = result.marks.filter { $0.output >= start }
    result.marks.removeLast(marks.count)
    result.output.removeLast(result.output.count - start)
    let merged = keepingOrder ? written.enumerated().map { ($1.output, $0) } : WordTrie.merge(written)
    for (index, merged) in merged.enumerated() {
      if index > 0 { write("|".utf8, from: sourceStart) }
      let base = result.output.count
      write(merged.output, from: sourceStart)
      guard let choice = merged.choice else { continue }
      let own = starts[choice]..<choices[choice].end
      for mark in marks where own.contains(mark.output) {
        result.marks.append(SourceMark(output: mark.output - own.lowerBound + base, source: mark.source))
      }
    }
  }

  private mutating func sequence() throws(PatternError) -> PatternNode {
    var parts: [PatternNode] = []
    while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
      let start = at
      guard let atom = try atom(byte) else { continue }
      parts.append(try quantified(atom, from: start))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  /// One item; `nil` for a comment or a flag, which stands for nothing at all.
  private mutating func atom(_ byte: UInt8) throws(PatternError) -> PatternNode? {
    switch byte {
    case UInt8(ascii: "("): return try group()
    case UInt8(ascii: "["): return try characterClass()
    case UInt8(ascii: "\\"): return try escape()
    case UInt8(ascii: "{"): return try list()
    case UInt8(ascii: "^"), UInt8(ascii: "$"):
      at += 1
      copy(from: at - 1)
      return .nothing
    case UInt8(ascii: "."):
      at += 1
      copy(from: at - 1)
      return .character(members: [Array("a".utf8)], isComplete: false, mayBeSpace: true)
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
      throw error(.syntax, "there is nothing to repeat before this \(Character(Unicode.Scalar(byte)))")
    default:
      let start = at
      return literal(takeScalar(), from: start)
    }
  }

  // MARK: Literals

  /// A character that stands for itself, folded as match text is.
  mutating func literal(_ scalar: Unicode.Scalar, from start: Int) -> PatternNode {
    let bytes = folded(scalar)
    if bytes.count == 1, !bytes[0].isASCIIWordByte, scalar.isASCII {
      copy(from: start)
    } else if bytes.count == 1
      || (bytes.count > 1 && bytes[0] >= 0xC0
        && String(decoding: bytes, as: UTF8.self).unicodeScalars.count == 1)
    {
      write(bytes, from: start)
    } else {
      // Several letters or none: one item still, for a quantifier after it.
      write("(?:".utf8, from: start)
      write(bytes, from: start)
      write(")".utf8, from: start)
    }
    return bytes.isEmpty ? .nothing : .literal(bytes)
  }

  /// Match text is lower case and holds no apostrophes; beyond ASCII the lists know.
  func folded(_ scalar: Unicode.Scalar) -> [UInt8] {
    if scalar.isASCII {
      let byte = UInt8(truncatingIfNeeded: scalar.value)
      if byte == UInt8(ascii: "'") { return [] }
      return [byte.isASCIILetter ? byte | 0x20 : byte]
    }
    return lists.fold(scalar).utf8.filter { $0.isASCIIWordByte || $0 >= 0x80 }
  }

  // MARK: Lists

  /// `{name}`; anything else in braces that is no quantifier is a slip.
  private mutating func list() throws(PatternError) -> PatternNode {
    let start = at
    guard let name = PatternParser.listName(in: text, at: at) else {
      throw error(.syntax, "expected a list, as in {order}; write \\{ for the sign itself")
    }
    guard let list = lists.list(name) else {
      throw error(.unknownList, "there is no list {\(name)}")
    }
    at += name.utf8.count + 2
    try nest(list.nesting, at: start)
    result.captures += list.captures
    for group in list.groupNames { addGroup(group) }
    write(list.output, from: start)
    guard result.captures <= PatternParser.mostCaptures else { throw tooManyCaptures(at: start) }
    guard result.output.count < PatternSyntax.mostExpandedBytes else {
      throw error(
        .tooLarge, "with its lists the rule is over \(PatternSyntax.mostExpandedBytes) bytes", at: start)
    }
    return list.node
  }

  /// The name in `{name}` at `start`.
  static func listName(in text: [UInt8], at start: Int) -> String? {
    guard text[start] == UInt8(ascii: "{"), start + 1 < text.count, text[start + 1].isASCIILetter,
      let end = text[start...].firstIndex(of: UInt8(ascii: "}"))
    else { return nil }
    let name = text[(start + 1)..<end]
    let isName = name.allSatisfy { $0.isASCIIWordByte || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
    return isName ? String(decoding: name, as: UTF8.self) : nil
  }

  /// Lists that a text uses; a name in a class or after a backslash may be among them.
  static func listNames(in text: String) -> [(name: String, offset: Int)] {
    let text = Array(text.utf8)
    return text.indices.compactMap { start in listName(in: text, at: start).map { ($0, start) } }
  }

  // MARK: Bounds

  /// Notes groups of this depth at the reading position.
  mutating func nest(_ levels: Int, at start: Int) throws(PatternError) {
    result.nesting = max(result.nesting, depth + levels)
    guard result.nesting <= PatternSyntax.deepestNesting else {
      throw error(.tooLarge, "groups are nested deeper than \(PatternSyntax.deepestNesting)", at: start)
    }
  }

  mutating func inside<Value>(
    _ body: (inout PatternParser) throws(PatternError) -> Value
  ) throws(PatternError) -> Value {
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  mutating func addCapture(_ name: String?, at start: Int) throws(PatternError) {
    result.captures += 1
    if let name { addGroup(name) }
    guard result.captures <= PatternParser.mostCaptures else { throw tooManyCaptures(at: start) }
  }

  private mutating func addGroup(_ name: String) {
    if !result.groupNames.contains(name) { result.groupNames.append(name) }
  }

  private func tooManyCaptures(at start: Int) -> PatternError {
    error(.tooLarge, "a rule may capture \(PatternParser.mostCaptures) groups", at: start)
  }
}
