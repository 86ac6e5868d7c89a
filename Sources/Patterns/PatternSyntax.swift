/// A rule's pattern, read but not yet compiled: named lists expanded, literals folded, its literals known.
///
/// Rules are written in PCRE2 syntax over match text. Beyond PCRE2, `{order}` stands for the list of that
/// name. Refused, because they could hang or need more than the message: `(*VERBS)`, `\C`, `\K`, `\Q`,
/// callouts, recursion, conditions, and the flags that change how a pattern is read. Whole words are matched:
/// see ``Pattern``.
package struct PatternSyntax: Sendable {
  /// Longest rule, in bytes.
  package static let mostBytes = 2_000
  /// Longest rule with its lists expanded, in bytes.
  package static let mostExpandedBytes = 65_536
  /// Deepest nesting of groups, those of lists counted.
  package static let deepestNesting = 50

  /// The rule as it was written.
  package let source: String
  /// The rule with lists expanded, literals folded, `\S` and `\d` spelt for match text.
  package let expanded: String
  /// Least number of literal letters and digits in any match.
  package let literalEvidence: Int
  /// Every message that the pattern matches contains one literal of each set. Empty: no usable literal.
  package let requiredLiterals: [LiteralSet]
  /// Names of groups, each once, in the order of the rule.
  package let groupNames: [String]

  let node: PatternNode
  /// It can match at the start of a message only.
  let isAnchored: Bool
  /// What stands before and after ``expanded`` when PCRE2 compiles it, so that whole words match.
  private let opening: String
  private static let closing = ")(?:(?![^ ])|(?<= ))"
  private let map: [SourceMark]

  /// Reads a rule.
  ///
  /// - Parameters:
  ///   - source: The rule's text.
  ///   - lists: What `{name}` stands for, and how letters fold.
  /// - Throws: ``PatternError`` at the byte that is wrong. PCRE2 has its own say later, in ``Pattern``.
  package init(_ source: String, lists: PatternLists = PatternLists()) throws(PatternError) {
    guard source.utf8.count <= PatternSyntax.mostBytes else {
      throw PatternError(
        code: .tooLarge, place: .rule, byteOffset: PatternSyntax.mostBytes,
        message: "a rule may have \(PatternSyntax.mostBytes) bytes")
    }
    var parser = PatternParser(source, place: .rule, lists: lists)
    let parsed = try parser.parse()
    self.source = source
    expanded = String(decoding: parsed.output, as: UTF8.self)
    // A look behind would hide from PCRE2 that the rule can match at the start only.
    opening = parsed.isAnchored ? "(?:" : "(?<![^ ])(?:"
    node = parsed.node
    isAnchored = parsed.isAnchored
    map = parsed.marks
    groupNames = parsed.groupNames
    literalEvidence = parsed.node.literalEvidence
    var seen: Set<LiteralSet> = []
    requiredLiterals = RequiredLiterals(parsed.node).allSets.filter { seen.insert($0).inserted }
  }

  /// Every text that the rule matches as it stands, where they are few and nothing around them matters.
  package var wholeTexts: [[UInt8]]? { node.strings }

  /// Lists that a text uses: `{name}`, in the order they stand.
  package static func listNames(in text: String) -> [String] {
    PatternParser.listNames(in: text).map(\.name)
  }

  /// What PCRE2 compiles.
  var program: String { opening + expanded + PatternSyntax.closing }

  /// The byte of ``source`` that a byte of ``program`` came from.
  func sourceOffset(ofProgram offset: Int) -> Int {
    let mark = map.last { $0.output <= offset - opening.utf8.count }
    return min(mark?.source ?? 0, source.utf8.count)
  }
}

/// Where a piece of expanded text starts, and where it came from.
struct SourceMark: Sendable, Equatable {
  var output: Int
  var source: Int
}

/// What reading a pattern yields; also of a list item, to be put wherever the list is used.
struct ParsedPattern: Sendable {
  var node: PatternNode
  var output: [UInt8]
  var marks: [SourceMark]
  var groupNames: [String]
  /// Every alternative starts with `^`.
  var isAnchored = false
  /// Deepest nesting of its groups.
  var nesting: Int
  /// Number of capturing groups.
  var captures: Int
}
