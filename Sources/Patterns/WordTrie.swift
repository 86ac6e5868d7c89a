/// Plain strings as one pattern that shares what they begin with: `o(?:r(?:der(?:s)?|dr)|der)`.
///
/// PCRE2 tries alternatives one after the other; of a list of a hundred words this leaves the few that start
/// with the right letter. Of two words that both fit, the longer is tried first.
struct WordTrie {
  private var isEnd = false
  /// By first appearance.
  private var branches: [(scalar: Unicode.Scalar, rest: WordTrie)] = []

  init(_ strings: [[UInt8]]) {
    for string in strings { insert(String(decoding: string, as: UTF8.self).unicodeScalars[...]) }
  }

  private init() {}

  private mutating func insert(_ scalars: Substring.UnicodeScalarView) {
    guard let first = scalars.first else {
      isEnd = true
      return
    }
    let known = branches.firstIndex { $0.scalar == first }
    if known == nil { branches.append((first, WordTrie())) }
    branches[known ?? branches.count - 1].rest.insert(scalars.dropFirst())
  }

  /// The pattern; several alternatives at its top stand without a group around them.
  var pattern: [UInt8] { isEnd && !branches.isEmpty ? group : alternatives }

  private var alternatives: [UInt8] {
    let leaves = branches.allSatisfy { $0.rest.branches.isEmpty }
    if branches.count > 1, leaves {
      return Array("[".utf8) + branches.flatMap { WordTrie.escaped($0.scalar) } + Array("]".utf8)
    }
    return Array(branches.map { WordTrie.escaped($0.scalar) + $0.rest.tail }.joined(separator: "|".utf8))
  }

  /// What follows a letter.
  private var tail: [UInt8] { branches.count == 1 && !isEnd ? alternatives : branches.isEmpty ? [] : group }

  private var group: [UInt8] {
    let inner = alternatives
    let isOne = branches.allSatisfy { $0.rest.branches.isEmpty }
    return (isOne ? inner : Array("(?:".utf8) + inner + Array(")".utf8)) + Array((isEnd ? "?" : "").utf8)
  }

  /// ASCII signs get a backslash, inside a class and out.
  private static func escaped(_ scalar: Unicode.Scalar) -> [UInt8] {
    let bytes = Array(String(scalar).utf8)
    let isPlain = bytes[0] >= 0x80 || bytes[0].isASCIIWordByte || bytes[0] <= 0x20
    return isPlain ? bytes : [UInt8(ascii: "\\")] + bytes
  }
}

extension WordTrie {
  /// Writes alternatives so that PCRE2 tries few: those that are plain strings become one trie, where the
  /// first of them stood; the others stay as they are, in their order. Products that were written short
  /// ((my|the) (order|parcel)) stay short.
  ///
  /// - Returns: what to join with `|`; each with the index of the alternative it came from, `nil` for a trie.
  static func merge(_ choices: [(node: PatternNode, output: [UInt8])]) -> [(output: [UInt8], choice: Int?)] {
    let plain = choices.map(\.node.strings)
    let strings = Array(plain.compactMap { $0 }.joined())
    let written = zip(choices, plain).reduce(0) { $0 + ($1.1 == nil ? 0 : $1.0.output.count + 1) }
    let trie = strings.count > 1 && strings.count <= written ? WordTrie(strings).pattern : []
    guard !trie.isEmpty, trie.count <= written + written / 2 else {
      return choices.enumerated().map { ($1.output, $0) }
    }
    var merged: [(output: [UInt8], choice: Int?)] = []
    var isWritten = false
    for (index, choice) in choices.enumerated() {
      if plain[index] == nil {
        merged.append((choice.output, index))
      } else if !isWritten {
        isWritten = true
        merged.append((trie, nil))
      }
    }
    return merged
  }
}
