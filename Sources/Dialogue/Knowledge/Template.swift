/// A reply's text with holes: `Your order {order.number} is on its way.`
///
/// Filling is one pass: what a hole is filled with is never read as a template again, so nothing a shopper
/// types can reach for another value.
package struct Template: Sendable, Equatable {
  enum Segment: Sendable, Equatable {
    case text(String)
    case hole(String)
  }

  let segments: [Segment]

  /// A brace that does not open a well-formed hole is plain text.
  package init(_ source: String) {
    var segments: [Segment] = []
    var text = ""
    var rest = source[...]
    while let open = rest.firstIndex(of: "{") {
      text += rest[..<open]
      rest = rest[rest.index(after: open)...]
      guard let close = rest.firstIndex(of: "}"), Self.isPath(rest[..<close]) else {
        text += "{"
        continue
      }
      if !text.isEmpty { segments.append(.text(text)) }
      text = ""
      segments.append(.hole(String(rest[..<close])))
      rest = rest[rest.index(after: close)...]
    }
    text += rest
    if !text.isEmpty { segments.append(.text(text)) }
    self.segments = segments
  }

  private init(segments: [Segment]) { self.segments = segments }

  /// The names between braces, in order.
  package var holes: [String] {
    segments.compactMap { if case .hole(let path) = $0 { path } else { nil } }
  }

  /// The same template with every hole that `value` knows filled for good: done once, when a snapshot is made.
  func filled(_ value: (String) -> String?) -> Template {
    var result: [Segment] = []
    for segment in segments {
      var text = ""
      switch segment {
      case .text(let own): text = own
      case .hole(let path):
        guard let known = value(path) else {
          result.append(segment)
          continue
        }
        text = known
      }
      if case .text(let before)? = result.last {
        result[result.count - 1] = .text(before + text)
      } else {
        result.append(.text(text))
      }
    }
    return Template(segments: result)
  }

  /// The text with its holes filled; a hole without a value becomes nothing.
  ///
  /// A template without holes, the common case, costs no allocation.
  func render(_ value: (String) -> String?) -> String {
    if segments.count == 1, case .text(let text) = segments[0] { return text }
    var out = ""
    for segment in segments {
      switch segment {
      case .text(let text): out += text
      case .hole(let path): out += value(path) ?? ""
      }
    }
    return out
  }

  private static func isPath(_ name: Substring) -> Bool {
    guard let first = name.utf8.first, (0x61...0x7A).contains(first) else { return false }
    return name.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x5F
    }
  }
}
