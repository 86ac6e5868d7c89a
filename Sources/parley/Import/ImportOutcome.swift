import Formats

/// What an import has to say: mistakes and warnings on standard error, a summary on standard output.
struct ImportOutcome {
  private let asJSON: Bool
  private var members: [JSONValue.Member] = []
  private var lines: [String] = []
  private var warningCount = 0

  init(_ call: Invocation) { asJSON = call.has("json") }

  /// Tells of mistakes and warnings.
  ///
  /// - Throws: ``CommandError`` when there were mistakes: nothing has been changed.
  mutating func tell(_ report: InputReport) throws(CommandError) {
    show(report)
    try refuse(report)
  }

  /// Tells of mistakes and warnings, and goes on.
  mutating func show(_ report: InputReport) {
    for line in report.lines { Console.error(line) }
    warningCount += report.warningCount
    add("warnings", .integer(warningCount))
    guard !report.isClean else { return }
    add("errors", .array(report.errors.map(\.json)))
    add("error_count", .integer(report.errorCount))
  }

  /// - Throws: ``CommandError`` when there were mistakes.
  func refuse(_ report: InputReport) throws(CommandError) {
    guard !report.isClean else { return }
    let mistakes = report.errorCount.counted("mistake")
    throw CommandError(status: report.status, message: "\(mistakes); nothing was changed.")
  }

  mutating func add(line: String) { lines.append(line) }

  mutating func add(_ key: String, _ value: JSONValue, line: String? = nil) {
    if let index = members.firstIndex(where: { $0.key == key }) {
      members[index].value = value
    } else {
      members.append(.init(key, value))
    }
    if let line { lines.append(line) }
  }

  func print() {
    if asJSON {
      Console.print(JSONValue.object(members).text())
    } else {
      for line in lines { Console.print(line) }
    }
  }
}

extension InputError {
  fileprivate var json: JSONValue {
    .object([
      .init("file", .string(place.file)), .init("line", .integer(place.line)),
      .init("column", .integer(place.column)), .init("message", .string(message)),
    ])
  }
}
