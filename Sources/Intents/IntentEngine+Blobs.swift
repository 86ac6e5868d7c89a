import Text

/// Loading an engine from the blobs of an intents part.
extension IntentEngine {
  /// - Parameter read: The body of a blob by its name; `nil` when the part has none of that name.
  /// - Throws: ``IntentBlobError`` for a part of another version, and whatever `read` throws.
  package convenience init(read: (String) throws -> [UInt8]?) throws {
    let index =
      try Self.decode(BlobName.index, read) { reader throws(IntentBlobError) in
        try EngineIndex(&reader)
      } ?? EngineIndex(names: [], locales: [])
    let names = index.names
    let knowledge = try index.locales.map { locale in
      LocaleKnowledge(
        locale: locale,
        rules: try Self.decode(BlobName.rules(locale), read) { reader throws(IntentBlobError) in
          try RuleBook(&reader, intents: names.count)
        },
        scorer: try read(BlobName.scorer(locale)).map { try Scorer(blob: $0, name: BlobName.scorer(locale)) },
        examples: try Self.decode(BlobName.examples(locale), read) { reader throws(IntentBlobError) in
          try ExampleTexts(&reader)
        } ?? .none,
        spelling: try read(BlobName.spelling(locale)).map { blob in
          guard let index = SpellingIndex(blob: blob) else {
            throw IntentBlobError(blob: BlobName.spelling(locale), reason: "another version's, or damaged")
          }
          return index
        })
    }
    self.init(names: names, knowledge: knowledge)
  }

  /// An engine straight from a build; for tests, `check` and dry runs.
  package convenience init(blobs: [IntentBlob]) throws {
    let bodies = Dictionary(blobs.map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    try self.init { bodies[$0] }
  }

  private static func decode<Value>(
    _ name: String, _ read: (String) throws -> [UInt8]?,
    _ body: (inout ByteReader) throws(IntentBlobError) -> Value
  ) throws -> Value? {
    guard let bytes = try read(name) else { return nil }
    return try bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes, blob: name)
      return try body(&reader)
    }
  }
}
