/// Puts the small Markdown of answers into HTML: paragraphs, line breaks, bold, links, lists.
package enum MarkdownHTML {
  /// Markup in the text itself is shown as it stands, never taken for markup.
  package static func html(of markdown: String) -> String {
    var (html, paragraph) = ("", [String]())
    var list: String?
    func endParagraph() {
      if !paragraph.isEmpty { html += "<p>" + paragraph.joined(separator: "<br>") + "</p>" }
      paragraph = []
    }
    func endList() {
      if let list { html += "</\(list)>" }
      list = nil
    }
    for line in markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if let (kind, text) = item(line) {
        endParagraph()
        if list != kind {
          endList()
          html += "<\(kind)>"
          list = kind
        }
        html += "<li>" + inline(text) + "</li>"
        continue
      }
      endList()
      if line.allSatisfy(\.isWhitespace) { endParagraph() } else { paragraph.append(inline(line)) }
    }
    endParagraph()
    endList()
    return html
  }

  /// `- text` or `1. text`.
  private static func item(_ line: Substring) -> (String, Substring)? {
    let text = line.drop { $0 == " " }
    if text.hasPrefix("- ") || text.hasPrefix("* ") { return ("ul", text.dropFirst(2)) }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard (1...3).contains(digits.count), text.dropFirst(digits.count).hasPrefix(". ") else { return nil }
    return ("ol", text.dropFirst(digits.count + 2))
  }

  private static func inline(_ text: Substring) -> String {
    var (html, rest) = ("", text)
    while let next = rest.first {
      if rest.hasPrefix("**"), let end = rest.dropFirst(2).firstRange(of: "**"),
        end.lowerBound > rest.index(rest.startIndex, offsetBy: 2)
      {
        html +=
          "<strong>" + inline(rest[rest.index(rest.startIndex, offsetBy: 2)..<end.lowerBound]) + "</strong>"
        rest = rest[end.upperBound...]
      } else if next == "[", let (label, target, after) = link(rest) {
        html += "<a href=\"" + escaped(target) + "\">" + escaped(label) + "</a>"
        rest = after
      } else {
        html += escaped(rest.prefix(1))
        rest = rest.dropFirst()
      }
    }
    return html
  }

  private static func link(_ text: Substring) -> (Substring, Substring, Substring)? {
    guard let middle = text.firstRange(of: "]("), let end = text[middle.upperBound...].firstIndex(of: ")")
    else { return nil }
    let label = text[text.index(after: text.startIndex)..<middle.lowerBound]
    let target = text[middle.upperBound..<end]
    let isSafe = ["http://", "https://", "mailto:", "tel:", "/"].contains {
      target.lowercased().hasPrefix($0)
    }
    guard isSafe, !label.isEmpty, !label.contains("["), !target.contains(where: \.isWhitespace) else {
      return nil
    }
    return (label, target, text[text.index(after: end)...])
  }

  private static func escaped(_ text: Substring) -> String {
    let text = String(text)
    guard text.contains(where: { "<>&\"".contains($0) }) else { return text }
    return text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
