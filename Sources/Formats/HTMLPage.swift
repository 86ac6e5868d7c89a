private import CXML

/// A page of HTML as a tree. Parsed as browsers do, mistakes forgiven; nothing is fetched, no entity is expanded but
/// the characters HTML names.
package struct HTMLPage: Sendable {
  package indirect enum Node: Sendable {
    /// Names in lower case.
    case element(Element)
    case text(String)
  }

  package struct Element: Sendable {
    package let name: String
    package let attributes: [String: String]
    package let children: [Node]
    /// In the file, from 1.
    package let line: Int
  }

  /// Deepest nesting kept; what is deeper is left out.
  static let maximumDepth = 200

  package let name: String
  package let root: [Node]

  /// - Throws: ``InputError``: unreadable, larger than 64 MiB, or nothing in it.
  package init(path: String) throws(InputError) {
    self.init(name: path, bytes: try SourceFile.contents(of: path, limit: SourceFile.maximumBytes))
    guard !root.isEmpty else {
      throw InputError(.syntax, at: Place(file: path, line: 1, column: 1), "the file is empty")
    }
  }

  /// A fragment or a page in memory.
  package init(name: String, bytes: [UInt8]) {
    self.name = name
    let options =
      HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
      | HTML_PARSE_NONET.rawValue
    XMLErrors.silence()
    // Without a word about its encoding a page is UTF-8 when it can be.
    let isUTF8 = bytes.withUnsafeBytes { TextCheck($0, isComplete: true).fault == nil }
    let document = bytes.withUnsafeBytes { raw in
      raw.withMemoryRebound(to: CChar.self) { bytes in
        htmlReadMemory(
          bytes.baseAddress, CInt(clamping: bytes.count), nil, isUTF8 ? "UTF-8" : nil, CInt(options))
      }
    }
    guard let document else {
      root = []
      return
    }
    defer { xmlFreeDoc(document) }
    root = Self.nodes(document.pointee.children, depth: 0)
  }

  private static func nodes(_ first: UnsafeMutablePointer<_xmlNode>?, depth: Int) -> [Node] {
    var (nodes, next) = ([Node](), first)
    guard depth < maximumDepth else { return [] }
    while let node = next {
      next = node.pointee.next
      switch node.pointee.type {
      case XML_ELEMENT_NODE:
        nodes.append(
          .element(
            Element(
              name: string(node.pointee.name).lowercased(), attributes: attributes(node),
              children: Self.nodes(node.pointee.children, depth: depth + 1), line: Int(xmlGetLineNo(node)))))
      case XML_TEXT_NODE, XML_CDATA_SECTION_NODE: nodes.append(.text(string(node.pointee.content)))
      default: continue
      }
    }
    return nodes
  }

  private static func attributes(_ node: UnsafeMutablePointer<_xmlNode>) -> [String: String] {
    var (attributes, next) = ([String: String](), node.pointee.properties)
    while let attribute = next {
      next = attribute.pointee.next
      attributes[string(attribute.pointee.name).lowercased()] =
        attribute.pointee.children.map { string($0.pointee.content) } ?? ""
    }
    return attributes
  }

  private static func string(_ text: UnsafePointer<xmlChar>?) -> String {
    text.map { String(cString: $0) } ?? ""
  }

  // MARK: Looking

  /// The JSON texts of the page's `<script type="application/ld+json">`, with the lines they stand on.
  ///
  /// - Throws: ``InputError`` for a text that is no JSON.
  package func linkedData() throws(InputError) -> [JSONNode] {
    var found: [JSONNode] = []
    for script in elements(named: "script")
    where script.attributes["type"]?.lowercased().hasPrefix("application/ld+json") == true {
      let bytes = Array(script.text.utf8)
      if bytes.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) { continue }
      let node = try bytes.withUnsafeBufferPointer { (bytes) throws(InputError) in
        var parser = JSONParser(bytes, file: name, line: max(1, script.line))
        return try parser.parse()
      }
      found.append(node)
    }
    return found
  }

  /// Elements of a name in the order of the page.
  private func elements(named name: String) -> [Element] {
    var (found, stack) = ([Element](), Array(root.reversed()))
    while let node = stack.popLast() {
      guard case .element(let element) = node else { continue }
      if element.name == name { found.append(element) } else { stack += element.children.reversed() }
    }
    return found
  }
}

extension HTMLPage.Element {
  /// Everything in it that is text.
  package var text: String {
    children.map { node in
      switch node {
      case .text(let text): text
      case .element(let element): element.text
      }
    }.joined()
  }
}
