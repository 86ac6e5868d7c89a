import Formats

extension FAQImport {
  package enum Format: String, Sendable, CaseIterable {
    case csv, tsv, xlsx, jsonl, markdown, html, jsonld, zendesk

    /// For messages: `csv, tsv, … or zendesk`.
    package static var list: String {
      let names = allCases.map(\.rawValue)
      return names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
    }

    /// What a file is: told from what it holds; its name decides only what the beginning leaves open.
    ///
    /// - Throws: ``InputError``: unreadable, or none of ours.
    init(of path: String) throws(InputError) {
      let sample = try FileSample(path: path)
      let place = Place(wholeOf: path)
      if sample.begins(with: [0x50, 0x4B, 0x03, 0x04]) {
        self = .xlsx
        return
      }
      for (signature, what) in Self.strangers where sample.begins(with: signature) {
        throw InputError(.syntax, at: place, what)
      }
      let name = path.lowercased()
      if let known = Self.endings.first(where: { name.hasSuffix($0.ending) })?.format {
        self = known
      } else {
        guard let found = Self.told(by: sample, path) else {
          throw InputError(
            .syntax, at: place, "cannot tell what kind of file this is; name it with --format: \(Self.list)")
        }
        self = found
      }
    }

    private static let strangers: [([UInt8], String)] = [
      (
        [0xD0, 0xCF, 0x11, 0xE0], "a spreadsheet of Excel 2003 or before (.xls); save it as .xlsx or as CSV"
      ),
      (Array("%PDF".utf8), "a PDF; an FAQ is read from spreadsheets, JSON, Markdown and HTML"),
    ]

    /// Formats that a name settles; every other ending says nothing.
    private static let endings: [(ending: String, format: Format)] = [
      (".jsonl", .jsonl), (".ndjson", .jsonl), (".csv", .csv), (".tsv", .tsv), (".tab", .tsv),
      (".md", .markdown), (".markdown", .markdown), (".html", .html), (".htm", .html),
    ]

    private static func told(by sample: FileSample, _ path: String) -> Format? {
      let text = sample.text
      let start = text.drop(while: \.isWhitespace)
      switch start.first {
      case "{", "[": return json(start, path)
      case "<":
        let lowered = start.prefix(4_096).lowercased()
        return ["<!doctype html", "<html", "<head", "<body", "<script"].contains(where: lowered.contains)
          ? .html : nil
      // Its reader says that it is empty.
      case nil: return .csv
      default: break
      }
      let line = text.prefix { !$0.isNewline }
      if line.hasPrefix("---") || line.hasPrefix("# ") || line.hasPrefix("## ") { return .markdown }
      return line.contains { ",;\t".contains($0) } ? .csv : nil
    }

    /// One object a line, a Help Center export, or schema.org's words.
    private static func json(_ text: Substring, _ path: String) -> Format? {
      let line = text.prefix { !$0.isNewline }
      if let first = try? JSONNode.parse(SourceFile(name: path, text: String(line))) {
        return kind(of: first) ?? .jsonl
      }
      guard let whole = try? JSONNode.parse(SourceFile(path: path)) else {
        // Broken somewhere: its reader says where.
        let head = text.prefix(4_096)
        return head.contains("\"articles\"") ? .zendesk : head.contains("\"@") ? .jsonld : nil
      }
      return kind(of: whole)
    }

    private static func kind(of node: JSONNode) -> Format? {
      switch node.content {
      case .object(let members):
        if members["articles"] != nil { return .zendesk }
        return members.members.contains { $0.key.hasPrefix("@") } ? .jsonld : nil
      case .array(let elements): return elements.first.flatMap { kind(of: $0) }
      default: return nil
      }
    }
  }
}
