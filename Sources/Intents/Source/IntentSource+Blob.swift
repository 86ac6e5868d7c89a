import Formats

/// The sources' blob in the intents part: what a later import merges with, what `export` writes out.
extension IntentSource {
  private static let version: UInt32 = 1

  package var blob: [UInt8] {
    var writer = ByteWriter()
    writer.put(Self.version)
    writer.put(lists) { writer, list in
      writer.put(list.name)
      writer.put(list.locale)
      writer.put(place: list.place)
      writer.put(lines: list.items)
    }
    writer.put(intents) { $0.put(intent: $1) }
    return writer.bytes
  }

  /// As ``blob``, but the same wherever the files lay and however their lines were spread.
  package var contents: [UInt8] {
    let nowhere = Place(wholeOf: "")
    func placeless(_ line: Line) -> Line { Line(line.text, at: nowhere) }
    var source = self
    source.lists = lists.map { list in
      List(name: list.name, locale: list.locale, place: nowhere, items: list.items.map(placeless))
    }
    source.intents = intents.map { intent in
      Intent(
        name: intent.name, locale: intent.locale, place: nowhere, title: intent.title.map(placeless),
        rules: intent.rules.map { rule in
          Rule(
            id: rule.id, match: placeless(rule.match), unless: rule.unless.map(placeless),
            priority: rule.priority)
        },
        examples: intent.examples.map(placeless), replies: intent.replies.map(placeless),
        suggestions: intent.suggestions.map(placeless), flow: intent.flow.map(placeless))
    }
    return source.blob
  }

  /// Reads the sources that a part was built from.
  ///
  /// - Parameter read: The body of a blob by its name; `nil` when the part has none of that name.
  /// - Throws: ``IntentBlobError``, and whatever `read` throws.
  package init(read: (String) throws -> [UInt8]?) throws {
    self.init()
    guard let bytes = try read(BlobName.sources) else { return }
    try bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes, blob: BlobName.sources)
      guard try reader.number(UInt32.self) == Self.version else { throw reader.anotherVersion }
      lists = try reader.elements { reader throws(IntentBlobError) in
        List(
          name: try reader.text(), locale: try reader.text(), place: try reader.place(),
          items: try reader.lines())
      }
      intents = try reader.elements { reader throws(IntentBlobError) in try reader.intent() }
    }
  }
}

extension ByteWriter {
  fileprivate mutating func put(place: Place) {
    put(place.file)
    put(UInt32(place.line))
    put(UInt32(place.column))
  }

  fileprivate mutating func put(line: IntentSource.Line) {
    put(line.text)
    put(place: line.place)
  }

  fileprivate mutating func put(lines: [IntentSource.Line]) { put(lines) { $0.put(line: $1) } }

  fileprivate mutating func put(intent: IntentSource.Intent) {
    put(intent.name)
    put(intent.locale)
    put(place: intent.place)
    put(intent.title) { $0.put(line: $1) }
    put(intent.rules) { writer, rule in
      writer.put(rule.id)
      writer.put(line: rule.match)
      writer.put(rule.unless) { $0.put(line: $1) }
      writer.put(Int32(rule.priority))
    }
    put(lines: intent.examples)
    put(lines: intent.replies)
    put(lines: intent.suggestions)
    put(intent.flow) { $0.put(line: $1) }
  }
}

extension ByteReader {
  fileprivate mutating func place() throws(IntentBlobError) -> Place {
    Place(
      file: try text(), line: Int(try number(UInt32.self)), column: Int(try number(UInt32.self)))
  }

  fileprivate mutating func line() throws(IntentBlobError) -> IntentSource.Line {
    IntentSource.Line(try text(), at: try place())
  }

  fileprivate mutating func lines() throws(IntentBlobError) -> [IntentSource.Line] {
    try elements { reader throws(IntentBlobError) in try reader.line() }
  }

  fileprivate mutating func optionalLine() throws(IntentBlobError) -> IntentSource.Line? {
    try optional { reader throws(IntentBlobError) in try reader.line() }
  }

  fileprivate mutating func intent() throws(IntentBlobError) -> IntentSource.Intent {
    var intent = IntentSource.Intent(name: try text(), locale: try text(), place: try place())
    intent.title = try optionalLine()
    intent.rules = try elements { reader throws(IntentBlobError) in
      IntentSource.Rule(
        id: try reader.text(), match: try reader.line(), unless: try reader.optionalLine(),
        priority: Int(try reader.number(Int32.self)))
    }
    intent.examples = try lines()
    intent.replies = try lines()
    intent.suggestions = try lines()
    intent.flow = try optionalLine()
    return intent
  }
}
