package import Formats

/// Reading Parley's own files: `lists`, `intents`, `locale`; further locales under `locales`.
extension IntentSource {
  private static let fileKeys = ["locale", "lists", "intents", "locales"]
  private static let localeKeys = ["lists", "intents"]
  private static let intentKeys = ["title", "rules", "examples", "replies", "suggestions", "flow"]
  private static let ruleKeys = ["match", "id", "unless", "priority"]
  /// Longest name of an intent, a list or a rule, in bytes.
  static let longestName = 100
  static let priorities = -1000...1000

  /// Reads one YAML file. Its mistakes go to `report`; what is sound beside them is still added.
  package mutating func addYAML(_ file: SourceFile, report: inout InputReport) {
    do throws(InputError) {
      let root = try YAMLNode.parse(file).mapping(allowed: Self.fileKeys)
      let locale = try Self.locale(root.optional("locale"))
      try add(root, locale, &report)
      for entry in try root.optional("locales")?.mapping().entries ?? [] {
        guard Self.isLocale(entry.key) else {
          throw InputError(.value, at: entry.keyPlace, "'\(entry.key)' is not a locale such as en or de-AT")
        }
        try add(entry.value.mapping(allowed: Self.localeKeys), entry.key, &report)
      }
    } catch {
      report.add(error)
    }
  }

  private mutating func add(
    _ body: YAMLMapping, _ locale: String, _ report: inout InputReport
  ) throws(InputError) {
    if let node = body.optional("lists") {
      for entry in try node.mapping().entries { addList(entry, locale, &report) }
    }
    if let node = body.optional("intents") {
      for entry in try node.mapping().entries { addIntent(entry, locale, &report) }
    }
  }

  /// A locale tag such as `en`, `de-AT`; ``defaultLocale`` when absent.
  static func locale(_ node: YAMLNode?) throws(InputError) -> String {
    guard let node else { return defaultLocale }
    let text = try node.string()
    guard isLocale(text) else { throw node.error("'\(text)' is not a locale such as en or de-AT") }
    return text
  }

  static func isLocale(_ text: String) -> Bool {
    let pieces = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let language = pieces.first, (2...3).contains(language.utf8.count), text.utf8.count <= 16 else {
      return false
    }
    return language.utf8.allSatisfy { $0 &- 0x61 < 26 }
      && pieces.dropFirst().allSatisfy { piece in
        !piece.isEmpty && piece.utf8.allSatisfy { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 }
      }
  }

  private mutating func addList(_ entry: YAMLMapping.Entry, _ locale: String, _ report: inout InputReport) {
    do throws(InputError) {
      guard !lists.contains(where: { $0.name == entry.key && $0.locale == locale }) else {
        throw InputError(.duplicate, at: entry.keyPlace, "list '\(entry.key)' is defined twice")
      }
      let items = try Self.lines(entry.value)
      lists.append(List(name: entry.key, locale: locale, place: entry.keyPlace, items: items))
    } catch {
      report.add(error)
    }
  }

  private mutating func addIntent(_ entry: YAMLMapping.Entry, _ locale: String, _ report: inout InputReport) {
    do throws(InputError) {
      try Self.checkName(entry.key, entry.keyPlace)
      if let other = intents.first(where: { $0.name == entry.key && $0.locale == locale }) {
        throw InputError(
          .duplicate, at: entry.keyPlace, "intent '\(entry.key)' is defined twice, first at \(other.place)")
      }
      var intent = Intent(name: entry.key, locale: locale, place: entry.keyPlace)
      let body = try entry.value.mapping(allowed: Self.intentKeys)
      for node in try body.optional("rules")?.sequence() ?? [] { intent.add(rule: node, &report) }
      intent.examples = try body.optional("examples").map(Self.lines) ?? []
      intent.replies = try body.optional("replies").map(Self.lines) ?? []
      intent.suggestions = try body.optional("suggestions").map(Self.lines) ?? []
      intent.title = try body.optional("title").map(Self.line)
      intent.flow = try body.optional("flow").map(Self.line)
      intents.append(intent)
    } catch {
      report.add(error)
    }
  }

  /// Intent names reach URLs, logs and metrics: printable, without spaces.
  static func checkName(_ name: String, _ place: Place) throws(InputError) {
    guard !name.isEmpty, name.utf8.count <= longestName, name.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
    else {
      throw InputError(
        .value, at: place,
        "'\(name.prefix(40))' cannot name an intent: 1 to \(longestName) bytes without spaces")
    }
  }

  private static func line(_ node: YAMLNode) throws(InputError) -> Line {
    Line(try node.string(), at: node.place)
  }

  private static func lines(_ node: YAMLNode) throws(InputError) -> [Line] {
    guard case .sequence(let elements) = node.content else { return [try line(node)] }
    var lines: [Line] = []
    for element in elements { lines.append(try line(element)) }
    return lines
  }

  fileprivate static func rule(_ node: YAMLNode, defaultID: String) throws(InputError) -> Rule {
    guard case .mapping = node.content else {
      return Rule(id: defaultID, match: patternLine(try line(node), node), unless: nil, priority: 0)
    }
    let body = try node.mapping(allowed: ruleKeys)
    let match = try body.required("match")
    let id = try body.optional("id")?.string() ?? defaultID
    guard !id.isEmpty, id.utf8.count <= longestName else {
      throw InputError(.value, at: body.place, "a rule's id has 1 to \(longestName) bytes")
    }
    var unless: Line?
    if let node = body.optional("unless") { unless = patternLine(try line(node), node) }
    let priority = try body.optional("priority")?.integer(in: priorities) ?? 0
    return Rule(id: id, match: patternLine(try line(match), match), unless: unless, priority: priority)
  }

  /// A pattern's place is that of its first character, so that a mistake inside can be pointed at.
  private static func patternLine(_ line: Line, _ node: YAMLNode) -> Line {
    guard case .scalar(_, isPlain: false) = node.content else { return line }
    let place = line.place
    return Line(line.text, at: Place(file: place.file, line: place.line, column: place.column + 1))
  }
}

extension IntentSource.Intent {
  fileprivate mutating func add(rule node: YAMLNode, _ report: inout InputReport) {
    do throws(InputError) {
      rules.append(try IntentSource.rule(node, defaultID: "\(name)#\(rules.count + 1)"))
    } catch {
      report.add(error)
    }
  }
}
