/// A Markdown file with front matter, cut at its headings.
package struct MarkdownPage: Sendable {
  /// A heading and the text below it, up to the next heading.
  package struct Section: Sendable {
    /// 1 for `#`; 0 for what stands above the first heading.
    package let level: Int
    package let title: String
    /// `{#id}` behind the title.
    package let id: String?
    /// Without blank lines around it.
    package let body: String
    package let place: Place
  }

  package let name: String
  /// The YAML between `---` lines at the start; `nil` when there is none.
  package let front: YAMLMapping?
  package private(set) var sections: [Section] = []
  /// Everything below the front matter.
  package let body: String

  /// - Throws: ``InputError``: bad text, or front matter that is no YAML.
  package init(_ source: SourceFile) throws(InputError) {
    name = source.name
    let lines = source.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var first = 0
    if lines.first.map(Self.isFence) == true, let end = lines.dropFirst().firstIndex(where: Self.isFence) {
      // Blank lines in place of the fence, so that places are those of the file.
      let yaml = "\n" + lines[1..<end].joined(separator: "\n") + "\n"
      let isEmpty = lines[1..<end].allSatisfy { $0.allSatisfy(\.isWhitespace) || $0.hasPrefix("#") }
      front = isEmpty ? nil : try YAMLNode.parse(SourceFile(name: source.name, text: yaml)).mapping()
      first = end + 1
    } else {
      front = nil
    }
    body = Self.text(lines[first...])
    cut(lines, from: first)
  }

  private static func isFence(_ line: Substring) -> Bool {
    line.hasPrefix("---") && line.dropFirst(3).allSatisfy(\.isWhitespace)
  }

  private mutating func cut(_ lines: [Substring], from first: Int) {
    var (start, level, title, id, place) = (first, 0, "", String?.none, Place(file: name, line: 1, column: 1))
    var fence: Substring?
    for index in first..<max(first, lines.count) {
      let line = lines[index].drop { $0 == " " }
      let mark = line.prefix(3)
      if mark == "```" || mark == "~~~" {
        // What is code is no heading.
        if fence == nil { fence = mark } else if fence == mark { fence = nil }
      }
      guard fence == nil, let heading = Self.heading(line) else { continue }
      sections.append(
        Section(level: level, title: title, id: id, body: Self.text(lines[start..<index]), place: place))
      (level, title, id) = heading
      place = Place(file: name, line: index + 1, column: 1)
      start = index + 1
    }
    let body = Self.text(lines[min(start, lines.count)...])
    sections.append(Section(level: level, title: title, id: id, body: body, place: place))
    if sections[0].level == 0, sections[0].body.isEmpty { sections.removeFirst() }
  }

  /// `## Title ## {#id}` (CommonMark, ATX headings).
  private static func heading(_ line: Substring) -> (Int, String, String?)? {
    let level = line.prefix { $0 == "#" }.count
    let text = line.dropFirst(level)
    guard (1...6).contains(level), text.first == " " || text.first == "\t" else { return nil }
    var title = String(text).trimmedBlank
    var id: String?
    if title.hasSuffix("}"), let open = title.firstRange(of: "{#") {
      id = String(title[open.upperBound...].dropLast()).trimmedBlank
      title = String(title[..<open.lowerBound]).trimmedBlank
    }
    let closed = title.reversed().drop { $0 == "#" }
    if closed.count < title.count, closed.first?.isWhitespace == true {
      title = String(closed.reversed()).trimmedBlank
    }
    return title.isEmpty ? nil : (level, title, id)
  }

  private static func text(_ lines: ArraySlice<Substring>) -> String {
    let isBlank = { (line: Substring) in line.allSatisfy(\.isWhitespace) }
    let tail = lines.drop(while: isBlank)
    guard let end = tail.lastIndex(where: { !isBlank($0) }) else { return "" }
    return tail[...end].joined(separator: "\n")
  }
}
