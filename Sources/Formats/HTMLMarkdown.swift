/// Puts HTML into the small Markdown that answers are written in: bold, links, lists.
///
/// What has no place there loses its form and keeps its words: headings become bold lines, cells of a table are joined
/// by `|`, a picture is its description. Scripts and styles are left out.
package struct HTMLMarkdown {
  /// - Returns: The text; lines end in `\n`, none at the end.
  package static func text(of html: String) -> String {
    guard html.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) else {
      return html.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        .map(String.init).joined(separator: "\n").trimmedBlank
    }
    // A block around it: text that begins a page would get one anyway, and its line breaks would be lost.
    let page = HTMLPage(name: "", bytes: Array(("<html><body>" + html + "</body></html>").utf8))
    var writer = HTMLMarkdown()
    writer.write(page.root)
    return writer.result
  }

  private var lines: [String] = [""]
  /// A blank line is due before the next text.
  private var needsBlank = false
  private var lists: [(isOrdered: Bool, count: Int)] = []

  private static let skipped: Set<String> = [
    "script", "style", "head", "template", "noscript", "iframe", "svg",
  ]
  private static let blocks: Set<String> = [
    "p", "div", "section", "article", "blockquote", "table", "header", "footer", "main", "figure",
    "figcaption",
    "address", "dl", "dt", "dd", "form", "fieldset", "aside", "nav", "body", "html",
  ]
  private static let headings: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]

  private var result: String {
    var text = lines.map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
      .joined(separator: "\n").trimmedBlank
    while text.contains("\n\n\n") { text.replace("\n\n\n", with: "\n\n") }
    return text
  }

  private mutating func write(_ nodes: [HTMLPage.Node]) {
    for node in nodes {
      switch node {
      case .text(let text): add(text)
      case .element(let element): write(element)
      }
    }
  }

  private mutating func write(_ element: HTMLPage.Element) {
    switch element.name {
    case let name where Self.skipped.contains(name): return
    case "br": lines.append("")
    case "hr": endBlock()
    case "img": if let alternate = element.attributes["alt"] { add(alternate) }
    case "b", "strong": wrap(element, "**")
    case let name where Self.headings.contains(name):
      endBlock()
      wrap(element, "**")
      endBlock()
    case "a": link(element)
    case "ul", "ol": list(element)
    case "li": item(element)
    case "tr":
      newLine()
      write(element.children)
    case "td", "th":
      if let last = lines.last, !last.isEmpty { add(" | ") }
      write(element.children)
    case "pre":
      endBlock()
      for line in element.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
        newLine()
        lines[lines.count - 1] += line
      }
      endBlock()
    case let name where Self.blocks.contains(name):
      endBlock()
      write(element.children)
      endBlock()
    default: write(element.children)
    }
  }

  // MARK: - Inline

  /// White space is single, and none begins a line.
  private mutating func add(_ text: String) {
    for character in text {
      if character.isWhitespace {
        guard let last = lines.last, !needsBlank, !last.isEmpty, last.last != " " else { continue }
        lines[lines.count - 1].append(" ")
      } else {
        open()
        lines[lines.count - 1].append(character)
      }
    }
  }

  private mutating func wrap(_ element: HTMLPage.Element, _ mark: String) {
    let inner = Self.line(of: element.children)
    guard !inner.isEmpty else { return }
    let blanks = Self.blanks(element.text)
    if blanks.before { add(" ") }
    // Bold in bold is bold.
    let text = inner.replacing("**", with: "")
    open()
    lines[lines.count - 1] += mark + text + mark
    if blanks.after { add(" ") }
  }

  private mutating func link(_ element: HTMLPage.Element) {
    let text = Self.line(of: element.children)
    let target = element.attributes["href"]?.trimmedBlank ?? ""
    let isSafe = ["http://", "https://", "mailto:", "tel:", "/"].contains {
      target.lowercased().hasPrefix($0)
    }
    guard !text.isEmpty, isSafe, !target.contains(where: { $0.isWhitespace || "()".contains($0) }) else {
      return write(element.children)
    }
    let blanks = Self.blanks(element.text)
    if blanks.before { add(" ") }
    open()
    lines[lines.count - 1] += "[" + text.filter { !"[]".contains($0) } + "](" + target + ")"
    if blanks.after { add(" ") }
  }

  /// Nodes written on one line.
  private static func line(of nodes: [HTMLPage.Node]) -> String {
    var writer = HTMLMarkdown()
    writer.write(nodes)
    return writer.result.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func blanks(_ text: String) -> (before: Bool, after: Bool) {
    (text.first?.isWhitespace == true, text.last?.isWhitespace == true)
  }

  // MARK: - Blocks

  private mutating func open() {
    guard needsBlank else { return }
    needsBlank = false
    if lines.last != "" { lines.append("") }
    if lines.count > 1 { lines.append("") }
  }

  private mutating func newLine() {
    if needsBlank { return open() }
    if lines.last != "" { lines.append("") }
  }

  /// Inside a list there are no blank lines.
  private mutating func endBlock() {
    guard lists.isEmpty else { return newLineInItem() }
    if lines.contains(where: { !$0.isEmpty }) { needsBlank = true }
  }

  private mutating func newLineInItem() {
    guard let last = lines.last, !last.isEmpty, !Self.isMark(last) else { return }
    lines.append("")
  }

  private mutating func list(_ element: HTMLPage.Element) {
    if lists.isEmpty { endBlock() } else { newLineInItem() }
    lists.append((element.name == "ol", 0))
    write(element.children.filter { if case .element = $0 { true } else { false } })
    lists.removeLast()
    if lists.isEmpty { endBlock() }
  }

  private mutating func item(_ element: HTMLPage.Element) {
    newLine()
    if !lists.isEmpty { lists[lists.count - 1].count += 1 }
    let list = lists.last ?? (isOrdered: false, count: 1)
    let indent = String(repeating: "  ", count: max(0, lists.count - 1))
    lines[lines.count - 1] = indent + (list.isOrdered ? "\(list.count). " : "- ")
    write(element.children)
  }

  private static func isMark(_ line: String) -> Bool {
    line.hasSuffix("- ") || line.hasSuffix(". ") && line.dropLast(2).allSatisfy { $0.isNumber || $0 == " " }
  }
}

extension String {
  /// Without white space around it.
  var trimmedBlank: String {
    let tail = drop(while: \.isWhitespace)
    guard let end = tail.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(tail[...end])
  }
}
